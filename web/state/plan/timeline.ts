import type { LoggedStep, Step, StepLabel } from '../../../api/contract/plans.ts';

/** A step as the list of steps shows it. Undoing and redoing are no entries of their own: they change one. */
export interface TimelineEntry {
  /** id of the step that did it first */
  readonly id: string;
  readonly label: StepLabel;
  /** who did it; null = here, and not logged yet */
  readonly account: string | null;
  readonly accountName: string;
  readonly at: string | null;
  readonly mine: boolean;
  readonly state: 'done' | 'undone';
  /** the step to be undone to change its state: itself, or the last undoing or redoing of it */
  readonly last: string;
  /** it, or the last change of its state, waits to be sent */
  readonly waiting: boolean;
}

export interface Timeline {
  readonly entries: readonly TimelineEntry[];
  /** the entry that undo takes back: the last of one's own that was done */
  readonly undo: TimelineEntry | null;
  /** the entry that redo brings back: the one that was undone last, until something new is done */
  readonly redo: TimelineEntry | null;
}

export interface OwnStep {
  readonly step: Step;
}

/**
 * The steps of a plan in order, one entry each.
 *
 * @param account  whose undo and redo are asked for
 */
export function timelineOf(log: readonly LoggedStep[], pending: readonly OwnStep[], account: string): Timeline {
  const entries: TimelineEntry[] = [];
  /** index of the entry that a step belongs to */
  const entryOf = new Map<string, number>();
  const undone: number[] = [];
  const done: number[] = [];

  const note = (step: Step, mine: boolean, who: Pick<TimelineEntry, 'account' | 'accountName' | 'at'>): void => {
    const waiting = who.at === null;
    if ('edits' in step) {
      const entry = { id: step.id, label: step.label, ...who, mine, state: 'done', last: step.id, waiting } as const;
      entryOf.set(step.id, entries.push(entry) - 1);
      if (mine) {
        done.push(entries.length - 1);
        undone.length = 0;
      }
      return;
    }
    const index = entryOf.get(step.undo);
    const entry = index === undefined ? undefined : entries[index];
    if (index === undefined || !entry) return;
    entryOf.set(step.id, index);
    const isUndone = entry.state === 'done';
    entries[index] = { ...entry, state: isUndone ? 'undone' : 'done', last: step.id, waiting };
    take(isUndone ? done : undone, index);
    if (mine) (isUndone ? undone : done).push(index);
  };

  for (const { step, account: by, accountName, at } of log)
    note(step, by === account, { account: by, accountName, at });
  for (const { step } of pending) note(step, true, { account: null, accountName: '', at: null });
  return { entries, undo: entries[done.at(-1) ?? -1] ?? null, redo: entries[undone.at(-1) ?? -1] ?? null };
}

function take(list: number[], index: number): void {
  const at = list.lastIndexOf(index);
  if (at !== -1) list.splice(at, 1);
}

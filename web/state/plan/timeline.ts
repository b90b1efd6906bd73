import type { LoggedStep, Plan, Step, StepLabel } from '../../../api/contract/plans.ts';

/** A step as the list of steps shows it. Undoing and redoing are no entries of their own: they change one. */
export interface TimelineEntry {
  /** id of the step that did it first */
  readonly id: string;
  readonly label: StepLabel;
  /** name of somebody else who did it; null = oneself */
  readonly other: string | null;
  /** to undo and redo: done by oneself, or copied into one's plan */
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

/** Reads log and pending steps as a timeline; what has been logged is noted once, and its entries stay the same objects. */
export type TimelineReader = (log: readonly LoggedStep[], pending: readonly OwnStep[]) => Timeline;

/**
 * A reader of the steps of a plan in order, one entry each.
 *
 * What was done before the plan was made came with it, from the plan that it is a copy of: it stays the work of those who
 * drew it, and is the author's to undo.
 *
 * @param account  whose undo and redo are asked for
 */
export function createTimeline(account: string, plan: Pick<Plan, 'author' | 'createdAt'>): TimelineReader {
  const isAuthor = plan.author.id === account;
  let read: { readonly log: readonly LoggedStep[]; length: number; readonly track: Track } | null = null;
  return (log, pending) => {
    if (read?.log !== log || log.length < read.length) read = { log, length: 0, track: emptyTrack() };
    for (; read.length < log.length; read.length++) {
      const { step, account: by, accountName, at } = log[read.length]!;
      const mine = by === account || (isAuthor && at <= plan.createdAt);
      note(read.track, step, { mine, other: by === account ? null : accountName, waiting: false });
    }
    const track = copied(read.track);
    for (const { step } of pending) note(track, step, { mine: true, other: null, waiting: true });
    const { entries, done, undone } = track;
    return { entries, undo: entries[done.at(-1) ?? -1] ?? null, redo: entries[undone.at(-1) ?? -1] ?? null };
  };
}

interface Track {
  readonly entries: TimelineEntry[];
  /** index of the entry that a step belongs to */
  readonly entryOf: { get(step: string): number | undefined; set(step: string, index: number): unknown };
  /** indices of one's own entries that can be undone and redone, the next one last */
  readonly done: number[];
  readonly undone: number[];
}

const emptyTrack = (): Track => ({ entries: [], entryOf: new Map(), done: [], undone: [] });

/** A track that goes on without the first one knowing. */
function copied({ entries, entryOf, done, undone }: Track): Track {
  const own = new Map<string, number>();
  return {
    ...{ entries: [...entries], done: [...done], undone: [...undone] },
    entryOf: { get: (step) => own.get(step) ?? entryOf.get(step), set: (step, index) => own.set(step, index) },
  };
}

function note(
  { entries, entryOf, done, undone }: Track,
  step: Step,
  { mine, other, waiting }: Pick<TimelineEntry, 'mine' | 'other' | 'waiting'>,
): void {
  if ('edits' in step) {
    const entry = { id: step.id, label: step.label, other, mine, state: 'done', last: step.id, waiting } as const;
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
}

function take(list: number[], index: number): void {
  const at = list.lastIndexOf(index);
  if (at !== -1) list.splice(at, 1);
}

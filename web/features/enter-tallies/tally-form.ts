import { TALLY_SUBJECTS, type TallyEntry, talliesEntered } from '../../../api/contract/thing-edits.ts';

/** What is being typed. */
export interface TallyForm {
  readonly subject: TallyEntry['subject'];
  readonly class: string;
  readonly period: string;
  readonly n: string;
}

/** @param today  yyyy-mm-dd; most counts are of the month that runs */
export const emptyForm = (today: string): TallyForm => ({
  ...{ subject: TALLY_SUBJECTS[0], class: '', period: today.slice(0, 7), n: '' },
});

export type TallyFault = 'period' | 'n';

/** The entry as it is sent, or what keeps it from being sent. */
export function entryOf(form: TallyForm, block: number): { entry: TallyEntry } | { faults: TallyFault[] } {
  const n = /^\d{1,6}$/.test(form.n.trim()) ? Number(form.n) : Number.NaN;
  const parsed = talliesEntered.safeParse({ entries: [{ ...form, n, block }] });
  if (parsed.success) return { entry: parsed.data.entries[0]! };
  const at = parsed.error.issues.map(({ path }) => path[2]);
  return { faults: (['period', 'n'] as const).filter((field) => at.includes(field)) };
}

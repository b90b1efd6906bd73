import type { EditLayer } from '../../contract/thing-edits.ts';
import type { Role } from '../../contract/words.ts';
import type { ScopedDatabase } from '../../db/database.ts';
import { ProblemError } from '../../problems.ts';

/** Who keeps things, and who reads their history; a desk does within the region of its grant. */
export const KEEP_THINGS: readonly Role[] = ['admin', 'desk'];
export const SEE_CHANGES: readonly Role[] = ['admin', 'leader', 'desk'];

/** In whose name things are changed, within what they may. */
export interface Keeper {
  db: ScopedDatabase;
  /** of the person; '' = the command line */
  name: string;
}

/** Said also of a thing that is there and not to be seen. */
export const noSuchThing = (county: string, layer: EditLayer, id: number, step?: number): ProblemError =>
  new ProblemError('not-found', `County ${county} has no ${layer} ${id}; it may have been retired or replaced.`, {
    ...{ reason: 'no-thing', values: { layer, id } },
    ...(step === undefined ? {} : { step }),
  });

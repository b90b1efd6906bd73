import { type ImportJoin, type JoinedThing, ownThing } from '../../../contract/import-matches.ts';
import type { ImportSettings } from '../../../contract/imports.ts';
import { ProblemError } from '../../../problems.ts';

/** Whether the rows of an import can change things of this kind. */
export const canUpdate = (settings: ImportSettings, to: JoinedThing): boolean => ownThing(settings) === to;

/**
 * What the rows are joined to: as it was said, or, where an import changes what is there, things of its own kind by the
 * number that the file gives them. Null = each row has its own place.
 *
 * @param settings  with the mapping that holds
 * @throws ProblemError 'invalid-request' when nothing says which things an update is to change
 */
export function joinOf(settings: ImportSettings): ImportJoin | null {
  const { join, mode, mapping, target } = settings;
  if (mode !== 'update') return join;
  const to = ownThing(settings);
  if (to === null)
    throw new ProblemError(
      'invalid-request',
      `An update is for buildings, compounds, sites, organizations and the population of regions, not for ${target}; choose replace or add`,
    );
  if (join) {
    if (join.to === to) return join;
    throw new ProblemError('invalid-request', `An update of ${target} is joined to ${to}, not to ${join.to}`);
  }
  const field = mapping[target === 'regions' ? 'code' : 'source_id'];
  if (field) return { to, by: 'code', field, within: '', several: 'refuse' };
  throw new ProblemError(
    'invalid-request',
    `Nothing says which ${target} the rows change: map the field of their ${target === 'regions' ? 'codes (code)' : 'numbers (source_id)'}, or join them by name or address`,
  );
}

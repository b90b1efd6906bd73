import type { Draft } from '../../../geo/divide/draft.ts';
import { identities } from '../../../geo/divide/identities.ts';
import { buildingBlocks, type Side, sideOf } from './movements.ts';
import { survivors } from './survivors.ts';

/** A plan's base and what the plan makes of it, with who goes on as whom. @param redrawn  whether a line is another one */
export function sidesOf(
  base: Draft,
  draft: Draft,
  redrawn: boolean,
): { before: Side; after: Side; goesOnAs: Map<number, number> } {
  const before = sideOf(base);
  const buildings = redrawn ? buildingBlocks(draft) : before.buildings;
  const goesOnAs = survivors(base, draft, before.buildings, buildings);
  return { before, after: { draft, buildings, identityOf: identities(base, goesOnAs) }, goesOnAs };
}

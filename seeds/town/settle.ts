import type { Draft } from './draft.ts';
import type { Random } from './random.ts';

export interface People {
  readonly households: Int32Array;
  readonly residents: Int32Array;
}

/**
 * Fills the dwellings until the town has the households asked for; some stand empty. Residents follow by household
 * size, which differs from house to house.
 */
export function settle(drafts: readonly Draft[], households: number, householdSize: number, random: Random): People {
  const dwellings = drafts.reduce((sum, draft) => sum + draft.dwellings, 0);
  const share = dwellings > 0 ? households / dwellings : 0;
  const out: People = { households: new Int32Array(drafts.length), residents: new Int32Array(drafts.length) };
  let dwellingsSoFar = 0;
  let householdsSoFar = 0;
  let residentsDue = 0;
  let residentsSoFar = 0;
  drafts.forEach((draft, i) => {
    dwellingsSoFar += draft.dwellings;
    const here = Math.round(dwellingsSoFar * share) - householdsSoFar;
    householdsSoFar += here;
    out.households[i] = here;
    const spread = 1.3 / Math.sqrt(Math.max(1, here));
    residentsDue += here * householdSize;
    const wish =
      here * householdSize * (1 + spread * random.between(-0.5, 0.5)) +
      (residentsDue - here * householdSize - residentsSoFar) * 0.25;
    out.residents[i] = here === 0 ? 0 : Math.max(here, Math.round(wish));
    residentsSoFar += out.residents[i]!;
  });
  return out;
}

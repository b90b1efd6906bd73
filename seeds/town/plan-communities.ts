import { NameBox } from './name-box.ts';
import type { Random } from './random.ts';
import type { CommunityPlan, TownOptions } from './town.ts';
import { CIVIC_STEMS, madeStem } from './word-lists.ts';

export type PlannedCommunity = CommunityPlan & { readonly invented: boolean };

/**
 * The communities of a town. A town of scale n > 1 has n times as many as were asked for; those beyond the list are
 * invented and shared out among the streets.
 */
export function planCommunities(options: TownOptions, random: Random): PlannedCommunity[] {
  const { communities } = options;
  const given: PlannedCommunity[] =
    typeof communities === 'number' ? [] : communities.map((plan) => ({ ...plan, invented: false }));
  const asked = typeof communities === 'number' ? communities : communities.length;
  if (!(asked >= 1)) throw new RangeError(`town ${options.seed} needs at least one community`);
  const names = new Set(given.map((plan) => plan.name));
  for (const plan of given) {
    if (plan.street !== undefined && !options.streets?.includes(plan.street)) {
      throw new RangeError(`community ${plan.name} of town ${options.seed} names the unknown street ${plan.street}`);
    }
    if (plan.from !== undefined && !names.has(plan.from)) {
      throw new RangeError(
        `community ${plan.name} of town ${options.seed} was part of ${plan.from}, which is not in the list`,
      );
    }
  }
  const wanted = Math.max(asked, Math.round(asked * Math.max(1, options.scale ?? 1)));
  const stems = new NameBox(random, CIVIC_STEMS, madeStem);
  const streets = options.streets ?? [];
  while (given.length < wanted) {
    const name = `${stems.draw()}社区`;
    if (names.has(name)) continue;
    names.add(name);
    given.push({
      name,
      invented: true,
      ...(streets.length > 0 ? { street: streets[given.length % streets.length]! } : {}),
    });
  }
  return given;
}

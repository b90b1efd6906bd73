import type { Draft } from '../../../../geo/divide/draft.ts';
import type { DraftRegion } from '../../../../geo/divide/edit.ts';
import { withAllAbove } from '../../../../geo/divide/regions.ts';
import type { ReadingFaultReason } from '../../../contract/plan-reading.ts';
import type { PlanLevel } from '../../../contract/plans.ts';
import { shortText } from '../../../formats/check-values.ts';

/** How a file calls a region. */
export interface RegionWords {
  /** codes, names or ids; the first that is known counts */
  readonly known: readonly string[];
  /** what a new one would be called; '' = it cannot be new */
  readonly fresh: string;
}

export type FoundRegion =
  | { readonly kind: 'there'; readonly region: DraftRegion }
  | { readonly kind: 'new'; readonly name: string }
  | { readonly kind: 'fault'; readonly reason: ReadingFaultReason; readonly detail: string };

const MOST_NAME = 60;

/** Finds the region that a file means: by its code, by its name at the plan's level, by its id; else it is new. */
export function regionFinder(draft: Draft, level: PlanLevel): (words: RegionWords) => FoundRegion {
  const byCode = new Map<string, DraftRegion>();
  const byName = new Map<string, DraftRegion[]>();
  for (const region of draft.regions.values()) {
    if (region.code !== null) byCode.set(region.code, region);
    if (region.kind === level) byName.set(region.name, [...(byName.get(region.name) ?? []), region]);
  }
  return ({ known, fresh }) => {
    for (const word of known) {
      const [named, other] = byName.get(word) ?? [];
      if (other && !byCode.has(word))
        return fault('ambiguous-name', `Several regions are called "${shortText(word)}"; name it by its code`);
      const region = byCode.get(word) ?? named ?? (isId(word) ? draft.regions.get(Number(word)) : undefined);
      if (region) return { kind: 'there', region };
    }
    const name = fresh.trim();
    if (name.length > MOST_NAME)
      return fault('bad-name', `The name of a region has ${MOST_NAME} characters at the most; this has ${name.length}`);
    if (name !== '') return { kind: 'new', name };
    const [word] = known;
    return word
      ? fault('no-such-region', `There is no region ${shortText(word)}; give a name in order to make a new one`)
      : fault('bad-name', 'The region has no name');
  };
}

/** The region of the plan's level that a region is or lies in; null = it is of a level above. */
export function liftTo(draft: Draft, level: PlanLevel, region: DraftRegion): DraftRegion | null {
  for (const above of withAllAbove(draft, region.id)) if (above.kind === level) return above;
  return null;
}

export const isId = (text: string): boolean => /^\d{1,16}$/.test(text);

const fault = (reason: ReadingFaultReason, detail: string): FoundRegion => ({ kind: 'fault', reason, detail });

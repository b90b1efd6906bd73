import type { Position } from 'geojson';
import { toCm } from '../crs/local-crs.ts';
import { dissolve } from '../fabric/dissolve.ts';
import { blockAt } from '../fabric/draft/block-at.ts';
import { toFabric } from '../fabric/draft/draft-fabric.ts';
import { blockPlace } from './delta-of-edit.ts';
import type { Draft } from './draft.ts';
import type { DraftRegion } from './edit.ts';
import { regionAt } from './regions.ts';

/** Ground that went from one region of a level to another. */
export interface ChangedArea {
  /** null = of no region */
  readonly from: number | null;
  readonly to: number | null;
  readonly blocks: number;
  /** MultiPolygon coordinates, degrees */
  readonly coordinates: Position[][][];
}

/**
 * What lies in another region of a level than before, the most blocks first. A block that the base does not have is
 * looked for there by a place inside it.
 *
 * @param identityOf  who a region of the draft is in numbers of the base: `identities`; `to` is told in them
 */
export function changedAreas(
  base: Draft,
  draft: Draft,
  level: DraftRegion['kind'],
  identityOf: (region: number) => number,
): ChangedArea[] {
  const fabric = toFabric(draft.fabric);
  const areas: Omit<ChangedArea, 'coordinates'>[] = [];
  const indexOf = new Map<string, number>();
  const groupOf = Int32Array.from(fabric.blocks.ids, (block) => {
    const before = base.fabric.blocks.has(block) ? block : blockUnder(base, draft, block);
    const from = before === null ? null : regionAt(base, before, level);
    const now = regionAt(draft, block, level);
    const to = now === null ? null : identityOf(now);
    if (from === to) return -1;
    const key = `${from} ${to}`;
    const index = indexOf.get(key) ?? areas.push({ from, to, blocks: 0 }) - 1;
    indexOf.set(key, index);
    areas[index] = { ...areas[index]!, blocks: areas[index]!.blocks + 1 };
    return index;
  });
  const outlines = dissolve(fabric, groupOf, areas.length);
  return areas
    .map((area, index) => ({ ...area, coordinates: outlines[index]! }))
    .sort((a, b) => b.blocks - a.blocks || (a.from ?? 0) - (b.from ?? 0) || (a.to ?? 0) - (b.to ?? 0));
}

function blockUnder({ fabric }: Draft, draft: Draft, block: number): number | null {
  const [lng, lat] = blockPlace(draft, block);
  return blockAt(fabric, ...toCm(fabric.crs, lng, lat));
}

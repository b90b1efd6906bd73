import type { Position } from 'geojson';
import { groupAdjacency } from '../../geo/fabric/adjacency.ts';
import { colourRegions } from '../../geo/fabric/colour.ts';
import { dissolve } from '../../geo/fabric/dissolve.ts';
import type { Fabric } from '../../geo/fabric/fabric.ts';
import { labelPoint } from '../../geo/fabric/label-point.ts';
import type { RegionKind } from '../contract/words.ts';

/** A region of a division on its way in. */
export interface RegionInput {
  /** names the region within the input */
  key: string;
  kind: RegionKind;
  /** key of the administrative parent; null = directly under the county */
  parent: string | null;
  /** null = give it one (administrative regions), or none (groupings) */
  code: string | null;
  name: string;
  nameEn?: string;
  /** names for a region that is called after its number, the last three digits of its code, which `#` stands for */
  numbered?: { name: string; nameEn: string };
  /** an identity that exists already */
  region?: number;
  /** the one it is to have where its neighbours allow; absent = the one it had before */
  hue?: number;
}

/** What a region is called once its code is known. */
export function namesOf(
  { name, nameEn = '', numbered }: RegionInput,
  code: string | undefined,
): { name: string; nameEn: string } {
  if (!numbered || code === undefined) return { name, nameEn };
  const number = String(Number(code.slice(-3)));
  return { name: numbered.name.replace('#', number), nameEn: numbered.nameEn.replace('#', number) };
}

export interface GroupingInput {
  kind: 'network' | 'union';
  /** keys */
  community: string;
  grouping: string;
}

/** What a region looks like on its fabric. */
export interface RegionShape {
  /** MultiPolygon coordinates, EPSG:4326 */
  coordinates: Position[][][];
  label: Position;
  areaM2: number;
  /** 0 … 7, different from the neighbours' of the same kind */
  hue: number;
}

/**
 * Checks that the regions form trees over the blocks and says which regions hold each block.
 *
 * @param assignment  key of the lowest administrative region of each block; null = unassigned
 * @returns           for every region the indices of its blocks, groupings and upper levels included
 * @throws RangeError naming the region or block that is wrong
 */
export function blocksOfRegions(
  regions: readonly RegionInput[],
  assignment: readonly (string | null)[],
  groupings: readonly GroupingInput[],
): Map<string, number[]> {
  const byKey = new Map(regions.map((region) => [region.key, region]));
  if (byKey.size !== regions.length) throw new RangeError('Two regions of the division have the same key');
  const groupingsOf = new Map<string, string[]>();
  for (const { community, grouping, kind } of groupings) {
    if (byKey.get(community)?.kind !== 'community' || byKey.get(grouping)?.kind !== kind)
      throw new RangeError(`Grouping ${grouping} over ${community} names no community or no ${kind}`);
    groupingsOf.set(community, [...(groupingsOf.get(community) ?? []), grouping]);
  }
  const holders = new Map<string, string[]>();
  const holdersOf = (key: string): string[] => {
    const known = holders.get(key);
    if (known) return known;
    const chain: string[] = [];
    for (let at: string | null = key; at !== null; ) {
      const region = byKey.get(at);
      if (!region) throw new RangeError(`Region ${chain.at(-1) ?? key} names ${at}, which the division does not have`);
      if (chain.includes(at)) throw new RangeError(`Region ${at} is its own ancestor`);
      chain.push(at);
      at = region.parent;
    }
    const all = chain.flatMap((at) => [at, ...(groupingsOf.get(at) ?? [])]);
    holders.set(key, all);
    return all;
  };
  const blocks = new Map<string, number[]>(regions.map((region) => [region.key, []]));
  for (const [block, key] of assignment.entries())
    if (key !== null) for (const holder of holdersOf(key)) blocks.get(holder)!.push(block);
  for (const region of regions)
    if (blocks.get(region.key)!.length === 0)
      throw new RangeError(`Region ${region.name} (${region.key}) has no block; assign one or leave the region out`);
  return blocks;
}

/**
 * Outline, label, area and hue of every region, level by level.
 *
 * @param earlierHues  by key; kept where the neighbours allow it
 */
export function shapeRegions(
  fabric: Fabric,
  blockAreasM2: ArrayLike<number>,
  regions: readonly RegionInput[],
  blocksOf: ReadonlyMap<string, readonly number[]>,
  earlierHues: ReadonlyMap<string, number> = new Map(),
): Map<string, RegionShape> {
  const shapes = new Map<string, RegionShape>();
  for (const kind of new Set(regions.map((region) => region.kind))) {
    const level = regions.filter((region) => region.kind === kind);
    const groupOf = new Int32Array(fabric.blocks.ids.length).fill(-1);
    for (const [group, region] of level.entries())
      for (const block of blocksOf.get(region.key)!) groupOf[block] = group;
    const outlines = dissolve(fabric, groupOf, level.length);
    const hues = colourRegions(
      level.length,
      groupAdjacency(fabric, groupOf),
      level.map((region) => earlierHues.get(region.key) ?? -1),
    );
    for (const [group, region] of level.entries()) {
      const coordinates = outlines[group]!;
      shapes.set(region.key, {
        coordinates,
        label: labelPoint(coordinates),
        areaM2: blocksOf.get(region.key)!.reduce((total, block) => total + blockAreasM2[block]!, 0),
        hue: hues[group]!,
      });
    }
  }
  return shapes;
}

import type { Position } from 'geojson';
import { dissolve } from '../fabric/dissolve.ts';
import { labelPoint } from '../fabric/label-point.ts';
import type { DivisionState } from './draft.ts';
import type { DraftRegion } from './edit.ts';

/** What a region of a division looks like. */
export interface RegionOutline {
  readonly region: DraftRegion;
  /** MultiPolygon coordinates, degrees */
  readonly coordinates: Position[][][];
  /** a point well inside, degrees */
  readonly label: Position;
}

/** The regions of one kind, and which of them each block lies in. */
export interface DivisionLevel {
  readonly kind: DraftRegion['kind'];
  readonly regions: readonly DraftRegion[];
  /** index into `regions` by block; −1 = in none */
  readonly groupOf: Int32Array;
}

/** Every level and grouping of a division, over the blocks of its fabric. */
export function divisionLevels({ fabric, regions, assignment, groupings }: DivisionState): DivisionLevel[] {
  const byId = new Map(regions.map((region) => [region.id, region]));
  const lowest = Array.from(fabric.blocks.ids, (block) => assignment.get(block) ?? null);
  /** the region of a kind over a lowest region; found once for all its blocks */
  const over = (kind: DraftRegion['kind']): ((region: number | null) => number | null) => {
    const known = new Map<number | null, number | null>([[null, null]]);
    const climb = (start: number | null): number | null => {
      for (let at = start; at !== null; at = byId.get(at)?.parent ?? null) if (byId.get(at)?.kind === kind) return at;
      return null;
    };
    return (region) => {
      const found = known.get(region);
      if (found !== undefined) return found;
      const above = climb(region);
      known.set(region, above);
      return above;
    };
  };
  const regionOf = (kind: DraftRegion['kind']): ((region: number | null) => number | null) => {
    if (kind !== 'network' && kind !== 'union') return over(kind);
    const community = over('community');
    return (region) => groupings[kind].get(community(region) ?? -1) ?? null;
  };
  return [...new Set(regions.map(({ kind }) => kind))].map((kind) => {
    const level = regions.filter((region) => region.kind === kind);
    const indexOf = new Map(level.map(({ id }, index) => [id, index]));
    const find = regionOf(kind);
    const groupOf = Int32Array.from(lowest, (region) => indexOf.get(find(region) ?? -1) ?? -1);
    return { kind, regions: level, groupOf };
  });
}

/** The outlines of all regions that hold blocks, level by level; neighbours' agree to the last digit. */
export const regionOutlines = (division: DivisionState): RegionOutline[] =>
  divisionLevels(division).flatMap(({ regions, groupOf }) =>
    dissolve(division.fabric, groupOf, regions.length).flatMap((coordinates, index) =>
      coordinates.length === 0 ? [] : [{ region: regions[index]!, coordinates, label: labelPoint(coordinates) }],
    ),
  );

import type { Region } from '../../../api/contract/counties.ts';
import type { PlanLevel } from '../../../api/contract/plans.ts';

/** A choice of the tree: a street, with its communities where those are what is chosen. */
export interface AreaNode {
  readonly value: number;
  readonly title: string;
  readonly children?: readonly AreaNode[];
}

/** What the area of a plan is made of: communities, or streets where communities are only put together. */
export const areaKind = (level: PlanLevel): 'community' | 'street' =>
  level === 'network' || level === 'union' ? 'street' : 'community';

/** Everything that can be chosen; communities without a street stand beside the streets. */
export function areaTree(
  regions: readonly Region[],
  level: PlanLevel,
  nameOf: (region: Region) => string,
): readonly AreaNode[] {
  const node = (region: Region): AreaNode => ({ value: region.id, title: nameOf(region) });
  const streets = regions.filter(({ kind }) => kind === 'street');
  if (areaKind(level) === 'street') return streets.map(node);
  const communities = regions.filter(({ kind }) => kind === 'community');
  const ids = new Set(streets.map(({ id }) => id));
  return [
    ...streets.map((street) => ({
      ...node(street),
      children: communities.filter(({ parent }) => parent === street.id).map(node),
    })),
    ...communities.filter(({ parent }) => parent === null || !ids.has(parent)).map(node),
  ];
}

/** Streets that were chosen as a whole stand for their communities, where a plan asks for those. */
export function expandArea(regions: readonly Region[], level: PlanLevel, chosen: readonly number[]): number[] {
  const wanted = areaKind(level);
  const byId = new Map(regions.map((region) => [region.id, region]));
  const expanded = chosen.flatMap((id) => {
    const region = byId.get(id);
    if (!region) return [];
    if (region.kind === wanted) return [id];
    return wanted === 'community'
      ? regions.filter(({ kind, parent }) => kind === 'community' && parent === id).map((below) => below.id)
      : [];
  });
  return [...new Set(expanded)];
}

/** What pointing at a region of the map means for the area: itself or the one above it of the kind asked for. */
export function areaAt(regions: readonly Region[], level: PlanLevel, pointed: number): readonly number[] {
  const byId = new Map(regions.map((region) => [region.id, region]));
  const wanted = areaKind(level);
  for (let at = byId.get(pointed); at; at = at.parent === null ? undefined : byId.get(at.parent))
    if (at.kind === wanted) return [at.id];
  return expandArea(regions, level, [pointed]);
}

/** With what was pointed at taken in; all of it already in, it is taken out. */
export function toggleArea(chosen: readonly number[], pointed: readonly number[]): number[] {
  const isIn = pointed.length > 0 && pointed.every((id) => chosen.includes(id));
  return isIn ? chosen.filter((id) => !pointed.includes(id)) : [...new Set([...chosen, ...pointed])];
}

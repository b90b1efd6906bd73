import type { Region } from '../../../api/contract/counties.ts';
import { regionOrder } from '../../state/region-order.ts';

export interface TreeRow {
  readonly region: Region;
  /** its name, without the parent's before it: 第3网格 under 铁东社区 */
  readonly label: string;
  /** 1 for the topmost */
  readonly depth: number;
  readonly expandable: boolean;
  readonly expanded: boolean;
  /** place among its siblings, for screen readers */
  readonly position: number;
  readonly siblings: number;
}

export interface RegionIndex {
  readonly byId: ReadonlyMap<number, Region>;
  readonly roots: readonly Region[];
  readonly childrenOf: ReadonlyMap<number, readonly Region[]>;
}

/** The flat list of the server as a tree. A parent that is missing makes its child a root, so that nothing is lost. */
export function indexRegions(regions: readonly Region[]): RegionIndex {
  const byId = new Map(regions.map((region) => [region.id, region]));
  const childrenOf = new Map<number, Region[]>();
  const roots: Region[] = [];
  const groupings: Region[] = [];
  for (const region of regions) {
    const parent = region.parent === null ? undefined : byId.get(region.parent);
    if (parent) childrenOf.set(parent.id, [...(childrenOf.get(parent.id) ?? []), region]);
    else if (region.kind === 'network' || region.kind === 'union') groupings.push(region);
    else roots.push(region);
  }
  for (const siblings of [...childrenOf.values(), roots, groupings]) siblings.sort(regionOrder(siblings));
  return { byId, childrenOf, roots: [...roots, ...groupings] };
}

/** From the top down to the region itself. */
export function pathTo(index: RegionIndex, id: number): Region[] {
  const path: Region[] = [];
  let region = index.byId.get(id);
  while (region && !path.includes(region)) {
    path.unshift(region);
    region = region.parent === null ? undefined : index.byId.get(region.parent);
  }
  return path;
}

const HAN_FIRST = /^\p{Script=Han}/u;

/** 铁东社区第3网格 stands under 铁东社区 as 第3网格; no other name is cut, for its beginning may belong to it. */
function shortName({ name, kind, parent }: Region, index: RegionIndex): string {
  const above = parent === null ? undefined : index.byId.get(parent);
  if (kind !== 'grid' || above?.kind !== 'community' || !name.startsWith(above.name)) return name;
  const rest = name.slice(above.name.length);
  return HAN_FIRST.test(above.name) && HAN_FIRST.test(rest) ? rest : name;
}

/** What the rows count: households, or buildings where nobody has counted households; null where nothing was counted. */
export type Amount = 'households' | 'buildings';
export function amountOf({ byId }: RegionIndex): Amount | null {
  const amounts: readonly Amount[] = ['households', 'buildings'];
  const regions = [...byId.values()];
  return amounts.find((amount) => regions.some((region) => region[amount] > 0)) ?? null;
}

/** The rows that are visible with these regions unfolded, in the order of the screen. */
export function visibleRows(index: RegionIndex, expanded: ReadonlySet<number>): TreeRow[] {
  const rows: TreeRow[] = [];
  const walk = (siblings: readonly Region[], depth: number) => {
    siblings.forEach((region, place) => {
      const children = index.childrenOf.get(region.id) ?? [];
      const isOpen = children.length > 0 && expanded.has(region.id);
      rows.push({
        region,
        label: shortName(region, index),
        depth,
        expandable: children.length > 0,
        expanded: isOpen,
        position: place + 1,
        siblings: siblings.length,
      });
      if (isOpen) walk(children, depth + 1);
    });
  };
  walk(index.roots, 1);
  return rows;
}

/** Regions whose name or code contains the text, with everything above them unfolded. */
export function filterRegions(index: RegionIndex, text: string): { matches: Set<number>; kept: RegionIndex } {
  const wanted = text.trim().toLowerCase();
  const matches = new Set<number>();
  const keptIds = new Set<number>();
  for (const region of index.byId.values()) {
    const words = `${region.name}\n${region.nameEn}\n${region.code ?? ''}`.toLowerCase();
    if (!words.includes(wanted)) continue;
    matches.add(region.id);
    for (const above of pathTo(index, region.id)) keptIds.add(above.id);
  }
  return { matches, kept: indexRegions([...index.byId.values()].filter((region) => keptIds.has(region.id))) };
}

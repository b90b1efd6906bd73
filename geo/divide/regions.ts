import type { Draft } from './draft.ts';
import type { DraftRegion } from './edit.ts';

/** The region and all above it, from below; a grouping stands alone. */
export function* withAllAbove(draft: Draft, region: number | null): Generator<DraftRegion> {
  for (let at = region; at !== null; ) {
    const found = draft.regions.get(at);
    if (!found) return;
    yield found;
    at = found.parent;
  }
}

/** The region of a kind over another one, or itself; null = there is none. */
export function regionOver(draft: Draft, region: number | null, kind: DraftRegion['kind']): number | null {
  if (kind === 'network' || kind === 'union') {
    const community = regionOver(draft, region, 'community');
    return community === null ? null : (draft.groupings[kind].get(community) ?? null);
  }
  for (let at = region; at !== null; ) {
    const found = draft.regions.get(at);
    if (!found || found.kind === kind) return found?.id ?? null;
    at = found.parent;
  }
  return null;
}

/** The region of a kind that a block lies in, directly or not; null = in none. */
export const regionAt = (draft: Draft, block: number, kind: DraftRegion['kind']): number | null =>
  regionOver(draft, draft.regionOf.get(block) ?? null, kind);

/** All blocks in a region, those of the regions below it (or of a grouping's communities) included. */
export function blocksWithin(draft: Draft, region: number): number[] {
  const kind = draft.regions.get(region)?.kind;
  const start = kind === 'network' || kind === 'union' ? communitiesIn(draft, region) : [region];
  const all: number[] = [];
  const queue = [...start];
  for (const at of queue) {
    for (const block of draft.blocksOf.get(at) ?? []) all.push(block);
    for (const child of draft.childrenOf.get(at) ?? []) queue.push(child);
  }
  return all;
}

/** The communities of a network or union. */
export function communitiesIn(draft: Draft, grouping: number): number[] {
  const kind = draft.regions.get(grouping)?.kind;
  if (kind !== 'network' && kind !== 'union') return [];
  return [...draft.groupings[kind]].flatMap(([community, into]) => (into === grouping ? [community] : []));
}

/** The lock that stands over a region: its own or that of one above it; those of the regions named do not count. */
export function lockOver(draft: Draft, region: number | null, but?: ReadonlySet<number>): DraftRegion | null {
  for (const above of withAllAbove(draft, region)) if (above.locked && !but?.has(above.id)) return above;
  return null;
}

/** The region that a new one of that level would lie in, going by where its blocks lie now; null = the county. */
export function parentFor(draft: Draft, level: DraftRegion['kind'], blocks: readonly number[]): number | null {
  const above = level === 'grid' ? 'community' : level === 'community' ? 'street' : null;
  if (!above) return null;
  const votes = new Map<number, number>();
  for (const block of blocks) {
    const parent = regionAt(draft, block, above);
    if (parent !== null) votes.set(parent, (votes.get(parent) ?? 0) + 1);
  }
  return [...votes].sort((a, b) => b[1] - a[1])[0]?.[0] ?? null;
}

import { HUES } from '../fabric/colour.ts';
import { blockNeighbours } from '../fabric/draft/block-rings.ts';
import type { Draft } from './draft.ts';
import type { Edit, NewRegion } from './edit.ts';
import { parentFor, regionAt } from './regions.ts';

/** A proposal in the words of a draft. Plain data. */
export interface ProposedDivision {
  readonly level: 'grid' | 'community';
  /** the blocks that take part, and the part of each */
  readonly blocks: readonly number[];
  readonly partOf: readonly number[];
  /** region that each part goes on as; null = it is new */
  readonly continues: readonly (number | null)[];
}

/**
 * The edits of one step that make a draft what is proposed: new regions, the blocks of every part, and the end of
 * regions that no part continues.
 *
 * @param fresh  ids and names for the new parts, in turn
 * @throws RangeError for fewer of these than new parts
 */
export function adoptEdits(
  draft: Draft,
  proposed: ProposedDivision,
  fresh: readonly Pick<NewRegion, 'id' | 'name'>[],
): Edit[] {
  const { level, continues } = proposed;
  const blocksOf = blocksByPart(proposed);
  const unused = [...fresh];
  const targets = continues.map((region) => {
    const own = region === null ? unused.shift()?.id : region;
    if (own === undefined) throw new RangeError(`${fresh.length} new regions are not enough`);
    return own;
  });
  const names = new Map(fresh.map(({ id, name }) => [id, name]));
  const hues = huesOf(draft, proposed, blocksOf);
  const creations = targets.flatMap((id, part): Edit[] => {
    if (continues[part] !== null) return [];
    const parent = parentFor(draft, level, blocksOf[part]!);
    return [
      {
        kind: 'create-region',
        region: { id, kind: level, parent, name: names.get(id)!, nameEn: '', hue: hues[part]! },
      },
    ];
  });
  const assignments = targets.flatMap((to, part): Edit[] => {
    const blocks = blocksOf[part]!.filter((block) => regionAt(draft, block, level) !== to);
    return blocks.length === 0 ? [] : [{ kind: 'assign', blocks, to }];
  });
  const ends = endedRegions(draft, proposed).map((region): Edit => ({ kind: 'dissolve-region', region }));
  return [...creations, ...assignments, ...ends];
}

function blocksByPart({ blocks, partOf, continues }: ProposedDivision): number[][] {
  const lists: number[][] = continues.map(() => []);
  blocks.forEach((block, i) => {
    lists[partOf[i]!]!.push(block);
  });
  return lists;
}

/** Regions of the level that lose every block and are continued by no part. */
function endedRegions(draft: Draft, { level, blocks, continues }: ProposedDivision): number[] {
  const taking = new Set(blocks);
  const going = new Set(continues);
  const losing = new Set(blocks.map((block) => regionAt(draft, block, level)));
  const staying = new Set<number | null>();
  for (const block of draft.fabric.blocks.keys()) if (!taking.has(block)) staying.add(regionAt(draft, block, level));
  return [...losing].filter((region) => region !== null && !going.has(region) && !staying.has(region)) as number[];
}

/** Parts that go on keep their hue, new ones take the least used one that no neighbour has. */
function huesOf(draft: Draft, { level, blocks, partOf, continues }: ProposedDivision, blocksOf: number[][]): number[] {
  const partAt = new Map(blocks.map((block, i) => [block, partOf[i]!]));
  const hues = continues.map((region) => (region === null ? null : (draft.regions.get(region)?.hue ?? null)));
  const used = new Uint32Array(HUES);
  for (const hue of hues) if (hue !== null) used[hue]! += 1;
  return hues.map((known, part) => {
    if (known !== null) return known;
    const taken = new Set<number | null>();
    for (const block of blocksOf[part]!) {
      for (const neighbour of blockNeighbours(draft.fabric, block).keys()) {
        if (neighbour === null) continue;
        const other = partAt.get(neighbour);
        const region = other === undefined ? regionAt(draft, neighbour, level) : null;
        if (other !== undefined && other !== part) taken.add(hues[other]!);
        else if (region !== null) taken.add(draft.regions.get(region)!.hue);
      }
    }
    const order = Array.from({ length: HUES }, (_, hue) => hue).sort((a, b) => used[a]! - used[b]! || a - b);
    const hue = order.find((each) => !taken.has(each)) ?? order[0]!;
    hues[part] = hue;
    used[hue]! += 1;
    return hue;
  });
}

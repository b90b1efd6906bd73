import type { Draft } from '../../../geo/divide/draft.ts';
import type { Edit } from '../../../geo/divide/edit.ts';

/** An edit by chance of what a draft has at the moment; some of them are refused. */
export function anyEdit(draft: Draft, random: () => number, id: () => number): Edit {
  const pick = <T>(items: Iterable<T>): T => {
    const all = [...items];
    return all[Math.floor(random() * all.length)]!;
  };
  const aside = (): number => Math.round((random() - 0.5) * 6000);
  const block = pick(draft.fabric.blocks.keys());
  const regionOfKind = (...kinds: string[]): number | undefined =>
    pick([...draft.regions.values()].filter(({ kind }) => kinds.includes(kind)))?.id;
  const node = pick(draft.fabric.nodes.values());
  switch (Math.floor(random() * 8)) {
    case 0:
      return {
        kind: 'assign',
        blocks: [block],
        to: random() < 0.2 ? null : (regionOfKind('grid', 'community') ?? null),
      };
    case 1:
      return { kind: 'move-node', from: [node.x, node.y], to: [node.x + aside(), node.y + aside()] };
    case 2: {
      const corners = [...draft.fabric.blocks.get(block)!].map((arc) => draft.fabric.arcs.get(arc)!.xy);
      const [a, b] = [pick(corners), pick(corners)];
      const middle = [(a[0]! + b.at(-2)!) / 2 + aside() / 3, (a[1]! + b.at(-1)!) / 2 + aside() / 3].map(Math.round);
      return {
        ...{ kind: 'cut-block', block, ids: Array.from({ length: 40 }, id) },
        line: [a[0]!, a[1]!, ...middle, b.at(-2)!, b.at(-1)!],
      };
    }
    case 3: {
      const arc = draft.fabric.arcs.get(pick(draft.fabric.blocks.get(block)!))!;
      return {
        kind: 'merge-blocks',
        keep: block,
        others: [arc.left === block ? (arc.right ?? block) : (arc.left ?? block)],
      };
    }
    case 4:
      return { kind: 'merge-regions', keep: regionOfKind('grid') ?? -1, others: [regionOfKind('grid') ?? -1] };
    case 5: {
      const region = regionOfKind('grid') ?? -1;
      const part = {
        id: id(),
        name: '分',
        nameEn: '',
        hue: 1,
        blocks: [...(draft.blocksOf.get(region) ?? [])].slice(0, 2),
      };
      return { kind: 'split-region', region, parts: [part] };
    }
    case 6:
      return { kind: 'dissolve-region', region: regionOfKind('grid', 'community') ?? -1 };
    default:
      return { kind: 'move-region', region: regionOfKind('grid') ?? -1, parent: regionOfKind('community') ?? null };
  }
}

import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { doStep, type PlanScope, undoStep } from '../../../geo/divide/do-step.ts';
import { createDraft, type Draft } from '../../../geo/divide/draft.ts';
import type { DraftDelta, Edit } from '../../../geo/divide/edit.ts';
import { blocksWithin } from '../../../geo/divide/regions.ts';
import { seededRandom } from '../../bench/bench.ts';
import { smallDivision, smallGround } from '../../support/small-division.ts';
import { doubleArea } from '../fabric/draft/double-area.ts';
import { freshIds } from '../fabric/draft/drafts.ts';

// slow machines are no reason to fail
vi.setConfig({ testTimeout: 60_000 });

const EVERYWHERE: PlanScope = { level: 'community', area: new Set() };
const STEPS = 25;

/** Twice the area, whole cm², of the regions of a level and of what lies in none of them. */
function areasOf(draft: Draft, kind: 'community' | 'grid'): number[] {
  const regions = [...draft.regions.values()].filter((region) => region.kind === kind);
  const lists = regions.map(({ id }) => blocksWithin(draft, id));
  const held = new Set(lists.flat());
  expect(held.size).toBe(lists.flat().length);
  const outside = [...draft.fabric.blocks.keys()].filter((block) => !held.has(block));
  return [...lists, outside].map((blocks) => blocks.reduce((sum, block) => sum + doubleArea(draft.fabric, block), 0));
}

function anyEdit(draft: Draft, random: () => number, id: () => number): Edit {
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

test('after any sequence of steps regions share out the ground to the last square centimetre, on every level', () => {
  const done = new Map<string, number>();
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 2 ** 31 }), (seed) => {
      const base = smallDivision();
      const draft = createDraft(base, smallGround(base));
      const random = seededRandom(seed);
      const id = freshIds();
      const whole = areasOf(draft, 'grid').reduce((a, b) => a + b);
      const deltas: DraftDelta[] = [];
      for (let n = 0; n < STEPS; n++) {
        const last = deltas.at(-1);
        const edit = anyEdit(draft, random, id);
        const back = last !== undefined && random() < 0.15;
        const outcome = back ? undoStep(draft, last, EVERYWHERE) : doStep(draft, [edit], EVERYWHERE);
        if (!outcome.ok) continue;
        if (back) deltas.pop();
        else deltas.push(outcome.delta);
        const kind = back ? 'undo' : edit.kind;
        done.set(kind, (done.get(kind) ?? 0) + 1);
        for (const level of ['grid', 'community'] as const)
          expect(
            areasOf(draft, level).reduce((a, b) => a + b),
            kind,
          ).toBe(whole);
      }
    }),
    { seed: 71, numRuns: 150 },
  );
  for (const kind of ['assign', 'move-node', 'cut-block', 'merge-blocks', 'merge-regions', 'split-region', 'undo'])
    expect(done.get(kind), kind).toBeGreaterThan(30);
});

import { describe, expect, test } from 'vitest';
import {
  applyFabricDelta,
  composeFabricDeltas,
  type FabricDelta,
  fitsFabricDelta,
  invertFabricDelta,
} from '../../../../geo/fabric/draft/delta.ts';
import { type ArcState, type DraftFabric, toFabric } from '../../../../geo/fabric/draft/draft-fabric.ts';
import { validateFabric } from '../../../../geo/index.ts';
import { cm } from '../drawn.ts';
import { fourBoxes } from './drafts.ts';

/** The delta of a bend put into an arc's first side. */
function bend(draft: DraftFabric, arc: number, to: [number, number]): FabricDelta {
  const before = draft.arcs.get(arc)!;
  const after: ArcState = { ...before, xy: [...before.xy.slice(0, 2), ...to, ...before.xy.slice(2)] };
  return { nodes: [], arcs: [{ id: arc, before, after }], blocks: [] };
}

//   ┌─2─┬─3─┐
//   ├─0─┼─1─┤    100 m each
//   └───┴───┘
const between = (draft: DraftFabric, left: number, right: number): ArcState =>
  [...draft.arcs.values()].find((arc) => [arc.left, arc.right].sort().join() === [left, right].sort().join())!;

describe('a delta', () => {
  const { draft, ids } = fourBoxes();
  const original = toFabric(draft);
  const arc = between(draft, ids[0]!, ids[1]!);
  const there = bend(draft, arc.id, cm(105, 50));

  test('changes the fabric, and its inverse changes it back to the byte', () => {
    applyFabricDelta(draft, there);
    const bent = toFabric(draft);
    expect(bent).not.toEqual(original);
    expect(validateFabric(bent)).toEqual([]);
    applyFabricDelta(draft, invertFabricDelta(there));
    expect(toFabric(draft)).toEqual(original);
    applyFabricDelta(draft, there);
    expect(toFabric(draft)).toEqual(bent);
    applyFabricDelta(draft, invertFabricDelta(there));
  });

  test('is refused, and nothing changes, where the fabric is not as it says', () => {
    applyFabricDelta(draft, there);
    expect(fitsFabricDelta(draft, there)).toBe(false);
    const before = toFabric(draft);
    expect(() => applyFabricDelta(draft, there)).toThrow(RangeError);
    expect(toFabric(draft)).toEqual(before);
    applyFabricDelta(draft, invertFabricDelta(there));
  });

  test('and one that follows it are one delta', () => {
    applyFabricDelta(draft, there);
    const onward = bend(draft, arc.id, cm(95, 20));
    applyFabricDelta(draft, onward);
    const twice = toFabric(draft);
    applyFabricDelta(draft, invertFabricDelta(composeFabricDeltas(there, onward)));
    expect(toFabric(draft)).toEqual(original);
    applyFabricDelta(draft, composeFabricDeltas(there, onward));
    expect(toFabric(draft)).toEqual(twice);
    applyFabricDelta(draft, invertFabricDelta(composeFabricDeltas(there, onward)));
  });

  test('and its inverse are nothing', () => {
    expect(composeFabricDeltas(there, invertFabricDelta(there))).toEqual({ nodes: [], arcs: [], blocks: [] });
  });

  test('cannot be composed with one that does not follow', () => {
    expect(() => composeFabricDeltas(there, there)).toThrow(RangeError);
  });

  test('survives JSON', () => {
    expect(JSON.parse(JSON.stringify(there))).toEqual(there);
  });
});

describe('a delta does not fit when it would leave', () => {
  const { draft, ids } = fourBoxes();
  const arc = between(draft, ids[0]!, ids[1]!);
  const node = draft.nodes.get(arc.from)!;
  const nothing: FabricDelta = { nodes: [], arcs: [], blocks: [] };
  const change = (after: ArcState | null): FabricDelta => ({
    ...nothing,
    arcs: [{ id: arc.id, before: arc, after }],
  });
  const cases: [what: string, delta: FabricDelta][] = [
    ['an arc that does not start in its node', change({ ...arc, xy: [0, 0, ...arc.xy.slice(2)] })],
    ['an arc of an unknown node', change({ ...arc, from: 999 })],
    ['an arc beside an unknown block', change({ ...arc, left: 999 })],
    ['an arc with one block on both sides', change({ ...arc, left: arc.right })],
    ['an arc under another id', change({ ...arc, id: 999 })],
    [
      'a node that arcs use elsewhere',
      { ...nothing, nodes: [{ id: node.id, before: node, after: { ...node, x: 0 } }] },
    ],
    ['arcs without their node', { ...nothing, nodes: [{ id: node.id, before: node, after: null }] }],
    ['a node without an arc', { ...nothing, nodes: [{ id: 999, before: null, after: { id: 999, x: 0, y: 0 } }] }],
    ['a block without an arc', { ...nothing, blocks: [{ id: 999, before: false, after: true }] }],
    ['arcs of a block that has gone', { ...nothing, blocks: [{ id: ids[0]!, before: true, after: false }] }],
    ['two states of one arc', { ...nothing, arcs: [...change(arc).arcs, ...change(null).arcs] }],
  ];
  test.each(cases)('%s', (_, delta) => {
    expect(fitsFabricDelta(draft, delta)).toBe(false);
  });
});

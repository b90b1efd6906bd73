import type { Polygon } from 'geojson';
import { toCm } from '../../../../geo/crs/local-crs.ts';
import { applyFabricDelta, type FabricDelta, fabricTouches, type Touches } from '../../../../geo/fabric/draft/delta.ts';
import { createDraftFabric, type DraftFabric } from '../../../../geo/fabric/draft/draft-fabric.ts';
import type { FabricOutcome, FabricRefusal } from '../../../../geo/fabric/draft/outcome.ts';
import { fabricFromLines, fabricFromPolygons } from '../../../../geo/index.ts';
import { box, cm, counter, PLANE, polygon } from '../drawn.ts';
import { lineSoup } from '../soup.ts';

/** A draft of blocks drawn in metres, with their ids in the order in which they are drawn. */
export function draw(...polygons: Polygon[]): { draft: DraftFabric; ids: number[] } {
  const { fabric, blockOf } = fabricFromPolygons(polygons, { crs: PLANE, ids: counter() });
  return { draft: createDraftFabric(fabric), ids: blockOf.map(([block]) => fabric.blocks.ids[block!]!) };
}

//   ┌─2─┬─3─┐
//   ├─0─┼─1─┤    100 m each
//   └───┴───┘
export const fourBoxes = (): ReturnType<typeof draw> =>
  draw(box(0, 0, 100, 100), box(100, 0, 200, 100), box(0, 100, 100, 200), box(100, 100, 200, 200));

//   ┌─────────┐
//   │ 0 ┌───┐ │
//   │   │ 1 │ │    100 m; the inner one from 30 to 60
//   │   └───┘ │
//   └─────────┘
export const nested = (): ReturnType<typeof draw> =>
  draw(
    polygon(
      [
        [0, 0],
        [100, 0],
        [100, 100],
        [0, 100],
      ],
      [
        [30, 30],
        [60, 30],
        [60, 60],
        [30, 60],
      ],
    ),
    box(30, 30, 60, 60),
  );

/** A line drawn in metres as flat [x0, y0, …] in cm. */
export function line(...points: [number, number][]): number[] {
  return points.flatMap(([x, y]) => cm(x, y));
}

/** Ids that no drawn town has. */
export function freshIds(): () => number {
  let id = lastFresh;
  lastFresh += 1000;
  return () => ++id;
}
let lastFresh = 1_000_000;

/** The id of an arc between two blocks; null = outside. */
export function arcBetween(draft: DraftFabric, a: number, b: number | null): number {
  const sides = new Set([a, b]);
  return [...draft.arcs.values()].find(({ left, right }) => sides.has(left) && sides.has(right))!.id;
}

/** Applies what an edit would do. */
export function performed(draft: DraftFabric, outcome: FabricOutcome): { delta: FabricDelta; touches: Touches } {
  if (!outcome.ok) throw new Error(`${outcome.reason}: ${outcome.detail}`);
  applyFabricDelta(draft, outcome.delta);
  return { delta: outcome.delta, touches: fabricTouches(outcome.delta) };
}

/** Why an edit is refused, and where, in metres of the drawing; nothing for one that is not. */
export function refusal(outcome: FabricOutcome): [reason: FabricRefusal | null, at: [x: number, y: number]] {
  if (outcome.ok) return [null, [0, 0]];
  const [x, y] = toCm(PLANE, ...outcome.at);
  return [outcome.reason, [(x - cm(0, 0)[0]) / 100, (y - cm(0, 0)[1]) / 100]];
}

/** Where an edit is refused, degrees. */
export function place(outcome: FabricOutcome): readonly number[] {
  return outcome.ok ? [] : outcome.at;
}

/** Towns drawn by chance, from a metre to five kilometres wide, with islands, lakes and blocks that touch in points. */
export const anyTown = lineSoup.map(
  ({ boundaries, lines }) =>
    fabricFromLines({ boundaries, lines }, { crs: PLANE, ids: counter(), minBlockAreaM2: 0, minBlockWidthM: 0 }).fabric,
);

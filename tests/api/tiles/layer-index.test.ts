import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Box, createLayerIndex, type IndexedFeature } from '../../../api/tiles/layer-index.ts';
import { tileAt } from '../../support/tile-at.ts';

const at = (lng: number, lat: number): [number, number] => [lng, lat];
const tileOf = (z: number, place: [number, number]) =>
  tileAt(z, place).split('/').map(Number) as [number, number, number];

/** Squares of about 100 m near a place, so that tiles of zoom 12 to 16 hold some of them. */
const square = fc
  .record({
    id: fc.integer({ min: 1, max: 30 }),
    east: fc.integer({ min: 0, max: 90 }),
    north: fc.integer({ min: 0, max: 90 }),
    minZoom: fc.constantFrom(0, 14),
  })
  .map(({ id, east, north, minZoom }): IndexedFeature => {
    const [w, s] = [124.3 + east / 1000, 43.2 + north / 1000];
    const ring = [
      [w, s],
      [w + 0.001, s],
      [w + 0.001, s + 0.001],
      [w, s + 0.001],
      [w, s],
    ];
    return {
      id,
      minZoom,
      properties: { name: `${id} at ${east} ${north}` },
      geometry: { type: 'Polygon', coordinates: [ring] },
    };
  });
const squares = fc.uniqueArray(square, { selector: ({ id }) => id, maxLength: 25 });

const TILES = [0, 8, 12, 13, 14, 16].flatMap((z) =>
  [at(124.31, 43.21), at(124.345, 43.25), at(124.38, 43.28)].map((place) => tileOf(z, place)),
);
const everyTile = (index: ReturnType<typeof createLayerIndex>) => TILES.map(([z, x, y]) => index.tile(z, x, y));
const boxOf = ({ geometry }: IndexedFeature): Box => {
  const [southWest, , northEast] = (geometry as { coordinates: number[][][] }).coordinates[0]!;
  return [southWest![0]!, southWest![1]!, northEast![0]!, northEast![1]!];
};
const touches = (a: Box, b: Box): boolean => a[0] <= b[2] && a[2] >= b[0] && a[1] <= b[3] && a[3] >= b[1];

describe('a layer index', () => {
  test('after changes gives the same tiles as one built from what is left', () => {
    const half: Box = [124.3, 43.2, 124.345, 43.3];
    fc.assert(
      fc.property(squares, squares, (before, after) => {
        const kept = before.filter((feature) => !touches(boxOf(feature), half));
        const added = after.filter(
          (feature) => touches(boxOf(feature), half) && kept.every(({ id }) => id !== feature.id),
        );
        const changed = createLayerIndex();
        changed.replace(before);
        everyTile(changed);
        changed.replaceWithin(half, added);
        const anew = createLayerIndex();
        anew.replace([...kept, ...added]);
        expect(everyTile(changed)).toEqual(everyTile(anew));
        if ([...kept, ...added].some(({ minZoom }) => minZoom === 0))
          expect(everyTile(anew).flat().length).toBeGreaterThan(0);
        expect(changed.size).toBe(kept.length + added.length);
      }),
      { seed: 12, numRuns: 200 },
    );
  });

  test('a feature appears at its zoom and not above', () => {
    const index = createLayerIndex();
    const [w, s] = [124.3, 43.2];
    index.replace([{ id: 5, minZoom: 14, properties: {}, geometry: { type: 'Point', coordinates: [w, s] } }]);
    expect(index.tile(...tileOf(13, at(w, s)))).toEqual([]);
    expect(index.tile(...tileOf(14, at(w, s))).map(({ id }) => id)).toEqual([5]);
  });

  test('an area that collapses in a tile is left out of it, and back when there is room', () => {
    const index = createLayerIndex();
    const [w, s, side] = [124.3101, 43.2101, 0.00001];
    const ring = [
      [w, s],
      [w + side, s],
      [w + side, s + side],
      [w, s + side],
      [w, s],
    ];
    index.replace([{ id: 1, minZoom: 0, properties: {}, geometry: { type: 'Polygon', coordinates: [ring] } }]);
    expect(index.tile(...tileOf(8, at(w, s)))).toEqual([]);
    expect(index.tile(...tileOf(16, at(w, s)))).toHaveLength(1);
  });

  test('an empty layer has empty tiles and can be filled later', () => {
    const index = createLayerIndex();
    expect(index.tile(...tileOf(3, at(124, 43)))).toEqual([]);
    index.replace([]);
    expect(index.tile(...tileOf(3, at(124, 43)))).toEqual([]);
    index.replace([{ id: 1, minZoom: 0, properties: {}, geometry: { type: 'Point', coordinates: [124, 43] } }]);
    expect(index.tile(...tileOf(3, at(124, 43)))).toHaveLength(1);
  });
});

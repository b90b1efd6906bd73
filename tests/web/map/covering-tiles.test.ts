import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { toOffset } from '../../../geo/crs/offset-crs.ts';
import { coveringTiles, TILE_PX, toWorldPixels } from '../../../web/map/raster/covering-tiles.ts';

describe('the tiles of a base map that cover one tile in WGS84', () => {
  test('are that tile where the datum is the same', () => {
    expect(coveringTiles('WGS84', { z: 14, x: 13_850, y: 5_990 })).toEqual([{ x: 13_850, y: 5_990, left: 0, top: 0 }]);
  });

  test('are that tile outside China, where GCJ-02 has no offset', () => {
    const monaco = { z: 14, x: 8_530, y: 5_976 };
    expect(coveringTiles('GCJ-02', monaco)).toEqual([{ x: 8_530, y: 5_976, left: 0, top: 0 }]);
  });

  test('stay within the world', () => {
    expect(coveringTiles('GCJ-02', { z: 0, x: 0, y: 0 })).toMatchObject([{ x: 0, y: 0 }]);
  });

  test('show every place of mainland China within two pixels of where it is, at every zoom', () => {
    const place = fc.record({
      lng: fc.double({ min: 75, max: 134, noNaN: true }),
      lat: fc.double({ min: 19, max: 53, noNaN: true }),
      z: fc.integer({ min: 5, max: 18 }),
    });
    fc.assert(
      fc.property(place, ({ lng, lat, z }) => {
        const [wgsX, wgsY] = toWorldPixels([lng, lat], z);
        const tile = { z, x: Math.floor(wgsX / TILE_PX), y: Math.floor(wgsY / TILE_PX) };
        const [gcjX, gcjY] = toWorldPixels(toOffset('GCJ-02', [lng, lat]), z);
        const covering = coveringTiles('GCJ-02', tile);
        const source = covering.find(
          ({ x, y }) => x === Math.floor(gcjX / TILE_PX) && y === Math.floor(gcjY / TILE_PX),
        );
        // a place at the very edge of the tile may be drawn by the neighbour
        if (!source) return isNearEdge(wgsX) || isNearEdge(wgsY);
        const drawn = [
          tile.x * TILE_PX + source.left + (gcjX - source.x * TILE_PX),
          tile.y * TILE_PX + source.top + (gcjY - source.y * TILE_PX),
        ] as const;
        return Math.hypot(drawn[0] - wgsX, drawn[1] - wgsY) < 2;
      }),
      { numRuns: 2000 },
    );
  });

  test('cover it whole', () => {
    const covered = coveringTiles('GCJ-02', { z: 16, x: 55_401, y: 23_960 });
    expect(covered).toHaveLength(4);
    for (const [x, y] of [
      [0, 0],
      [TILE_PX - 1, 0],
      [0, TILE_PX - 1],
      [TILE_PX - 1, TILE_PX - 1],
    ] as const) {
      const at = covered.filter(({ left, top }) => x >= left && x < left + TILE_PX && y >= top && y < top + TILE_PX);
      expect(at).toHaveLength(1);
    }
  });
});

const isNearEdge = (worldPixel: number): boolean => {
  const within = worldPixel % TILE_PX;
  return within < 2 || within > TILE_PX - 2;
};

import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { BaseMaps } from '../../../api/services/base-maps.ts';
import { startTileStandIn, type TileStandIn } from '../../support/tile-stand-in.ts';

const KEY = 'a-key-that-stays-here';
const TILE = { sheet: 0, z: 14, x: 13_850, y: 5_990 };

describe('raster base maps of others', () => {
  let outside: TileStandIn;
  let maps: BaseMaps;
  beforeAll(async () => {
    outside = await startTileStandIn([124.33, 43.3]);
    maps = new BaseMaps({ tiandituKey: KEY, amapKey: KEY, tiandituUrl: outside.url, amapUrl: outside.url });
  });
  beforeEach(() => {
    outside.behave('well');
    outside.asked.length = 0;
  });
  afterAll(() => outside.close());

  test('are not offered without a key', async () => {
    const none = new BaseMaps({});
    expect(none.list()).toEqual([]);
    await expect(none.tile('tianditu', TILE)).rejects.toMatchObject({ type: 'not-found' });
  });

  test('are each told with the datum they are drawn in, and no key', () => {
    expect(new BaseMaps({ amapKey: KEY }).list().map(({ id, datum }) => [id, datum])).toEqual([
      ['amap', 'GCJ-02'],
      ['amap-imagery', 'GCJ-02'],
    ]);
    expect(new BaseMaps({ tiandituKey: KEY }).list().map(({ id, datum, sheets }) => [id, datum, sheets])).toEqual([
      ['tianditu', 'WGS84', 2],
      ['tianditu-imagery', 'WGS84', 2],
    ]);
    expect(JSON.stringify(maps.list())).not.toContain(KEY);
  });

  test('Tianditu is asked as its WMTS is documented', async () => {
    const { bytes, type } = await maps.tile('tianditu', { ...TILE, sheet: 1 });
    expect(type).toBe('image/png');
    expect(bytes.byteLength).toBeGreaterThan(100);
    const [{ pathname, searchParams }] = outside.asked as [URL];
    expect(pathname).toBe('/cva_w/wmts');
    expect(Object.fromEntries(searchParams)).toMatchObject({
      ...{ LAYER: 'cva', TILEMATRIXSET: 'w', TILEMATRIX: '14', TILEROW: '5990', TILECOL: '13850', tk: KEY },
    });
  });

  test('AMap is asked by column, row and zoom', async () => {
    await maps.tile('amap-imagery', TILE);
    const [{ pathname, searchParams }] = outside.asked as [URL];
    expect(pathname).toBe('/appmaptile');
    expect(Object.fromEntries(searchParams)).toMatchObject({ style: '6', x: '13850', y: '5990', z: '14', key: KEY });
  });

  test.each(['page', 'error'] as const)('that are answered with a %s are told as away, without the key', async (as) => {
    outside.behave(as);
    const failure = await maps.tile('amap', TILE).catch((error: Error) => error);
    expect(failure).toMatchObject({ type: 'away', status: 502 });
    expect(String(failure)).not.toContain(KEY);
  });

  test('whose server is not there are told as away', async () => {
    const gone = new BaseMaps({ amapKey: KEY, amapUrl: 'http://127.0.0.1:9' });
    await expect(gone.tile('amap', TILE)).rejects.toMatchObject({ type: 'away' });
  });

  test.each([
    ['a zoom too deep', { z: 19 }],
    ['a column beyond the world', { x: 2 ** 14 }],
    ['a row beyond the world', { y: 2 ** 14 }],
    ['a sheet too many', { sheet: 2 }],
  ])('have no tile at %s, and nobody outside is asked', async (_, change) => {
    await expect(maps.tile('tianditu', { ...TILE, ...change })).rejects.toMatchObject({ type: 'not-found' });
    expect(outside.asked).toEqual([]);
  });
});

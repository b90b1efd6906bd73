import fc from 'fast-check';
import { expect, test } from 'vitest';
import { THING_LAYERS } from '../../../api/contract/words.ts';
import { DEFAULT_LAYERS, LAYER_KEYS, type LayerVisibility } from '../../../web/state/layer-keys.ts';
import { linkFaultsOf } from '../../../web/state/link-faults.ts';
import { type Address, decodeAddress, encodeAddress } from '../../../web/state/url.ts';

const EMPTY: Address = {
  county: null,
  mode: 'map',
  date: null,
  plan: null,
  planTab: null,
  panelTab: null,
  comparison: null,
  selection: null,
  layers: DEFAULT_LAYERS,
  camera: null,
  language: null,
};

const decimal = (min: number, max: number, digits: number) =>
  fc.integer({ min: Math.ceil(min * 10 ** digits), max: Math.floor(max * 10 ** digits) }).map((n) => n / 10 ** digits);

const side = fc.record({
  kind: fc.constantFrom('division' as const, 'plan' as const),
  id: fc.integer({ min: 0, max: 1e12 }),
});

const address: fc.Arbitrary<Address> = fc
  .record({
    county: fc.option(fc.stringMatching(/^\d{6}$/)),
    mode: fc.constantFrom('map', 'data', 'plan'),
    plan: fc.option(fc.integer({ min: 0, max: 1e12 })),
    tab: fc.option(fc.constantFrom('changes', 'import')),
    comparison: fc.option(fc.record({ left: side, right: side })),
    date: fc.option(
      fc
        .date({ min: new Date('1990-01-01'), max: new Date('2060-12-31'), noInvalidDate: true })
        .map((date) => date.toISOString().slice(0, 10)),
    ),
    selection: fc.option(
      fc.record({ layer: fc.constantFrom('region' as const, ...THING_LAYERS), id: fc.integer({ min: 0, max: 1e12 }) }),
    ),
    layers: fc
      .tuple(...LAYER_KEYS.map(() => fc.boolean()))
      .map((shown) => Object.fromEntries(LAYER_KEYS.map((key, i) => [key, shown[i]])) as LayerVisibility),
    camera: fc.option(
      fc.record({
        lng: decimal(-180, 180, 5),
        lat: decimal(-85, 85, 5),
        zoom: decimal(0, 24, 2),
        bearing: decimal(-180, 180, 1),
        pitch: decimal(0, 60, 1),
      }),
    ),
    language: fc.constantFrom(null, 'en' as const),
  })
  .map(({ tab, ...rest }) => ({
    ...rest,
    planTab: rest.mode === 'plan' ? tab : null,
    panelTab: rest.mode === 'plan' ? null : tab,
  }));

test('whatever an address says comes back from it the same', () => {
  fc.assert(
    fc.property(address, (given) => {
      expect(decodeAddress(encodeAddress(given))).toEqual(given);
    }),
    { seed: 20261121 },
  );
});

test('an address says only what differs from the first look', () => {
  expect(encodeAddress(EMPTY)).toBe('');
  expect(encodeAddress({ ...EMPTY, county: '220322', language: 'zh' })).toBe('?county=220322');
  expect(
    encodeAddress({
      ...EMPTY,
      county: '220322',
      selection: { layer: 'region', id: 12 },
      layers: { ...DEFAULT_LAYERS, road: false, block: true },
      camera: { lng: 124.3312, lat: 43.3051, zoom: 14.2, bearing: 0, pitch: 0 },
    }),
  ).toBe('?county=220322&select=region:12&layers=+block,-road&at=43.30510,124.33120,14.2z');
});

test('an address that was typed wrong opens the app at its first look', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      const read = decodeAddress(`?${text}`);
      expect(read.mode).toMatch(/^[a-z][a-z-]*$/);
      expect(Object.keys(read.layers)).toEqual(Object.keys(DEFAULT_LAYERS));
    }),
    { seed: 7 },
  );
  expect(decodeAddress('?county=22&date=2026-02-31&select=region:x&at=95,500,14z&layers=+nothing&lang=fr')).toEqual(
    EMPTY,
  );
});

test('what an address asks for in vain is known by its part', () => {
  expect(linkFaultsOf({ pathname: '/', search: '?county=220322&date=2026-11-30&select=region:12' })).toEqual([]);
  expect(linkFaultsOf({ pathname: '/nonsense/path', search: '?county=22&date=2099-99-99&select=region:x' })).toEqual([
    { part: 'page', asked: '/nonsense/path' },
    { part: 'county', asked: '22' },
    { part: 'date', asked: '2099-99-99' },
    { part: 'select', asked: 'region:x' },
  ]);
});

test('an address that names a plan or a comparison opens it without being told the mode', () => {
  expect(decodeAddress('?county=990481&plan=7')).toEqual({ ...EMPTY, county: '990481', mode: 'plan', plan: 7 });
  const comparison = { left: { kind: 'division' as const, id: 3 }, right: { kind: 'plan' as const, id: 7 } };
  expect(encodeAddress({ ...EMPTY, mode: 'plan', comparison })).toBe('?compare=division:3,plan:7');
  expect(encodeAddress({ ...EMPTY, plan: 7 })).toBe('?mode=map&plan=7');
  expect(decodeAddress('?compare=division:3&plan=x')).toEqual(EMPTY);
});

test('an address names a thing by any id that a number holds exactly', () => {
  const select = (id: string) => decodeAddress(`?county=220322&select=block:${id}`).selection;
  expect(select('9007199254740991')).toEqual({ layer: 'block', id: Number.MAX_SAFE_INTEGER });
  expect(select('9007199254740993')).toBeNull();
});

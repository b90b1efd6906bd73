import fc from 'fast-check';
import { expect, test } from 'vitest';
import { assignCodes, type CodeSeeker } from '../../../api/services/assign-codes.ts';

const at = (key: string, xM: number, yM: number, rest: Partial<CodeSeeker> = {}): CodeSeeker => ({
  key,
  kind: 'grid',
  parent: 'c',
  code: null,
  xM,
  yM,
  heightM: 100,
  ...rest,
});
const community = at('c', 0, 0, { kind: 'community', parent: 's', code: '220322001005' });
const street = at('s', 0, 0, { kind: 'street', parent: null, code: '220322001' });

test('new grids are numbered in rows one median grid height deep from the north, west to east', () => {
  //   north  b(0,300)  a(50,260)      one row: less than 100 m apart from the northernmost
  //   south  d(-5,110) c(80,150)
  const codes = assignCodes(
    '220322',
    [street, community, at('a', 50, 260), at('b', 0, 300), at('g', 80, 150), at('d', -5, 110)],
    [],
  );
  expect(['b', 'a', 'd', 'g'].map((key) => codes.get(key))).toEqual([
    '220322001005001',
    '220322001005002',
    '220322001005003',
    '220322001005004',
  ]);
});

test('a code that was ever given is not given again, even when nobody holds it now', () => {
  const codes = assignCodes('220322', [street, community, at('a', 0, 0)], ['220322001005007']);
  expect(codes.get('a')).toBe('220322001005008');
});

test('a region keeps the code it has', () => {
  const codes = assignCodes('220322', [street, community, at('a', 0, 0, { code: '220322001005042' })], []);
  expect(codes.get('a')).toBe('220322001005042');
});

test('a missing level is 000', () => {
  const codes = assignCodes(
    '990001',
    [at('ward', 0, 0, { kind: 'community', parent: null }), at('grid', 0, 0, { parent: null }), street],
    [],
  );
  expect(codes.get('ward')).toBe('990001000001');
  expect(codes.get('grid')).toBe('990001000000001');
});

test('networks and unions have no code; the county has its own', () => {
  const codes = assignCodes(
    '310101',
    [at('n', 0, 0, { kind: 'network' }), at('u', 0, 0, { kind: 'union' }), at('all', 0, 0, { kind: 'county' })],
    [],
  );
  expect([...codes]).toEqual([['all', '310101']]);
});

test('two regions that claim one code are refused', () => {
  const twin = { code: '220322001005001' };
  expect(() => assignCodes('220322', [at('a', 0, 0, twin), at('b', 0, 0, twin)], [])).toThrow(/both claim/);
});

test('a parent without a number left is refused, not wrapped round', () => {
  expect(() => assignCodes('220322', [street, community, at('a', 0, 0)], ['220322001005999'])).toThrow(
    /No number is left/,
  );
});

test('whatever the places, codes are different and begin with the code of their parent', () => {
  const place = fc.record({
    xM: fc.double({ min: -1e4, max: 1e4, noNaN: true }),
    yM: fc.double({ min: -1e4, max: 1e4, noNaN: true }),
  });
  fc.assert(
    fc.property(fc.array(place, { minLength: 1, maxLength: 60 }), (places) => {
      const grids = places.map(({ xM, yM }, i) => at(`g${i}`, xM, yM));
      const codes = assignCodes('220322', [street, community, ...grids], []);
      const given = grids.map((grid) => codes.get(grid.key)!);
      expect(new Set(given).size).toBe(grids.length);
      expect(given.every((code) => code.startsWith('220322001005') && code.length === 15)).toBe(true);
    }),
    { seed: 7 },
  );
});

import { expect, test } from 'vitest';
import type { ImportReport } from '../../../api/contract/imports.ts';
import { effectiveMapping } from '../../../api/services/imports/attributes.ts';
import { eachDatabase } from '../../support/databases.ts';
import { folderWith, run } from '../../support/run-command.ts';
import { collection, communities, feature, rectangle } from '../../support/small-files.ts';

const COUNTY = '992131';
const building = (x: number, properties: object) => feature(rectangle(x, 1, x + 0.2, 1.2), properties);
const NUL = String.fromCharCode(0);
const HALF = String.fromCharCode(0xd83d);
const DEEP = '['.repeat(50_000) + ']'.repeat(50_000);

const FILES = {
  'regions.geojson': communities,
  'nul.geojson': collection([building(1, { name: `甲${NUL}` }), building(2, { name: '乙' })]),
  'half.geojson': collection([building(1, { [`x${HALF}`]: 1 }), building(2, { name: '乙' })]),
  'deep.geojson': JSON.stringify(collection([building(1, { x: '<>' }), building(2, {})])).replace('"<>"', DEEP),
  'type.geojson': JSON.stringify({ type: `Feature${NUL}` }),
  'inherited.geojson': collection([
    building(1, { kind: 'constructor' }),
    building(2, { kind: '__proto__', building: 'school' }),
    building(3, { constructor: 'toString', kind: 'toString' }),
  ]),
  // Samples are cut at 60 characters: here in the middle of one that takes two units.
  'cut.geojson': collection([building(1, { note: `${'x'.repeat(58)}😀😀` })]),
};

eachDatabase('files made to break the reader', (get) => {
  const folder = folderWith(FILES);
  const load = (...words: string[]) => run(get(), folder, 'import', ...words, '--county', COUNTY);
  const buildings = (file: string, ...more: string[]) => load(file, '--as', 'buildings', '--json', ...more);

  test('(a county to import into)', async () => {
    expect((await load('regions.geojson', '--as', 'regions', '--name', '某县')).code).toBe(0);
  });

  test.each([
    ['nul.geojson', /^Row 1 .*The property "name" holds a NUL character/],
    ['half.geojson', /^Row 1 .*The property "x\ufffd" holds half a character/],
    ['deep.geojson', /^Row 1 .*The property "x" is nested more than 100 deep/],
    ['type.geojson', /its type is|not GeoJSON|Feature/],
  ])('%s is refused with one sentence', async (file, message) => {
    const { code, err } = await buildings(file);
    expect(err).toMatch(message);
    expect(err).not.toContain('    at ');
    expect(code).toBe(2);
  });

  test('the other rows of such a file can be taken', async () => {
    const { code, out, err } = await buildings('nul.geojson', '--faults', 'refuse-rows');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect((JSON.parse(out) as ImportReport).outcome).toMatchObject({ building: 1, refused: 1 });
  });

  test('a kind that every object inherits is an unknown kind', async () => {
    const { code, out, err } = await buildings('inherited.geojson', '--map', 'kind=kind');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    const { faults } = JSON.parse(out) as ImportReport;
    expect(faults.filter(({ kind }) => kind === 'unknown-kind').map(({ row }) => row)).toEqual([1, 2, 3]);
    const { rows } = await get()
      .as({ county: COUNTY, role: 'admin' })
      .query({ text: 'select kind from building order by id' });
    expect(rows).toMatchObject([{ kind: 'residential' }, { kind: 'school' }, {}]);
  });

  test('a field that every object inherits is empty where a row has none', async () => {
    const { code, out } = await buildings('inherited.geojson', '--map', 'name=constructor');
    expect(code).toBe(0);
    expect((JSON.parse(out) as ImportReport).ready).toBe(3);
    const { rows } = await get()
      .as({ county: COUNTY, role: 'admin' })
      .query({ text: 'select name from building order by id' });
    expect(rows).toEqual([{ name: '' }, { name: '' }, { name: 'toString' }]);
  });

  test('a sample is cut between characters', async () => {
    const { code, err } = await buildings('cut.geojson');
    expect({ code, err }).toEqual({ code: 0, err: '' });
  });
});

test('an attribute that every object inherits is none', () => {
  const settings = { target: 'buildings', mapping: { constructor: 'name' }, constants: {} } as unknown as Parameters<
    typeof effectiveMapping
  >[0];
  expect(() => effectiveMapping(settings, ['name'])).toThrow(/no attribute "constructor"/);
});

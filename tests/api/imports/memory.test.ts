import { expect, test } from 'vitest';
import { importSettings } from '../../../api/contract/imports.ts';
import { openBatch, readIntoBatch, rejectBatch } from '../../../api/services/imports/imports.ts';
import { eachDatabase } from '../../support/databases.ts';
import { folderWith, run } from '../../support/run-command.ts';
import { at, collection, communities, feature } from '../../support/small-files.ts';

const COUNTY = '992195';
const post = (x: number, words: string) =>
  feature({ type: 'Point', coordinates: at(x, 1) }, { 单位: words, 别称: `别${words}` });
const folder = folderWith({
  'communities.geojson': communities,
  'first.geojson': collection([post(1, '甲站')]),
  'second.geojson': collection([post(2, '乙站')]),
  'people.csv': '社区,常住人口\n西社区,70',
  'other.geojson': collection([feature({ type: 'Point', coordinates: at(3, 1) }, { 单位: '丙站' })]),
});

eachDatabase('how the fields of a file were mapped', (get) => {
  const bring = async (...words: string[]) => {
    const { code, out, err } = await run(get(), folder, 'import', ...words, '--county', COUNTY, '--json');
    return {
      code,
      err,
      report: out === '' ? null : (JSON.parse(out) as Record<string, unknown> & { settings: object }),
    };
  };
  const names = async () =>
    (await get().as({ county: COUNTY, role: 'admin' }).query({ text: 'select name, kind from site order by name' }))
      .rows;

  test('is remembered when it lands, for the next file with the same fields', async () => {
    expect((await bring('communities.geojson', '--as', 'regions', '--name', '某县')).code).toBe(0);
    const said = ['--map', 'name=单位', '--set', 'kind=clinic'];
    expect((await bring('first.geojson', '--as', 'sites', ...said)).report).toMatchObject({ status: 'done' });
    const { code, err, report } = await bring('second.geojson', '--as', 'sites', '--mode', 'add');
    expect(code, err).toBe(0);
    expect(report).toMatchObject({
      remembered: true,
      settings: { mapping: { name: '单位' }, constants: { kind: 'clinic' } },
    });
    expect(await names()).toEqual([
      { name: '乙站', kind: 'clinic' },
      { name: '甲站', kind: 'clinic' },
    ]);
  });

  test('is another one for a file with other fields, and for another target', async () => {
    const other = await bring('other.geojson', '--as', 'sites', '--dry-run');
    expect(other.report).toMatchObject({ remembered: false, settings: { mapping: {} } });
    const target = await bring('first.geojson', '--as', 'organizations', '--dry-run');
    expect(target.report).toMatchObject({ remembered: false, settings: { mapping: {}, constants: {} } });
  });

  test('yields to what is said', async () => {
    const { report } = await bring(
      'second.geojson',
      '--as',
      'sites',
      '--map',
      'name=别称',
      '--set',
      'kind=school',
      '--dry-run',
    );
    expect(report).toMatchObject({
      remembered: false,
      settings: { mapping: { name: '别称' }, constants: { kind: 'school' } },
    });
  });

  test('holds no join of regions for those of another level', async () => {
    const joined = ['--mode', 'update', '--join', 'community', '--by', 'name=社区'];
    expect((await bring('people.csv', '--as', 'regions', ...joined)).report).toMatchObject({ status: 'done' });
    const db = get().as({ county: COUNTY, role: 'admin' });
    const reread = async (level: 'community' | 'grid') => {
      const id = await openBatch(db, 'people.csv', importSettings.parse({ target: 'regions', level }));
      const { status, settings } = await readIntoBatch(db, id, `${folder}/people.csv`);
      await rejectBatch(db, id);
      return { status, mode: settings.mode, join: settings.join?.to ?? null };
    };
    expect(await reread('community')).toEqual({ status: 'preview', mode: 'update', join: 'community' });
    expect(await reread('grid')).toEqual({ status: 'preview', mode: 'replace', join: null });
  });
});

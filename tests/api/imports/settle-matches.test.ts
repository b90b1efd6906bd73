import { afterAll, beforeAll, expect, test } from 'vitest';
import { type MatchList, matchList } from '../../../api/contract/import-matches.ts';
import { importSettings } from '../../../api/contract/imports.ts';
import { sql } from '../../../api/db/sql.ts';
import {
  changeSettings,
  landBatch,
  openBatch,
  readIntoBatch,
  rejectBatch,
} from '../../../api/services/imports/imports.ts';
import { eachDatabase } from '../../support/databases.ts';
import { folderWith } from '../../support/run-command.ts';
import { at, type SmallTown, smallTown } from '../../support/small-town.ts';
import type { Visitor } from '../../support/visitor.ts';
import { openApp, type WholeApp } from '../../support/whole-app.ts';

const COUNTY = '992196';
const folder = folderWith({
  'posts.csv': [
    '名称,类型,社区',
    '甲站,警务室,城西社区',
    '乙站,警务室,城西杜区',
    '丙站,警务室,月亮湾',
    '丁站,警务室,',
  ].join('\n'),
});
const settings = importSettings.parse({
  target: 'sites',
  join: { to: 'community', by: 'name', field: '社区' },
});

eachDatabase('settling by hand what a table means', (get) => {
  let whole: WholeApp;
  let town: SmallTown;
  let admin: Visitor;
  let id: string;
  beforeAll(async () => {
    whole = await openApp(get());
    town = await smallTown(get(), COUNTY);
    admin = await whole.somebody(COUNTY, 'admin');
    id = await openBatch(town.db, 'posts.csv', settings);
    await readIntoBatch(town.db, id, `${folder}/posts.csv`);
  });
  afterAll(() => whole.close());

  const path = (query = '', batch = id) => `/api/counties/${COUNTY}/imports/${batch}/matches${query}`;
  const list = async (query = '', batch = id): Promise<MatchList> =>
    matchList.parse(await (await admin.get(path(query, batch))).json());
  const community = () => town.regions.get('2')!;

  test('lists each spelling with what may be meant', async () => {
    const { counts, matches, next } = await list();
    expect(counts).toEqual({ matched: 1, doubtful: 1, unmatched: 2, 'left-out': 0 });
    expect(next).toBeNull();
    expect(matches.map(({ words, state }) => [words, state])).toEqual([
      ['城西社区', 'matched'],
      ['城西杜区', 'doubtful'],
      ['月亮湾', 'unmatched'],
      ['', 'unmatched'],
    ]);
    expect(matches[1]!.candidates[0]).toMatchObject({
      id: town.regions.get('1')!,
      label: '城西社区',
      detail: '东街道',
    });
    expect((await list('?state=doubtful')).matches.map(({ words }) => words)).toEqual(['城西杜区']);
    expect((await list('?after=2')).matches.map(({ key }) => key)).toEqual([3, 4]);
  });

  test('is for administrators, and says what cannot be', async () => {
    const planner = await whole.somebody(COUNTY, 'planner');
    expect((await planner.get(path())).status).toBe(403);
    const decide = (decisions: unknown) => admin.send('PUT', path(), { decisions });
    expect((await planner.send('PUT', path(), { decisions: [{ key: 2, thing: null }] })).status).toBe(403);
    for (const wrong of [[{ key: 99, thing: null }], [{ key: 2, thing: 987654 }], [{ key: 2, thing: 'x' }], []]) {
      const answer = await decide(wrong);
      expect(answer.status, JSON.stringify(wrong)).toBe(422);
    }
    expect((await admin.get(path('?state=lost'))).status).toBe(422);
    expect((await list()).counts).toMatchObject({ doubtful: 1, 'left-out': 0 });
  });

  test('what is settled says nothing of other things that the rows are joined to later', async () => {
    const other = await openBatch(town.db, 'posts.csv', settings);
    await readIntoBatch(town.db, other, `${folder}/posts.csv`);
    const decisions = [
      { key: 2, thing: community() },
      { key: 3, thing: null },
    ];
    expect((await admin.send('PUT', path('', other), { decisions })).status).toBe(204);
    // a compound with the very number of the community
    const [west, south] = at(2, 0);
    await town.db.query(sql`
      insert into compound (county, id, name, geom)
      values (${COUNTY}, ${community()}, '同号院', st_multi(st_makeenvelope(
               ${west}::float8, ${south}::float8, ${west + 0.0005}::float8, ${south + 0.0005}::float8, 4326)))`);
    const toCompounds = importSettings.parse({
      target: 'sites',
      join: { to: 'compound', by: 'name', field: '社区' },
    });
    await changeSettings(town.db, other, toCompounds);
    const { matches } = await list('', other);
    expect(matches.slice(1, 3)).toMatchObject([
      { words: '城西杜区', state: 'unmatched', decidedBy: 'words' },
      { words: '月亮湾', state: 'unmatched', decidedBy: 'words' },
    ]);
    await rejectBatch(town.db, other);
  });

  test('what is settled holds when the rows are checked, can be opened again, and lands', async () => {
    const put = async (decisions: unknown) => expect((await admin.send('PUT', path(), { decisions })).status).toBe(204);
    await put([
      { key: 2, thing: community() },
      { key: 3, thing: null },
      { key: 4, thing: null },
    ]);
    const { report } = await changeSettings(town.db, id, settings);
    expect(report).toMatchObject({ ready: 2, faultTotal: 0, outcome: { site: 2, skipped: 2 } });
    await put([{ key: 3, thing: 'open' }]);
    expect((await changeSettings(town.db, id, settings)).report.faults.map(({ kind }) => kind)).toEqual(['unmatched']);
    await put([{ key: 3, thing: null }]);
    const landed = await landBatch(town.db, id, { creator: null, onLeftOver: (error) => expect(error).toBeNull() });
    expect(landed.outcome).toMatchObject({ site: 2 });
    const memory = await town.db.query({ text: 'select thing, by, plain, thing_id as id from match_memory' });
    expect(memory.rows).toEqual([{ thing: 'community', by: 'name', plain: '城西杜区', id: community() }]);
    expect((await admin.get(path())).status).toBe(409);
  });
});

import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { searchResults } from '../../../api/contract/things.ts';
import { eachDatabase } from '../../support/databases.ts';
import { editedTown } from '../../support/edited-town.ts';
import { folderWith, run } from '../../support/run-command.ts';
import { at, rectangle } from '../../support/small-town.ts';

eachDatabase('what is searched', (database) => {
  const CODE = '990231';
  const get = editedTown(database, CODE);
  const find = async (q: string, more = '') => {
    const answer = await get().admin.get(`/api/counties/${CODE}/search?q=${encodeURIComponent(q)}${more}`);
    return searchResults.parse(await answer.json()).results;
  };
  const names = async (q: string, more = '') => (await find(q, more)).map(({ name }) => name);

  test('is there by pinyin, initials, a mixture and with a slip, and says which part fits', async () => {
    for (const [phrase, how] of [
      ['jiefangdajie', '解放大街'],
      ['jfdj', '解放大街'],
      ['jief大街', '解放大街'],
      ['解放大接', '解放大街'],
      ['解防大街', '解放大街'],
    ] as const) {
      const road = (await find(phrase)).find(({ layer }) => layer === 'road');
      expect([phrase, road?.name]).toEqual([phrase, how]);
      expect(road!.name.slice(...road!.mark!)).toMatch(/^解?放?大街$/);
    }
    for (const phrase of ['jiefang12', 'jfdj12', 'jiefangdajie12hao', '解放大接12号'])
      expect([phrase, (await find(phrase))[0]]).toEqual([
        phrase,
        expect.objectContaining({ layer: 'building', detail: '解放大街12号', matched: 'address' }),
      ]);
  });

  test('is everything that has a name: party organizations, land and water too', async () => {
    const layers = await Promise.all(
      ['chengxishequdangwei', 'chengxishequ', 'huayuanxiaoqu'].map(async (q) => (await find(q))[0]!.layer),
    );
    expect(layers).toEqual(['party_org', 'region', 'compound']);
  });

  test('is what was made, renamed, retired and taken back by hand, at once', async () => {
    const { post, patch } = get();
    const made = await post('things/compound', {
      fields: { name: '牡丹新苑', geometry: rectangle(3.1, 1.1, 0.5, 0.5) },
    });
    expect(await names('mudanxinyuan')).toEqual(['牡丹新苑']);
    const { thing: id } = made.changes.find(({ layer }) => layer === 'compound')!;
    const renamed = await patch(`things/compound/${id}`, { version: 1, fields: { name: '芍药新苑' } });
    expect(await names('syxy')).toEqual(['芍药新苑']);
    expect(await names('mdxy')).toEqual([]);
    await post(`thing-changes/${renamed.changeSet}/undo`, {});
    expect(await names('mdxy')).toEqual(['牡丹新苑']);
    await post(`thing-changes/${made.changeSet}/undo`, {});
    expect(await names('mudan')).toEqual([]);
  });

  test('is what an import brought, at once', async () => {
    const [lng, lat] = at(0.5, 0.5);
    const folder = folderWith({
      'pois.geojson': JSON.stringify({
        type: 'FeatureCollection',
        features: ['凤凰药房', '麒麟药房'].map((name, i) => ({
          type: 'Feature',
          properties: { name, amenity: 'pharmacy' },
          geometry: { type: 'Point', coordinates: [lng + i / 10_000, lat] },
        })),
      }),
    });
    const { code, err } = await run(database(), folder, 'import', 'pois.geojson', '--county', CODE, '--as', 'pois');
    expect(code, err).toBe(0);
    expect(await names('fenghuangyaofang')).toEqual(['凤凰药房']);
    expect((await names('yf', `&lng=${lng + 0.0002}&lat=${lat}`)).slice(0, 2)).toEqual(['麒麟药房', '凤凰药房']);
  });

  test('is a house number of any length', async () => {
    const admin = database().as({ county: CODE, role: 'admin' });
    const long = randomBytes(6000).toString('hex'); // more than a page of an index takes, and not to be made shorter
    const renumber = async (from: string, to: string) =>
      admin.query({
        text: `update building set house_number = $3 where county = $1 and house_number = $2`,
        values: [CODE, from, to],
      });
    expect((await renumber('12', long)).rowCount).toBe(1);
    expect(await names('解放大街12')).not.toContain('解放大街12号');
    await renumber(long, '12');
    expect((await find('解放大街12'))[0]).toMatchObject({ layer: 'building', detail: '解放大街12号' });
  });

  test('is what a store from before names were kept has: filled when it is brought up to date', async () => {
    const owner = database().owner.pool('tongxin');
    const before = await owner.query<{ n: number }>(
      `select count(*)::int as n from search_name where county = '${CODE}'`,
    );
    await owner.query(`delete from search_name where county = '${CODE}'`);
    await owner.query('select fill_search_names()');
    const after = await owner.query<{ n: number }>(
      `select count(*)::int as n from search_name where county = '${CODE}'`,
    );
    expect(after.rows[0]!.n).toBeGreaterThan(20);
    expect(after.rows[0]!.n).toBeLessThanOrEqual(before.rows[0]!.n);
  });
});

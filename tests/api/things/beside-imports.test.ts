import { beforeAll, expect, test } from 'vitest';
import { settleSome } from '../../../api/db/loads.ts';
import { sql } from '../../../api/db/sql.ts';
import { eachDatabase } from '../../support/databases.ts';
import { editedTown } from '../../support/edited-town.ts';
import { folderWith, run } from '../../support/run-command.ts';
import { collection, feature } from '../../support/small-files.ts';
import { at, rectangle } from '../../support/small-town.ts';

eachDatabase('things by hand beside imports', (database) => {
  const CODE = '990208';
  const get = editedTown(database, CODE);
  const folder = folderWith({
    'houses.geojson': collection([feature(rectangle(3.2, 0.2, 0.1, 0.1), { building: 'house', name: '导入楼' })]),
    'estates.geojson': collection([feature(rectangle(3.0, 0.1, 0.9, 0.8), { name: '导入苑' })]),
  });
  const bring = async (...words: string[]) => {
    const ran = await run(database(), folder, 'import', ...words, '--county', CODE);
    expect([ran.code, ran.err]).toEqual([0, '']);
  };
  const settled = async () => {
    while ((await settleSome(get().town.db, 1000)) > 0);
  };
  const names = async () =>
    (await get().town.db.query<{ name: string }>(sql`select name from building order by id`)).rows.map(
      ({ name }) => name,
    );
  const add = async (name: string, east: number) =>
    (await get().post('things/building', { fields: { name, households: 3, geometry: rectangle(east, 0.6, 0.1, 0.1) } }))
      .changes[0]!.thing;

  let retired: number;
  beforeAll(async () => {
    await add('先建', 3.4);
    retired = await add('先退', 3.5);
    await get().post(`things/building/${retired}/retire`, { version: 1 });
    await bring('houses.geojson', '--as', 'buildings', '--mode', 'replace');
  });

  test('one that replaces takes what was made by hand before it, and nothing that is made after it', async () => {
    await settled();
    expect(await names()).toEqual(['导入楼']);
    await add('后建', 3.6);
    await settled();
    expect(await names()).toEqual(['导入楼', '后建']);
    // the next one begins before, and is settled after, a thing is made
    await bring('houses.geojson', '--as', 'buildings', '--mode', 'replace');
    await add('再建', 3.7);
    await settled();
    expect(await names()).toEqual(['导入楼', '再建']);
    const { blocks } = await get().figures();
    expect(blocks[3]).toMatchObject({ buildings: 2, households: 3 });
  });

  test('what was retired before it can be brought back', async () => {
    await get().post(`things/building/${retired}/restore`, { version: 2 });
    await settled();
    expect(await names()).toEqual(['先退', '导入楼', '再建']);
    await get().post(`things/building/${retired}/retire`, { version: 3 });
  });

  test('what was taken out of use belongs to a compound that an import brings, or not, without harm', async () => {
    await bring('estates.geojson', '--as', 'compounds', '--mode', 'replace');
    await settled();
    const { rows } = await get().town.db.query<{ name: string; compound: number | null }>(sql`
      select building.name, compound.name as compound from building left join compound on compound.id = building.compound
       order by building.id`);
    expect(rows).toEqual([
      { name: '导入楼', compound: '导入苑' },
      { name: '再建', compound: '导入苑' },
    ]);
  });

  test('a change is refused while an import is being written, which has counted already', async () => {
    const { town, refused, post } = get();
    const state = (status: string) => sql`
      insert into import_batch (county, id, target, file_name, status)
      values (${CODE}, '00000000-0000-4000-8000-000000000001', 'buildings', 'x', ${status})
          on conflict (county, id) do update set status = excluded.status`;
    await town.db.query(state('switching'));
    const fields = { kind: 'plaza', name: '广场', geometry: { type: 'Point', coordinates: at(1, 1) } };
    expect(await refused('POST', 'things/site', { fields })).toMatchObject({ status: 409, reason: 'county-importing' });
    await town.db.query(state('rejected'));
    await post('things/site', { fields });
  });

  test.each(['due_change', 'due_figure'])(
    'a change is refused while some of an import that has landed waits in %s, and would go over it',
    async (waiting) => {
      const { town, refused, patch, record } = get();
      const batch = '00000000-0000-4000-8000-000000000002';
      const site = town.sites[0]!;
      const { version } = await record(`site/${site}`);
      await town.db.query(sql`
        insert into import_batch (county, id, target, file_name, status) values (${CODE}, ${batch}, 'sites', 'x', 'done')
            on conflict do nothing`);
      await town.db.query(
        waiting === 'due_change'
          ? sql`insert into due_change (county, import, thing, thing_id, data)
                values (${CODE}, ${batch}, 'site', ${site}, '{"address": "导入的地址"}')`
          : sql`insert into due_figure (county, import, building, households, residents, estimated)
                values (${CODE}, ${batch}, 1, 1, 1, false)`,
      );
      const fields = { address: '手写的地址' };
      expect(await refused('PATCH', `things/site/${site}`, { version, fields })).toMatchObject({
        status: 409,
        reason: 'county-importing',
      });
      await settled();
      const now = await record(`site/${site}`);
      await patch(`things/site/${site}`, { version: now.version, fields });
      expect((await record(`site/${site}`)).fields.address).toBe('手写的地址');
    },
  );
});

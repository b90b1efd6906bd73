import { expect, test } from 'vitest';
import { type Worklist, worklist, worklists } from '../../../api/contract/thing-edits.ts';
import { sql } from '../../../api/db/sql.ts';
import { eachDatabase } from '../../support/databases.ts';
import { editedTown } from '../../support/edited-town.ts';
import { at, rectangle } from '../../support/small-town.ts';
import type { Visitor } from '../../support/visitor.ts';

eachDatabase('what is left to do about things', (database) => {
  const get = editedTown(database, '990205');
  const list = async (path: string, who: Visitor = get().admin): Promise<Worklist> =>
    worklist.parse(await (await who.get(`/api/counties/${get().town.code}/worklists/${path}`)).json());
  const keys = ({ rows }: Worklist) => rows.map(({ layer, id }) => `${layer} ${id}`);

  test('is what lies in no block, until it does', async () => {
    const { town, patch } = get();
    const lost = town.buildings[4]!;
    expect(await list('no-block')).toMatchObject({
      rows: [
        {
          layer: 'building',
          id: lost,
          name: '解放大街18号',
          doubt: null,
          at: [expect.any(Number), expect.any(Number)],
        },
      ],
      next: null,
    });
    await patch(`things/building/${lost}`, { version: 1, fields: { geometry: rectangle(3.2, 0.2, 0.2, 0.2) } });
    expect((await list('no-block')).rows).toEqual([]);
    await patch(`things/building/${lost}`, { version: 2, fields: { geometry: rectangle(4.5, 0.5, 0.2, 0.2) } });
    expect(keys(await list('no-block'))).toEqual([`building ${lost}`]);
  });

  test('is what has no address, by layer and by page', async () => {
    const { town, post } = get();
    expect(keys(await list('no-address'))).toEqual([
      `organization ${town.organizations[1]}`,
      `site ${town.sites[1]}`,
      `site ${town.sites[2]}`,
    ]);
    const plazas = Array.from({ length: 120 }, (_, i) => ({
      ...{ action: 'create', layer: 'site' },
      fields: { kind: 'plaza', name: `广场${i}`, geometry: { type: 'Point', coordinates: at(0.1, 1.9) } },
    }));
    const { changeSet } = await post('thing-changes', { changes: plazas });
    const first = await list('no-address?layer=site');
    expect([first.rows.length, first.next]).toEqual([100, `site:${first.rows[99]!.id}`]);
    const second = await list(`no-address?layer=site&after=${first.next}`);
    expect([second.rows.length, second.next]).toEqual([22, null]);
    expect(new Set([...keys(first), ...keys(second)]).size).toBe(122);
    await post(`thing-changes/${changeSet}/undo`, {});
    expect((await list('no-address?layer=site')).rows).toHaveLength(2);
  });

  test('is a code that is none, stands below another parent, names no region, or is used twice', async () => {
    const { town } = get();
    expect((await list('doubtful-code')).rows).toEqual([]);
    await town.db.query(sql`
      update organization set data = data || ${JSON.stringify({ core: `${town.code}999999` })}::jsonb
       where id = ${town.organizations[0]}`);
    await town.db.query(
      sql`update building set source_id = 'w1' where id = any (${town.buildings.slice(0, 2)}::bigint[])`,
    );
    await town.db.query(sql`update site set source_id = 'w1' where id = ${town.sites[0]}`);
    await town.db.query(sql`update region_version set code = null where region = ${town.regions.get('12')}`);
    const { rows } = await list('doubtful-code');
    expect(rows.map(({ layer, id, doubt, code }) => [layer, id, doubt, code])).toEqual([
      ['building', town.buildings[0], 'used-twice', 'w1'],
      ['building', town.buildings[1], 'used-twice', 'w1'],
      ['organization', town.organizations[0], 'no-such-region', `${town.code}999999`],
      ['region', town.regions.get('12'), 'missing', null],
    ]);
  });

  test('is dwellings in no compound, and those of which nobody knows how many live there', async () => {
    const { town, post } = get();
    expect(keys(await list('no-compound'))).toEqual([2, 4].map((i) => `building ${town.buildings[i]}`));
    expect((await list('no-households')).rows).toEqual([]);
    const { changes } = await post('things/building', { fields: { geometry: rectangle(3.2, 0.6, 0.1, 0.1) } });
    expect(keys(await list('no-households'))).toEqual([`building ${changes[0]!.thing}`]);
    await post(`thing-changes/${changes[0]!.changeSet}/undo`, {});
  });

  test('is counted for all lists; a desk gets its region alone, and others nothing', async () => {
    const { town, admin, desk, app } = get();
    const counted = worklists.parse(await (await admin.get(`/api/counties/${town.code}/worklists`)).json());
    expect(counted.lists.map(({ kind, total }) => [kind, total])).toEqual([
      ['no-block', 1],
      ['no-address', 3],
      ['doubtful-code', 4],
      ['no-compound', 2],
      ['no-households', 0],
    ]);
    expect(keys(await list('no-address', desk))).toEqual([`site ${town.sites[2]}`]);
    expect((await list('no-block', desk)).rows).toEqual([]);
    const viewer = await app.somebody(town.code);
    expect((await viewer.get(`/api/counties/${town.code}/worklists`)).status).toBe(403);
    expect((await admin.get(`/api/counties/${town.code}/worklists/no-block?after=x`)).status).toBe(422);
    expect((await admin.get(`/api/counties/${town.code}/worklists/nothing`)).status).toBe(422);
  });
});

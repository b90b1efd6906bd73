import { expect, test } from 'vitest';
import { ROLES } from '../../../api/contract/words.ts';
import { sql } from '../../../api/db/sql.ts';
import { eachDatabase } from '../../support/databases.ts';
import { editedTown } from '../../support/edited-town.ts';
import { at, rectangle } from '../../support/small-town.ts';

const WEST = rectangle(1.6, 0.2, 0.1, 0.1);
const EAST = rectangle(2.6, 0.7, 0.1, 0.1);

eachDatabase('who changes things', (database) => {
  const get = editedTown(database, '990204');

  test('is the administrator and a desk; everybody else is refused', async () => {
    const { app, town, refused } = get();
    for (const role of ROLES.filter((each) => each !== 'admin' && each !== 'desk')) {
      const somebody = await app.somebody(town.code, role);
      for (const [path, body] of [
        ['things/building', { fields: { geometry: WEST } }],
        [`things/building/${town.buildings[0]}/retire`, { version: 1 }],
        ['thing-changes', { changes: [{ action: 'retire', layer: 'building', id: town.buildings[0], version: 1 }] }],
        ['thing-changes/00000000-0000-4000-8000-000000000000/undo', {}],
      ] as const)
        expect((await refused('POST', path, body, somebody)).status, `${role} ${path}`).toBe(403);
      const record = await somebody.get(`/api/counties/${town.code}/things/building/${town.buildings[0]}/record`);
      expect(await record.json()).toMatchObject({ editable: false });
      const history = await somebody.get(`/api/counties/${town.code}/thing-changes`);
      expect(history.status, role).toBe(role === 'leader' ? 200 : 403);
    }
  });

  test('a desk changes what lies in its region, and nothing beside it', async () => {
    const { desk, post, patch, refused, town, record } = get();
    const { changes } = await post('things/building', { fields: { geometry: WEST } }, desk);
    const own = `things/building/${changes[0]!.thing}`;
    await patch(own, { version: 1, fields: { floors: 2 } }, desk);
    const outside = { status: 403, reason: 'outside-region', values: { layer: 'building' } };
    expect(await refused('POST', 'things/building', { fields: { geometry: EAST } }, desk)).toMatchObject(outside);
    // neither moved out, nor taken from elsewhere
    expect(await refused('PATCH', own, { version: 2, fields: { geometry: EAST } }, desk)).toMatchObject(outside);
    const foreign = `things/building/${town.buildings[3]}`;
    expect(await refused('PATCH', foreign, { version: 1, fields: { geometry: WEST } }, desk)).toMatchObject(outside);
    expect(await refused('POST', `${foreign}/retire`, { version: 1 }, desk)).toMatchObject(outside);
    expect((await record(foreign.slice(7))).version).toBe(1);
    // retired by somebody else, it is not the desk's to bring back
    await post(`${foreign}/retire`, { version: 1 });
    expect((await refused('POST', `${foreign}/restore`, { version: 2 }, desk)).status).toBe(409);
    await post(`${foreign}/restore`, { version: 2 });
  });

  test('a desk keeps the party organizations of its region and below, not of those above', async () => {
    const { desk, post, refused, town } = get();
    const org = (region: string) => ({ fields: { kind: 'group', name: '小组', region: town.regions.get(region) } });
    await post('things/party_org', org('11'), desk);
    await post('things/party_org', org('1'), desk);
    for (const region of ['s', '2', '21'])
      expect(await refused('POST', 'things/party_org', org(region), desk)).toMatchObject({ reason: 'outside-region' });
    const nowhere = { fields: { kind: 'group', name: '小组' } };
    expect(await refused('POST', 'things/party_org', nowhere, desk)).toMatchObject({ reason: 'outside-region' });
    await post('things/party_org', nowhere);
  });

  test('a desk reads the history of its region alone, and takes back what it may do', async () => {
    const { desk, post, town, admin, refused } = get();
    const site = (name: string, east: number) => ({
      fields: { kind: 'plaza', name, geometry: { type: 'Point', coordinates: at(east, 0.9) } },
    });
    const east = await post('things/site', site('东广场', 2.9));
    const west = await post('things/site', site('西广场', 0.9));
    const seen = await (await desk.get(`/api/counties/${town.code}/thing-changes?layer=site`)).json();
    expect(seen.changes.map(({ name }: { name: string }) => name)).toEqual(['西广场']);
    expect(await refused('POST', `thing-changes/${east.changeSet}/undo`, {}, desk)).toMatchObject({
      reason: 'no-change-set',
    });
    await post(`thing-changes/${west.changeSet}/undo`, {}, desk);
    const all = await (await admin.get(`/api/counties/${town.code}/thing-changes?layer=site`)).json();
    expect(all.changes).toHaveLength(3);
  });

  test('an administrator of a region is a desk there', async () => {
    const { app, town, post, refused } = get();
    const limited = await app.somebody(town.code, 'admin', town.regions.get('2'));
    await post('things/building', { fields: { geometry: EAST } }, limited);
    expect(await refused('POST', 'things/building', { fields: { geometry: WEST } }, limited)).toMatchObject({
      reason: 'outside-region',
    });
  });

  test('past the routes the policies hold the same', async () => {
    const { town } = get();
    const desk = database().as({ county: town.code, role: 'desk', regions: [town.regions.get('1')!] });
    const refusedBy = { code: '42501' };
    const [east, west] = [town.buildings[3], town.buildings[0]];
    const touched = await desk.query(sql`update building set floors = 1 where id in (${east}, ${west}) returning id`);
    expect(touched.rows).toEqual([{ id: west }]);
    await expect(
      desk.query(sql`update building set inner_point = st_translate(inner_point, 0.004, 0) where id = ${west}`),
    ).rejects.toMatchObject(refusedBy);
    await expect(
      desk.query(sql`insert into site (county, kind, name, geom) values (${town.code}, 'plaza', 'x',
                       st_setsrid(st_makepoint(${at(3, 1)[0]}::float8, ${at(3, 1)[1]}::float8), 4326))`),
    ).rejects.toMatchObject(refusedBy);
    expect((await desk.query(sql`delete from building where id = ${west}`)).rowCount).toBe(0);
    for (const role of ['viewer', 'planner', 'approver'] as const) {
      const other = database().as({ county: town.code, role });
      await expect(other.query(sql`select hand_load('building')`)).rejects.toMatchObject(refusedBy);
      await expect(other.query(sql`select settle_things('building', '{1}', true)`)).rejects.toMatchObject(refusedBy);
      await expect(other.query(sql`select retire_thing('building', ${west}::bigint, 1)`)).rejects.toMatchObject(
        refusedBy,
      );
    }
    const owner = database().owner.pool('tongxin');
    await expect(owner.query('delete from thing_change')).rejects.toThrow(/append-only/);
  });
});

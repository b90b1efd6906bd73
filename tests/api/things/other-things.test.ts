import { expect, test } from 'vitest';
import { sql } from '../../../api/db/sql.ts';
import { eachDatabase } from '../../support/databases.ts';
import { editedTown } from '../../support/edited-town.ts';
import { at, rectangle } from '../../support/small-town.ts';

const point = (east: number, north: number) => ({ type: 'Point', coordinates: at(east, north) });

eachDatabase('things by hand', (database) => {
  const get = editedTown(database, '990202');

  test('a new compound takes in the buildings and sites that lie in it and belong to none', async () => {
    const { post, record, town } = get();
    const { changes } = await post('things/compound', {
      fields: { name: '商贸苑', geometry: rectangle(3.1, 1.1, 0.8, 0.8) },
    });
    const [made, taken, ...rest] = changes;
    expect(made).toMatchObject({ layer: 'compound', action: 'create', name: '商贸苑' });
    expect(taken).toMatchObject({
      ...{ layer: 'building', thing: town.buildings[3], action: 'change', changeSet: made!.changeSet },
      ...{ before: { compound: null }, after: { compound: made!.thing } },
    });
    expect(rest).toEqual([]);
    const { fields, version } = await record(`compound/${made!.thing}`);
    expect(fields).toMatchObject({ management: 'unknown', stage: 'built', walls: null, gates: null, households: null });
    // the outline goes, and so does the building
    const moved = await get().patch(`things/compound/${made!.thing}`, {
      version,
      fields: { geometry: rectangle(2.1, 0.1, 0.1, 0.1) },
    });
    expect(moved.changes).toMatchObject([
      { layer: 'compound', action: 'move' },
      { layer: 'building', thing: town.buildings[3], after: { compound: null } },
    ]);
  });

  test('a planned estate has a stage, the households expected, and when', async () => {
    const { post, record, admin, town } = get();
    const { changes } = await post('things/compound', {
      fields: {
        ...{ name: '未来城', stage: 'planned', expectedHouseholds: 800, expectedOn: '2028-10-01' },
        geometry: rectangle(2.1, 1.2, 0.3, 0.3),
        gates: { type: 'MultiPoint', coordinates: [at(2.1, 1.3)] },
      },
    });
    const { fields } = await record(`compound/${changes[0]!.thing}`);
    expect(fields).toMatchObject({ stage: 'planned', expectedHouseholds: 800, expectedOn: '2028-10-01' });
    const { facts } = await (await admin.get(`/api/counties/${town.code}/things/compound/${changes[0]!.thing}`)).json();
    expect(facts).toContainEqual({ key: 'stage', value: 'planned' });
    expect(facts).toContainEqual({ key: 'expected_households', value: 800, unit: 'households' });
    expect(facts).toContainEqual({ key: 'expected_on', value: '2028-10-01' });
  });

  test('a site stands in the building and the compound around it; its attributes are those of its kind', async () => {
    const { post, patch, refused, record, town } = get();
    const { changes } = await post('things/site', {
      fields: {
        kind: 'community_station',
        name: '邻里驿站',
        geometry: point(0.25, 0.25),
        data: { services: ['legal'] },
      },
    });
    const path = `things/site/${changes[0]!.thing}`;
    expect((await record(path.slice(7))).fields).toMatchObject({
      ...{ building: town.buildings[0], compound: town.compound, data: { services: ['legal'] }, outline: null },
    });
    await patch(path, { version: 1, fields: { data: { services: null, facility: 'party_station' } } });
    expect((await record(path.slice(7))).fields.data).toEqual({ facility: 'party_station' });
    expect(await refused('PATCH', path, { version: 2, fields: { data: { shops: 3 } } })).toMatchObject({
      ...{ reason: 'attribute-unknown', values: { attribute: 'shops', kind: 'community_station' }, step: 0 },
    });
    const moved = await patch(path, { version: 2, fields: { geometry: point(3.55, 1.55), name: '东驿站' } });
    expect(moved.changes[0]).toMatchObject({
      action: 'move',
      name: '东驿站',
      after: { building: town.buildings[3], compound: null },
    });
    expect(await refused('POST', 'things/site', { fields: { kind: 'plaza', geometry: point(1, 1) } })).toMatchObject({
      detail: expect.stringContaining('fields.name'),
    });
  });

  test('attributes that a file brought and no table knows stay, and can be taken away', async () => {
    const { patch, record, refused, town } = get();
    const id = town.organizations[1];
    await town.db.query(sql`update organization set data = '{"自定义": "甲"}' where id = ${id}`);
    const path = `things/organization/${id}`;
    await patch(path, { version: 1, fields: { data: { phone: '0434-123' } } });
    expect((await record(path.slice(7))).fields.data).toEqual({ 自定义: '甲', phone: '0434-123' });
    expect(await refused('PATCH', path, { version: 2, fields: { data: { 自定义: '乙' } } })).toMatchObject({
      status: 422,
    });
    await patch(path, { version: 2, fields: { data: { 自定义: null } } });
    expect((await record(path.slice(7))).fields.data).toEqual({ phone: '0434-123' });
  });

  test('an organization, and a building that grows around it', async () => {
    const { post, record } = get();
    const shop = await post('things/organization', {
      fields: { kind: 'shop', name: '小卖部', geometry: point(3.7, 0.2) },
    });
    expect((await record(`organization/${shop.changes[0]!.thing}`)).fields.building).toBeNull();
    const house = await post('things/building', {
      fields: { kind: 'commercial', geometry: rectangle(3.65, 0.15, 0.1, 0.1) },
    });
    expect(house.changes).toMatchObject([
      { layer: 'building', action: 'create' },
      { layer: 'organization', thing: shop.changes[0]!.thing, after: { building: house.changes[0]!.thing } },
    ]);
  });

  test('a party organization has one anchor at the most and never stands above itself', async () => {
    const { post, patch, refused, record, town, admin } = get();
    const made = await post('things/party_org', {
      fields: { kind: 'committee', form: 'region_committee', name: '东社区党委', region: town.regions.get('2') },
    });
    const upper = made.changes[0]!.thing;
    expect(made.changes[0]!.place).not.toBeNull();
    const below = await post('things/party_org', {
      fields: { kind: 'branch', name: '市场支部', parent: upper, organization: town.organizations[1] },
    });
    const lower = below.changes[0]!.thing;
    expect(
      await refused('PATCH', `things/party_org/${upper}`, { version: 1, fields: { parent: lower } }),
    ).toMatchObject({
      reason: 'own-superior',
    });
    expect(
      await refused('PATCH', `things/party_org/${lower}`, { version: 1, fields: { site: town.sites[0] } }),
    ).toMatchObject({
      reason: 'anchors',
    });
    await patch(`things/party_org/${lower}`, { version: 1, fields: { organization: null, site: town.sites[0] } });
    expect((await record(`party_org/${lower}`)).fields).toMatchObject({ organization: null, site: town.sites[0] });
    const region = async () =>
      (await (await admin.get(`/api/counties/${town.code}/regions/${town.regions.get('2')}`)).json()).partyOrgs;
    expect(await region()).toMatchObject([{ name: '东社区党委' }]);
    await post(`things/party_org/${upper}/retire`, { version: 1 });
    expect(await region()).toEqual([]);
    await post(`things/party_org/${upper}/restore`, { version: 2 });
    expect(await region()).toHaveLength(1);
  });
});

import { expect, test } from 'vitest';
import { type ThingRecords, thingRecords } from '../../../api/contract/thing-edits.ts';
import { eachDatabase } from '../../support/databases.ts';
import { editedTown } from '../../support/edited-town.ts';
import { at } from '../../support/small-town.ts';

eachDatabase('things for a table', (database) => {
  const get = editedTown(database, '990219');
  const records = async (query: string, who = get().admin): Promise<ThingRecords> =>
    thingRecords.parse(await (await who.get(`/api/counties/${get().town.code}/thing-records?${query}`)).json());
  const ids = ({ records: found }: ThingRecords) => found.map(({ id }) => id);

  test('are all of a layer with their fields, without what is drawn', async () => {
    const { town, record } = get();
    const { records: found, next } = await records('layer=building');
    expect([found.map(({ id }) => id), next]).toEqual([town.buildings.toSorted((a, b) => a - b), null]);
    const { geometry, innerPoint, ...fields } = (await record(`building/${town.buildings[0]}`)).fields;
    expect([geometry, innerPoint]).not.toContain(undefined);
    expect(found.find(({ id }) => id === town.buildings[0])).toMatchObject({ version: 1, editable: true, fields });
    expect(Object.keys(found[0]!.fields)).not.toContain('geometry');
  });

  test('are those of a region, or of a worklist', async () => {
    const { town } = get();
    const [west, all] = [
      await records(`layer=building&region=${town.regions.get('1')}`),
      await records('layer=building'),
    ];
    expect(west.records.length).toBeGreaterThan(0);
    expect(west.records.length).toBeLessThan(all.records.length);
    expect(ids(await records('layer=site&list=no-address'))).toEqual([town.sites[1], town.sites[2]]);
    const wrong = await get().admin.get(`/api/counties/${town.code}/thing-records?layer=site&region=1&list=no-address`);
    expect(wrong.status).toBe(422);
  });

  test('come by pages of five hundred', async () => {
    const { post } = get();
    const plazas = Array.from({ length: 600 }, (_, i) => ({
      ...{ action: 'create', layer: 'site' },
      fields: { kind: 'plaza', name: `广场${i}`, geometry: { type: 'Point', coordinates: at(0.1, 1.9) } },
    }));
    const before = (await records('layer=site')).records.length;
    const { changeSet } = await post('thing-changes', { changes: plazas });
    const first = await records('layer=site');
    expect(first.records).toHaveLength(500);
    const second = await records(`layer=site&after=${first.next}`);
    expect([second.records.length, second.next]).toEqual([100 + before, null]);
    await post(`thing-changes/${changeSet}/undo`, {});
  });

  test('are for whoever may change them: a desk has those of its region', async () => {
    const { town, desk, app } = get();
    const [own, region] = [
      await records('layer=building', desk),
      await records(`layer=building&region=${town.regions.get('1')}`),
    ];
    expect(ids(own)).toEqual(ids(region));
    const viewer = await app.somebody(town.code, 'viewer');
    expect((await viewer.get(`/api/counties/${town.code}/thing-records?layer=building`)).status).toBe(403);
  });
});

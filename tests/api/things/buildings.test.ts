import { expect, test } from 'vitest';
import { sql } from '../../../api/db/sql.ts';
import { eachDatabase } from '../../support/databases.ts';
import { editedTown } from '../../support/edited-town.ts';
import { at, rectangle } from '../../support/small-town.ts';

eachDatabase('a building by hand', (database) => {
  const get = editedTown(database, '990201');

  const squares = async () =>
    new Map(
      (
        await get().town.db.query<{ x: number; y: number; version: number }>(sql`
          select x, y, version from layer_change where layer = 'building'`)
      ).rows.map(({ x, y, version }) => [`${x} ${y}`, version]),
    );

  test('is made with what is given; the rest is unknown or follows from its place', async () => {
    const { post, record, figures, town } = get();
    const before = await figures();
    const { changes } = await post('things/building', {
      fields: {
        streetName: '解放大街',
        houseNumber: '18',
        households: 12,
        residents: 30,
        geometry: rectangle(0.4, 0.6, 0.1, 0.1),
      },
    });
    expect(changes).toMatchObject([
      {
        layer: 'building',
        action: 'create',
        name: '解放大街18号',
        before: null,
        version: 1,
        cause: 'hand',
        undone: false,
      },
    ]);
    const id = changes[0]!.thing;
    const made = await record(`building/${id}`);
    expect(made).toMatchObject({ version: 1, editable: true });
    expect(made.fields).toMatchObject({
      ...{ kind: 'residential', floors: null, households: 12, householdsCounted: true, estimated: false },
      ...{ compound: town.compound, sourceId: null },
      geometry: { type: 'MultiPolygon', coordinates: [rectangle(0.4, 0.6, 0.1, 0.1).coordinates] },
    });
    const after = await figures();
    expect(after.blocks[0]).toMatchObject({ households: 53, residents: 131, buildings: 3 });
    expect(after.blocks.slice(1)).toEqual(before.blocks.slice(1));
    const grew = after.regions.flatMap((region, i) =>
      (region as { buildings: number }).buildings === (before.regions[i] as { buildings: number }).buildings
        ? []
        : [(region as { name: string }).name],
    );
    expect(grew).toEqual(['小县', '东街道', '城西社区', '11网格', '片区']);
  });

  test('is found and inspected like any other', async () => {
    const { town, admin, post } = get();
    const { changes } = await post('things/building', {
      fields: { name: '新楼', geometry: rectangle(3.2, 1.2, 0.1, 0.1) },
    });
    const base = `/api/counties/${town.code}`;
    const seen = await (await admin.get(`${base}/things/building/${changes[0]!.thing}`)).json();
    expect(seen).toMatchObject({ name: '新楼', block: town.blocks[7] });
    const { results } = await (await admin.get(`${base}/search?q=${encodeURIComponent('新楼')}`)).json();
    expect(results).toMatchObject([{ layer: 'building', id: changes[0]!.thing }]);
  });

  test('moves: it lies in another block, belongs to what is there, and both places are drawn anew', async () => {
    const { post, patch, record, figures, town } = get();
    const east = 40; // far enough that the square of z12 is another one
    const made = await post('things/building', {
      fields: { households: 5, geometry: rectangle(0.5, 0.7, 0.05, 0.05) },
    });
    const id = made.changes[0]!.thing;
    const before = await squares();
    const there = await figures();
    const moved = await patch(`things/building/${id}`, {
      version: 1,
      fields: { geometry: rectangle(east, 0.5, 0.1, 0.1) },
    });
    expect(moved.changes[0]).toMatchObject({
      action: 'move',
      version: 2,
      before: { compound: town.compound },
      after: { compound: null },
    });
    expect(Object.keys(moved.changes[0]!.after!).sort()).toEqual(['compound', 'geometry', 'innerPoint']);
    const after = await squares();
    const bumped = [...after].filter(([square, version]) => before.get(square) !== version).map(([square]) => square);
    expect(bumped).toHaveLength(2);
    expect((await figures()).blocks[0]).toMatchObject({
      households: (there.blocks[0] as { households: number }).households - 5,
    });
    const back = await patch(`things/building/${id}`, {
      version: 2,
      fields: { geometry: rectangle(3.4, 0.4, 0.1, 0.1) },
    });
    expect(back.changes[0]!.version).toBe(3);
    expect((await figures()).blocks[3]).toMatchObject({ households: 5, buildings: 1 });
    expect((await record(`building/${id}`)).fields.compound).toBeNull();
  });

  test('keeps what is not given, and what is the same changes nothing', async () => {
    const { patch, record, town } = get();
    const before = await record(`building/${town.buildings[1]}`);
    const { version, fields } = before;
    const same = await patch(`things/building/${town.buildings[1]}`, {
      version,
      fields: { kind: fields.kind, geometry: fields.geometry, households: fields.households },
    });
    expect(same.changes).toEqual([]);
    await patch(`things/building/${town.buildings[1]}`, { version, fields: { floors: 7 } });
    expect(await record(`building/${town.buildings[1]}`)).toEqual({
      ...before,
      ...{ version: version + 1, fields: { ...fields, floors: 7 } },
    });
  });

  test('is refused a version that is not the newest, with the newest', async () => {
    const { refused, town } = get();
    const path = `things/building/${town.buildings[0]}`;
    expect(await refused('PATCH', path, { version: 99, fields: { floors: 3 } })).toMatchObject({
      ...{ type: expect.stringContaining('stale-version'), currentVersion: 1, step: 0 },
    });
    expect(await refused('POST', `${path}/retire`, { version: 99 })).toMatchObject({ currentVersion: 1 });
    expect(await refused('PATCH', 'things/building/999999999', { version: 1, fields: {} })).toMatchObject({
      ...{ type: expect.stringContaining('not-found'), reason: 'no-thing' },
    });
  });

  test('is refused a shape that crosses itself, is smaller than a hut, or lies in another country: where, and why', async () => {
    const { refused } = get();
    const shaped = (geometry: object) => refused('POST', 'things/building', { fields: { geometry } });
    const crossing = { type: 'Polygon', coordinates: [[at(0, 0), at(1, 1), at(1, 0), at(0, 1), at(0, 0)]] };
    expect(await shaped(crossing)).toMatchObject({
      reason: 'shape-invalid',
      at: [expect.any(Number), expect.any(Number)],
    });
    expect(await shaped(rectangle(0.5, 0.5, 0.001, 0.001))).toMatchObject({ reason: 'shape-small' });
    const swapped = rectangle(0, 0, 1, 1).coordinates.map((ring) => ring.map(([lng, lat]) => [lat! / 2, lng! / 2]));
    expect(await shaped({ type: 'Polygon', coordinates: swapped })).toMatchObject({ reason: 'far-away' });
    expect(await shaped({ type: 'Point', coordinates: at(1, 1) })).toMatchObject({ status: 422 });
    expect(await shaped({ type: 'Polygon', coordinates: [[at(0, 0), at(1, 1)]] })).toMatchObject({
      detail: expect.stringContaining('geometry.coordinates.0'),
    });
    expect(await shaped({ type: 'MultiPolygon', coordinates: [] })).toMatchObject({ status: 422 });
  });

  test('is refused a compound that is not there, and one of another county', async () => {
    const { refused, town } = get();
    const path = `things/building/${town.buildings[0]}`;
    expect(await refused('PATCH', path, { version: 1, fields: { compound: 99999999 } })).toMatchObject({
      ...{ reason: 'no-link', values: { layer: 'compound', id: 99999999 } },
    });
  });

  test('households that somebody enters are counted, residents too', async () => {
    const { town, patch, record } = get();
    const id = town.buildings[3];
    await town.db.query(sql`update building set estimated = true, households_counted = false where id = ${id}`);
    const flags = async () => {
      const { fields } = await record(`building/${id}`);
      return [fields.estimated, fields.householdsCounted];
    };
    await patch(`things/building/${id}`, { version: 1, fields: { households: 30 } });
    expect(await flags()).toEqual([true, true]);
    await patch(`things/building/${id}`, { version: 2, fields: { residents: 80 } });
    expect(await flags()).toEqual([false, true]);
  });

  test('retires out of sight and out of every count, and comes back as it was', async () => {
    const { town, post, refused, record, figures, admin } = get();
    const path = `building/${town.buildings[2]}`;
    const whole = await record(path);
    const before = await figures();
    const gone = await post(`things/${path}/retire`, { version: whole.version });
    expect(gone.changes).toMatchObject([{ action: 'retire', after: null, version: whole.version + 1 }]);
    expect((await admin.get(`/api/counties/${town.code}/things/${path}`)).status).toBe(404);
    expect((await figures()).blocks[1]).toMatchObject({ buildings: 0, households: 0 });
    const { changes } = await (await admin.get(`/api/counties/${town.code}/things/${path}/history`)).json();
    expect(changes).toMatchObject([{ action: 'retire', accountName: '示例' }]);
    expect(await refused('POST', `things/${path}/restore`, { version: 1 })).toMatchObject({ status: 409 });
    await post(`things/${path}/restore`, { version: whole.version + 1 });
    expect(await figures()).toEqual(before);
    expect((await record(path)).fields).toEqual(whole.fields);
  });
});

import { beforeAll, expect, test } from 'vitest';
import { thingChanges } from '../../../api/contract/thing-edits.ts';
import { sql } from '../../../api/db/sql.ts';
import { installDivision } from '../../../api/services/install-division.ts';
import { locateThings } from '../../../api/services/locate-things.ts';
import { recount } from '../../../api/services/recount.ts';
import { chequeredFabric } from '../../support/chequered-fabric.ts';
import { eachDatabase } from '../../support/databases.ts';
import { editedTown } from '../../support/edited-town.ts';
import { at, rectangle } from '../../support/small-town.ts';

/** A small generator of its own, so that a failure comes again: mulberry32. */
const random = (seed: number) => () => {
  seed = (seed + 0x6d2b79f5) | 0;
  let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
};

eachDatabase('what was done by hand', (database) => {
  const get = editedTown(database, '990203');

  /** A division to come, on ground that is cut into other blocks. */
  beforeAll(async () => {
    const { town } = get();
    const fabric = chequeredFabric(2, 1, { centre: [124.33, 43.3], sideM: 200 });
    const next = await installDivision(town.db, {
      ...{ name: '将来', validFrom: '2999-01-01', fabric, countyName: '小县' },
      regions: [
        { key: 's', kind: 'street', region: town.regions.get('s')!, parent: null, code: null, name: '街道' },
        { key: '1', kind: 'community', region: town.regions.get('1')!, parent: 's', code: null, name: '一' },
        { key: '2', kind: 'community', region: town.regions.get('2')!, parent: 's', code: null, name: '二' },
      ],
      assignment: ['1', '2'],
    });
    await locateThings(town.db, { fabric: next.fabric, seq: next.seq, graph: fabric });
    await recount(town.db, next.division);
  });

  /** Everything there is of things, but how often they were changed. */
  const everything = async () => {
    const { town, figures } = get();
    const things = [];
    for (const table of ['building', 'compound', 'site', 'organization', 'party_org'])
      things.push(
        (
          await town.db.query({
            text: `select to_jsonb(t) - 'version' - 'load' as row from ${table} t order by id`,
          })
        ).rows,
      );
    return { ...(await figures()), things };
  };
  const history = async (query = '') => {
    const { admin, town } = get();
    return thingChanges.parse(await (await admin.get(`/api/counties/${town.code}/thing-changes${query}`)).json());
  };

  test('is in the history, newest first, by page, by kind and by action', async () => {
    const { post, admin, town } = get();
    for (const n of [1, 2, 3])
      await post('things/site', {
        fields: { kind: 'plaza', name: `广场${n}`, geometry: { type: 'Point', coordinates: at(1, 1) } },
      });
    const { changes, next } = await history();
    expect(changes.slice(0, 3).map(({ name }) => name)).toEqual(['广场3', '广场2', '广场1']);
    expect(next).toBeNull();
    expect((await history(`?after=${changes[1]!.id}`)).changes[0]!.name).toBe('广场1');
    expect((await history('?action=retire')).changes).toEqual([]);
    expect((await history('?layer=site&action=create')).changes).toHaveLength(3);
    const audit = await town.db.query<{ action: string; detail: object }>(sql`
      select action, detail from audit where county = ${town.code} and action like 'things.%' order by id desc limit 1`);
    expect(audit.rows).toMatchObject([{ action: 'things.change', detail: { 'site.create': 1 } }]);
    expect((await admin.get(`/api/counties/${town.code}/thing-changes?after=x`)).status).toBe(422);
  });

  test('is taken back as a whole, and that again', async () => {
    const { post } = get();
    const before = await everything();
    const { changeSet } = await post('things/compound', {
      fields: { name: '新苑', geometry: rectangle(3.1, 1.1, 0.8, 0.8) },
    });
    const after = await everything();
    const undone = await post(`thing-changes/${changeSet}/undo`, {});
    expect(undone.changes.map(({ layer, action }) => `${layer} ${action}`)).toEqual([
      'building change',
      'compound retire',
    ]);
    expect(await everything()).toEqual(before);
    expect((await history(`?changeSet=${changeSet}`)).changes.map(({ undone }) => undone)).toEqual([true, true]);
    await post(`thing-changes/${undone.changeSet}/undo`, {});
    expect(await everything()).toEqual(after);
    expect((await history(`?changeSet=${changeSet}`)).changes.map(({ undone }) => undone)).toEqual([false, false]);
  });

  test('is not taken back over what was changed since, but over other fields it is', async () => {
    const { patch, post, refused, town, record } = get();
    const path = `things/building/${town.buildings[0]}`;
    const first = await patch(path, { version: 1, fields: { floors: 9 } });
    await patch(path, { version: 2, fields: { name: '一号楼' } });
    await post(`thing-changes/${first.changeSet}/undo`, {});
    expect((await record(path.slice(7))).fields).toMatchObject({ floors: 6, name: '一号楼' });
    const raised = await patch(path, { version: 4, fields: { floors: 10 } });
    await patch(path, { version: 5, fields: { floors: 11 } });
    expect(await refused('POST', `thing-changes/${raised.changeSet}/undo`, {})).toMatchObject({
      ...{ status: 409, reason: 'changed-since', values: { layer: 'building', what: 'floors', name: '一号楼' } },
    });
    expect(await refused('POST', 'thing-changes/00000000-0000-4000-8000-000000000000/undo', {})).toMatchObject({
      ...{ status: 404, reason: 'no-change-set' },
    });
  });

  test.each([1, 2, 3])(
    'forty random changes and all of them taken back leave the county as it was (%i)',
    async (seed) => {
      const { post, town } = get();
      const next = random(seed);
      const pick = <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)]!;
      const before = await everything();
      const sets: string[] = [];
      for (let n = 0; n < 40; n++) {
        const place = rectangle(next() * 4.5, next() * 2.2, 0.05 + next() * 0.3, 0.05 + next() * 0.3);
        const versions = await town.db.query<{ id: number; version: number }>(
          sql`select id, version from building order by id`,
        );
        const made = [
          { action: 'create', layer: 'building', fields: { households: Math.floor(next() * 50), geometry: place } },
          { action: 'create', layer: 'compound', fields: { name: `小区${n}`, geometry: place } },
        ];
        const one = versions.rows.length > 0 && pick(versions.rows);
        const changed = one && [
          {
            action: 'change',
            layer: 'building',
            ...one,
            fields: { residents: Math.floor(next() * 90), households: 1 + n },
          },
          { action: 'change', layer: 'building', ...one, fields: { geometry: place } },
          { action: 'retire', layer: 'building', ...one },
        ];
        const change = pick([...made, ...(changed || [])]);
        const { changeSet, changes } = await post('thing-changes', { changes: [change] });
        if (changes.length > 0) sets.push(changeSet);
      }
      // counted from nothing it comes to the same
      const counted = await everything();
      const divisions = await town.db.query<{ id: number }>(sql`select id from division where valid is not null`);
      for (const { id } of divisions.rows) await recount(town.db, id);
      expect(await everything()).toEqual(counted);
      expect(counted).not.toEqual(before);
      for (const set of sets.reverse()) await post(`thing-changes/${set}/undo`, {});
      expect(await everything()).toEqual(before);
    },
  );
});

import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { upsertCounty } from '../../../api/db/county-register.ts';
import type { ScopedDatabase } from '../../../api/db/database.ts';
import { divisionInForce, listCodes, listDivisions, listUnseenDivisions } from '../../../api/db/divisions.ts';
import { sql } from '../../../api/db/sql.ts';
import { endInterrupted } from '../../../api/services/imports/imports.ts';
import {
  type DivisionInput,
  discardDivision,
  installDivision,
  stageDivision,
} from '../../../api/services/install-division.ts';
import { loadFabric } from '../../../api/services/load-fabric.ts';
import { fabricToRows } from '../../../geo/fabric/rows.ts';
import { chequeredFabric } from '../../support/chequered-fabric.ts';
import { eachDatabase } from '../../support/databases.ts';

const county = '991001';

/**
 *   ┌─2─┬─3─┐    street s: community w (west: 0, 2) with grids w0 and w2,
 *   ├─0─┼─1─┤              community e (east: 1, 3) without grids
 *   └───┴───┘
 */
const input = (over: Partial<DivisionInput> = {}): DivisionInput => ({
  name: '首次区划',
  validFrom: '2020-01-01',
  countyName: '方格县',
  fabric: chequeredFabric(2, 2),
  regions: [
    { key: 's', kind: 'street', parent: null, code: '991001001', name: '方街道' },
    { key: 'w', kind: 'community', parent: 's', code: null, name: '西社区' },
    { key: 'e', kind: 'community', parent: 's', code: null, name: '东社区' },
    { key: 'w0', kind: 'grid', parent: 'w', code: null, name: '南网格' },
    { key: 'w2', kind: 'grid', parent: 'w', code: null, name: '北网格' },
    { key: 'n', kind: 'network', parent: null, code: null, name: '片区' },
  ],
  assignment: ['w0', 'e', 'w2', 'e'],
  groupings: [
    { kind: 'network', community: 'w', grouping: 'n' },
    { kind: 'network', community: 'e', grouping: 'n' },
  ],
  ...over,
});

eachDatabase('a division', (get) => {
  let db: ScopedDatabase;
  beforeAll(async () => {
    db = get().as({ county, role: 'admin' });
    await upsertCounty(db, { code: county, name: '方格县', nameEn: 'Chequer', demo: false, attribution: '' });
  });

  const regionsOf = async (division: number) => {
    const { rows } = await db.query<{ name: string; code: string | null; parent: string | null; area: number }>(sql`
      select region_version.name, region_version.code, parent.name as parent, round(region_version.area_m2)::int as area
        from region_version left join region_version parent
          on parent.county = region_version.county and parent.division = region_version.division
         and parent.region = region_version.parent
       where region_version.county = ${county} and region_version.division = ${division}
       order by region_version.name`);
    return rows;
  };

  describe('when it is installed', () => {
    test('stands in force with its regions, their codes, parents and areas', async () => {
      const installed = await installDivision(db, input());
      expect(await divisionInForce(db, county, '2024-06-01')).toMatchObject({
        id: installed.division,
        name: '首次区划',
      });
      const regions = await regionsOf(installed.division);
      const expected = [
        ['东社区', '991001001002', '方街道', 20_000],
        ['北网格', '991001001001001', '西社区', 10_000],
        ['南网格', '991001001001002', '西社区', 10_000],
        ['方格县', '991001', null, 40_000],
        ['方街道', '991001001', '方格县', 40_000],
        ['片区', null, null, 40_000],
        ['西社区', '991001001001', '方街道', 20_000],
      ] as const;
      expect(regions.map(({ name, code, parent }) => [name, code, parent]).sort()).toEqual(
        expected.map(([name, code, parent]) => [name, code, parent]).sort(),
      );
      for (const [name, , , area] of expected)
        expect(Math.abs(regions.find((region) => region.name === name)!.area / area - 1)).toBeLessThan(0.002);
    });

    test('its fabric reads back as the graph it was made from', async () => {
      const head = await divisionInForce(db, county, '2024-06-01');
      expect(fabricToRows(await loadFabric(db, county, head!.fabric))).toEqual(fabricToRows(chequeredFabric(2, 2)));
    });

    test('neighbouring regions of a kind have different hues', async () => {
      const { rows } = await db.query<{ pairs: number; clashes: number }>(sql`
        select count(*) as pairs, count(*) filter (where one.hue = other.hue) as clashes
          from region_version one join region_version other
            on other.county = one.county and other.division = one.division and other.kind = one.kind
           and other.region > one.region and st_dimension(st_intersection(one.geom, other.geom)) = 1
         where one.county = ${county}`);
      expect(rows[0]).toEqual({ pairs: 2, clashes: 0 });
    });

    test('labels lie inside their regions', async () => {
      const { rows } = await db.query(sql`
        select name from region_version where county = ${county} and not st_contains(geom, label)`);
      expect(rows).toEqual([]);
    });
  });

  describe('that follows another', () => {
    test('ends the earlier one, keeps the identity of what keeps its code, and may stand on the same fabric', async () => {
      const [before] = await listDivisions(db, county);
      const after = await installDivision(
        db,
        input({
          name: '第二次区划',
          validFrom: '2023-01-01',
          storedFabric: before!.fabric,
          regions: [
            { key: 's', kind: 'street', parent: null, code: '991001001', name: '方街道' },
            { key: 'w', kind: 'community', parent: 's', code: '991001001001', name: '大西社区' },
            { key: 'x', kind: 'community', parent: 's', code: null, name: '新社区' },
          ],
          assignment: ['w', 'x', 'w', 'w'],
          groupings: [],
        }),
      );
      const both = await listDivisions(db, county);
      expect(both.map(({ validFrom, validTo, fabric }) => ({ validFrom, validTo, fabric }))).toEqual([
        { validFrom: '2020-01-01', validTo: '2023-01-01', fabric: before!.fabric },
        { validFrom: '2023-01-01', validTo: null, fabric: before!.fabric },
      ]);
      expect(after.codes.get('x')).toBe('991001001003');
      const { rows } = await db.query(sql`
        select count(distinct region) as identities from region_version where county = ${county} and code = '991001001001'`);
      expect(rows).toEqual([{ identities: 1 }]);
    });

    test('replaces one that begins on the same day, which is taken away with its fabric', async () => {
      const fabric = chequeredFabric(3, 1, { firstId: 100 });
      const regions = input().regions.filter(({ kind }) => kind === 'street');
      const replaced = { regions, assignment: ['s', 's', 's'], groupings: [], fabric, validFrom: '2024-01-01' };
      const first = await installDivision(db, input({ ...replaced, name: '旧稿' }));
      const second = await installDivision(db, input({ ...replaced, name: '新稿', fabric: chequeredFabric(1, 3) }));
      expect((await divisionInForce(db, county, '2024-01-01'))!.id).toBe(second.division);
      const { rows } = await db.query(sql`select id from fabric where county = ${county} and id = ${first.fabric}`);
      expect(rows).toEqual([]);
      expect(await listUnseenDivisions(db, county)).toEqual([]);
    });

    test('that begins before a known later one ends where that begins', async () => {
      const regions = input().regions.filter(({ kind }) => kind === 'street');
      const earlier = { regions, assignment: ['s', 's', 's', 's'], groupings: [], validFrom: '2022-01-01' };
      await installDivision(db, input({ ...earlier, name: '补录' }));
      expect((await listDivisions(db, county)).map(({ validFrom, validTo }) => [validFrom, validTo])).toEqual([
        ['2020-01-01', '2022-01-01'],
        ['2022-01-01', '2023-01-01'],
        ['2023-01-01', '2024-01-01'],
        ['2024-01-01', null],
      ]);
    });
  });

  describe('that is staged', () => {
    test('is seen by nobody but those who may publish it', async () => {
      const staged = await stageDivision(db, input({ fabric: chequeredFabric(2, 2, { firstId: 500 }) }));
      const viewer = get().as({ county, role: 'viewer' });
      const { rows } = await viewer.query(sql`select id from division where id = ${staged.division}`);
      expect(rows).toEqual([]);
      expect(await listUnseenDivisions(db, county)).toEqual([staged.division]);
      await discardDivision(db, staged.division);
    });

    test.each([
      ['is thrown away', (division: number) => discardDivision(db, division)],
      ['was left behind by a process that was killed', () => endInterrupted(get())],
    ])('gives its codes and identities back when it %s; those of one that was in force stay given', async (_, end) => {
      const identities = async () =>
        (await db.query(sql`select id from region where county = ${county} order by id`)).rows;
      /** Those of divisions that somebody else stages, too, which `listCodes` leaves out. */
      const allCodes = async () =>
        (await db.query(sql`select code, region from region_code where county = ${county} order by code, region`)).rows;
      const [codesBefore, identitiesBefore] = [await allCodes(), await identities()];
      const given = await listCodes(db, county);
      const regions = input().regions.map((region) => ({ ...region, code: null }));
      const stage = () =>
        stageDivision(db, input({ regions, fabric: chequeredFabric(2, 2, { firstId: 600 }), stagedBy: randomUUID() }));
      const first = await stage();
      expect([...first.codes.values()].some((code) => !given.has(code))).toBe(true);
      expect(await allCodes()).not.toEqual(codesBefore);
      await end(first.division);
      expect(await allCodes()).toEqual(codesBefore);
      expect(await identities()).toEqual(identitiesBefore);
      const second = await stage();
      expect(second.codes).toEqual(first.codes);
      await end(second.division);
      expect(await listUnseenDivisions(db, county)).toEqual([]);
    });

    test('leaves nothing behind when it is refused', async () => {
      const before = await db.query(sql`select count(*) as n from fabric`);
      const bad = input({ assignment: ['w0', 'e', 'nowhere', 'e'] });
      await expect(stageDivision(db, bad)).rejects.toThrow(/nowhere/);
      const empty = input({ assignment: ['w0', 'e', 'w0', 'e'] });
      await expect(stageDivision(db, empty)).rejects.toThrow(/北网格.*has no block/);
      const refusedBySchema = input({ regions: input().regions.map((region) => ({ ...region, name: '' })) });
      await expect(stageDivision(db, refusedBySchema)).rejects.toThrow(/region_version_name_check/);
      expect(await db.query(sql`select count(*) as n from fabric`)).toEqual(before);
    });
  });
});

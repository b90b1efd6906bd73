import type { Polygon } from 'geojson';
import { beforeAll, expect, test } from 'vitest';
import { upsertCounty } from '../../../api/db/county-register.ts';
import type { ScopedDatabase } from '../../../api/db/database.ts';
import { readLocated } from '../../../api/db/located.ts';
import { sql } from '../../../api/db/sql.ts';
import { type InstalledDivision, installDivision } from '../../../api/services/install-division.ts';
import { loadThings, reserveThingIds } from '../../../api/services/load-things.ts';
import { locateThings } from '../../../api/services/locate-things.ts';
import { recount } from '../../../api/services/recount.ts';
import { toCm, toLngLat } from '../../../geo/crs/local-crs.ts';
import { chequeredFabric } from '../../support/chequered-fabric.ts';
import { eachDatabase } from '../../support/databases.ts';

const county = '991002';
const fabric = chequeredFabric(2, 1);

/** Metres east and north of the fabric's south-west corner. */
const at = (eastM: number, northM: number): [number, number] => {
  const [x0, y0] = toCm(fabric.crs, 124.33, 43.3);
  return toLngLat(fabric.crs, x0 + eastM * 100, y0 + northM * 100);
};
const house = (eastM: number, northM: number): Polygon => {
  const corners = [
    at(eastM - 5, northM - 5),
    at(eastM + 5, northM - 5),
    at(eastM + 5, northM + 5),
    at(eastM - 5, northM + 5),
  ];
  return { type: 'Polygon', coordinates: [[...corners, corners[0]!]] };
};
const building = (eastM: number, households: number, residents: number, estimated = false) => ({
  ...{ geom: house(eastM, 50), innerPoint: at(eastM, 50), households, residents, estimated },
});

eachDatabase('things on the ground', (get) => {
  let db: ScopedDatabase;
  let division: InstalledDivision;
  let buildings: number[];
  beforeAll(async () => {
    db = get().as({ county, role: 'admin' });
    await upsertCounty(db, { code: county, name: '两格县', nameEn: '', demo: false, attribution: '' });
    division = await installDivision(db, {
      ...{ name: '区划', validFrom: '2020-01-01', fabric, countyName: '两格县' },
      regions: [
        { key: 'w', kind: 'community', parent: null, code: null, name: '西' },
        { key: 'e', kind: 'community', parent: null, code: null, name: '东' },
      ],
      assignment: ['w', 'e'],
    });
  });
  const located = (things: ('building' | 'site' | 'compound' | 'organization')[]) =>
    locateThings(db, { fabric: division.fabric, seq: division.seq, graph: fabric, things });

  test('are written in bulk and come back with their ids in order', async () => {
    const [compound] = await loadThings(db, 'compound', [
      { name: '交通小区', management: 'company', manager: '物业"甲",乙', geom: house(30, 50) },
    ]);
    buildings = await loadThings(db, 'building', [
      { ...building(30, 10, 27), compound, name: '一号楼', floors: 6, heightM: 18.5 },
      building(70, 4, 9),
      { ...building(150, 8, 20, true), houseNumber: '' },
      building(250, 99, 300),
    ]);
    const { rows } = await db.query(sql`
      select building.id, building.name, floors, height_m, compound.name as compound, manager,
             st_geometrytype(building.geom) as type
        from building join compound on compound.county = building.county and compound.id = compound
       where building.county = ${county}`);
    const row = {
      id: buildings[0],
      name: '一号楼',
      floors: 6,
      height_m: 18.5,
      compound: '交通小区',
      manager: '物业"甲",乙',
    };
    expect(rows).toEqual([{ ...row, type: 'ST_MultiPolygon' }]);
  });

  test('belong to the block that holds their point; one outside all blocks is counted, not lost', async () => {
    const counts = await located(['building', 'compound']);
    expect(counts).toMatchObject({ written: 5, outside: { building: 1, compound: 0 } });
    const [west, east] = division.blockIds;
    const found = await readLocated(db, 'building', county, division.seq, 0, Number.MAX_SAFE_INTEGER);
    expect(buildings.map((id) => found.get(id))).toEqual([west, west, east, null]);
  });

  test('are not written again where nothing changed', async () => {
    expect((await located(['building', 'compound'])).written).toBe(0);
  });

  test('sum up to their block and to every region above it', async () => {
    await recount(db, division.division);
    const { rows } = await db.query(sql`
      select name, households, residents, buildings, estimated from region_version
       where county = ${county} order by households`);
    expect(rows).toEqual([
      { name: '东', households: 8, residents: 20, buildings: 1, estimated: true },
      { name: '西', households: 14, residents: 36, buildings: 2, estimated: false },
      { name: '两格县', households: 22, residents: 56, buildings: 3, estimated: true },
    ]);
    const blocks = await db.query(sql`
      select households, residents, buildings, estimated from block
       where county = ${county} and fabric = ${division.fabric} order by id`);
    expect(blocks.rows).toEqual([
      { households: 14, residents: 36, buildings: 2, estimated: false },
      { households: 8, residents: 20, buildings: 1, estimated: true },
    ]);
  });

  test('on a later fabric get a row only where their block is another one', async () => {
    const [west, east] = division.blockIds;
    const cut = chequeredFabric(2, 1);
    cut.blocks.ids.set([west!, east! + 10]);
    const later = await installDivision(db, {
      ...{ name: '新底图', validFrom: '2025-01-01', fabric: cut },
      regions: [{ key: 'all', kind: 'community', parent: null, code: null, name: '全部' }],
      assignment: ['all', 'all'],
    });
    const { written } = await locateThings(db, {
      fabric: later.fabric,
      seq: later.seq,
      graph: cut,
      things: ['building'],
    });
    expect(written).toBe(1);
    const before = await readLocated(db, 'building', county, division.seq, buildings[2]!, buildings[2]!);
    const after = await readLocated(db, 'building', county, later.seq, buildings[2]!, buildings[2]!);
    expect([before.get(buildings[2]!), after.get(buildings[2]!)]).toEqual([east, east! + 10]);
    await recount(db, later.division);
    const { rows } = await db.query(sql`
      select households from region_version where county = ${county} and division = ${later.division} and name = '全部'`);
    expect(rows).toEqual([{ households: 22 }]);
  });

  test('of every other kind are written too', async () => {
    await loadThings(db, 'road', [
      { name: '向阳街', class: 'residential', geom: { type: 'LineString', coordinates: [at(0, 0), at(9, 9)] } },
    ]);
    await loadThings(db, 'railway', [{ geom: { type: 'LineString', coordinates: [at(0, 0), at(9, 9)] } }]);
    await loadThings(db, 'water', [
      {
        kind: 'stream',
        geom: {
          type: 'MultiLineString',
          coordinates: [
            [at(0, 0), at(9, 9)],
            [at(1, 0), at(5, 9)],
          ],
        },
      },
    ]);
    await loadThings(db, 'landuse', [{ kind: 'green', geom: house(20, 20) }]);
    const [site] = await loadThings(db, 'site', [
      { kind: 'red_building', name: '红楼', point: at(30, 50), building: buildings[0], data: { status: 'listed' } },
    ]);
    await loadThings(db, 'organization', [{ kind: 'market', name: '东市场', point: at(150, 50) }]);
    const [committee, branch] = await reserveThingIds(db, 'party_org', 2);
    await loadThings(db, 'party_org', [
      {
        id: committee,
        kind: 'committee',
        form: 'big_party_committee',
        name: '大党委',
        region: division.regionIds.get('w'),
      },
      { id: branch, kind: 'branch', form: 'joint', name: '红楼联合党支部', parent: committee, site },
    ]);
    await loadThings(db, 'tally', [
      { subject: 'member', class: '', period: '2024', fabric: division.fabric, block: division.blockIds[0]!, n: 3 },
    ]);
    const { rows } = await db.query(sql`
      select (select count(*) from road where county = ${county} and tags = '{}') as roads,
             (select count(*) from railway where county = ${county}) as railways,
             (select st_numgeometries(geom) from water where county = ${county}) as lines,
             (select count(*) from landuse where county = ${county}) as landuse,
             (select data ->> 'status' from site where county = ${county}) as status,
             (select count(*) from organization where county = ${county}) as organizations,
             (select parent from party_org where county = ${county} and site = ${site}) as parent`);
    const counts = { roads: 1, railways: 1, lines: 2, landuse: 1, status: 'listed', organizations: 1 };
    expect(rows).toEqual([{ ...counts, parent: committee }]);
  });

  test('whose geometry the schema refuses are refused, and the chunk with them', async () => {
    const bowTie: Polygon = { type: 'Polygon', coordinates: [[at(0, 0), at(9, 9), at(9, 0), at(0, 9), at(0, 0)]] };
    await expect(loadThings(db, 'landuse', [{ kind: 'green', geom: bowTie }])).rejects.toThrow(/landuse_geom_check/);
  });
});

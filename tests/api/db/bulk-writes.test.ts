import { beforeAll, expect, test } from 'vitest';
import { upsertCounty } from '../../../api/db/county-register.ts';
import { type LayerChange, readLayerChanges } from '../../../api/db/layers.ts';
import { sql } from '../../../api/db/sql.ts';
import { type InstalledDivision, installDivision } from '../../../api/services/install-division.ts';
import { loadThings } from '../../../api/services/load-things.ts';
import { chequeredFabric } from '../../support/chequered-fabric.ts';
import { eachDatabase } from '../../support/databases.ts';

const county = '991047';
const REFUSED = { code: '23503' };

eachDatabase('writing in bulk', (get) => {
  let division: InstalledDivision;
  const db = () => get().as({ county, role: 'admin' });
  const owner = () => get().owner.pool('tongxin');
  const shops = (count: number) =>
    Array.from({ length: count }, (_, i) => ({
      ...{ kind: 'shop' as const, name: `第${i}商店` },
      point: [124.33 + (i % 40) / 1000, 43.3] as [number, number],
    }));
  const placed = (id: number, block: number | null, fabric = division.fabric) =>
    db().query(sql`
      insert into located (county, thing, id, from_seq, fabric, block)
      values (${county}, 'organization', ${id}, ${division.seq}, ${fabric}, ${block})`);

  beforeAll(async () => {
    await upsertCounty(db(), { code: county, name: '两格县', nameEn: '', demo: false, attribution: '' });
    division = await installDivision(db(), {
      ...{ name: '区划', validFrom: '2020-01-01', fabric: chequeredFabric(2, 1), countyName: '两格县' },
      regions: [{ key: 'c', kind: 'community', parent: null, code: null, name: '社区' }],
      assignment: ['c', 'c'],
    });
  });

  test('what is named has to be there', async () => {
    await placed(1, division.blockIds[0]!);
    await placed(2, null);
    await expect(placed(3, 987_654)).rejects.toMatchObject(REFUSED);
    await expect(placed(4, null, 987_654)).rejects.toMatchObject(REFUSED);
    await expect(
      db().query(sql`update located set block = 987654 where county = ${county} and id = 1`),
    ).rejects.toMatchObject(REFUSED);
    await expect(
      db().query(sql`
        insert into import_row (county, batch, row, data)
        values (${county}, '00000000-0000-4000-8000-000000000047', 1, '{}')`),
    ).rejects.toMatchObject(REFUSED);
  });

  test('what is named cannot go, and keeps its key', async () => {
    const spare = 555;
    await db().query(sql`
      insert into block (county, fabric, id, geom, area_m2)
      values (${county}, ${division.fabric}, ${spare}, st_makeenvelope(124, 43, 124.001, 43.001, 4326), 9000)`);
    await placed(5, spare);
    const leave = () => db().query(sql`delete from block where county = ${county} and id = ${spare}`);
    await expect(leave()).rejects.toMatchObject(REFUSED);
    await expect(
      owner().query(`update block set id = 556 where county = '${county}' and id = ${spare}`),
    ).rejects.toMatchObject({ code: '23001' });
    await db().query(sql`delete from located where county = ${county} and id = 5`);
    expect((await leave()).rowCount).toBe(1);
  });

  test('a few rows change the squares they lie in, many the layer everywhere', async () => {
    const changes = async (): Promise<LayerChange[]> =>
      (await readLayerChanges(db(), county)).filter(({ layer }) => layer === 'organization');
    await loadThings(db(), 'organization', shops(3));
    const few = await changes();
    expect(few.length).toBeGreaterThan(0);
    expect(few.every(({ x }) => x >= 0)).toBe(true);
    await db().query(sql`
      insert into organization (county, kind, name, geom)
      select ${county}, 'shop', '商店', st_setsrid(st_makepoint(124 + n / 1000.0, 43.3), 4326) from generate_series(1, 1001) n`);
    const many = await changes();
    expect(many.filter(({ x }) => x >= 0)).toEqual(few);
    expect(many.filter(({ x }) => x < 0)).toEqual([
      { layer: 'organization', x: -1, y: -1, version: expect.any(Number) },
    ]);
  });
});

import { beforeAll, expect, test } from 'vitest';
import { upsertCounty } from '../../../api/db/county-register.ts';
import { type LayerChange, readLayerChanges } from '../../../api/db/layers.ts';
import { sql } from '../../../api/db/sql.ts';
import { installDivision } from '../../../api/services/install-division.ts';
import { loadThings } from '../../../api/services/load-things.ts';
import { chequeredFabric } from '../../support/chequered-fabric.ts';
import { eachDatabase } from '../../support/databases.ts';

const county = '991047';

eachDatabase('writing in bulk', (get) => {
  const db = () => get().as({ county, role: 'admin' });
  const shops = (count: number) =>
    Array.from({ length: count }, (_, i) => ({
      ...{ kind: 'shop' as const, name: `第${i}商店` },
      point: [124.33 + (i % 40) / 1000, 43.3] as [number, number],
    }));

  beforeAll(async () => {
    await upsertCounty(db(), { code: county, name: '两格县', nameEn: '', demo: false, attribution: '' });
    await installDivision(db(), {
      ...{ name: '区划', validFrom: '2020-01-01', fabric: chequeredFabric(2, 1), countyName: '两格县' },
      regions: [{ key: 'c', kind: 'community', parent: null, code: null, name: '社区' }],
      assignment: ['c', 'c'],
    });
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

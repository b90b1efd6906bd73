import { beforeAll, expect, test } from 'vitest';
import type { Scope } from '../../../api/db/database.ts';
import { sql } from '../../../api/db/sql.ts';
import { eachDatabase } from '../../support/databases.ts';

const COUNTY = '990804';
const admin: Scope = { county: COUNTY, role: 'admin' };

eachDatabase('values', (get) => {
  const one = async (text: string, values: unknown[] = []) =>
    Object.values((await get().query({ text, values })).rows[0]!)[0];

  beforeAll(async () => {
    await get().query(sql`insert into county (code, name) values (${COUNTY}, '丙县')`, admin);
  });

  test.each([
    ['select $1::text', '同心 “引号” \\ \' "'],
    ['select $1::text', 42, '42'],
    ['select $1::int', '7', 7],
    ['select $1::bigint', 9_007_199_254_740_991],
    ['select $1::bigint', '9007199254740993'],
    ['select $1::double precision', 0.1],
    ['select $1::numeric', '12.50'],
    ['select $1::boolean', false],
    ['select $1::date', '2024-02-29'],
    ['select $1::timestamptz', new Date('2024-02-29T12:34:56.789Z')],
    ['select $1::interval', '1 day'],
    ['select $1::uuid', '6f1c2f0e-0000-4000-8000-000000000001'],
    ['select $1::bytea', Uint8Array.of(0, 1, 254, 255)],
    ['select $1::jsonb', { 甲: [1, { 乙: null }] }],
    ['select $1::jsonb', '[1,2]', [1, 2]],
    ['select $1::int[]', [3, 1, 2]],
    ['select $1::bigint[]', [1, 2]],
    ['select $1::bigint[]', []],
    ['select $1::date[]', ['2024-02-29']],
    ['select $1::text[]', ['逗,号', '引"号', '反\\斜', '', null, 'NULL']],
    ['select $1::double precision[]', [0.5, -1e9]],
    ['select $1::text', undefined, null],
  ])('%s of %j comes back as it went', async (text, value, back: unknown = value) => {
    expect(await one(text, [value])).toEqual(back);
  });

  test('a column of a domain is what the domain stands on, and a geometry is EWKB in hex', async () => {
    expect(await one(`select '990804'::county_code`)).toBe('990804');
    expect(await one(`select st_geomfromtext('POINT(1 2)', 4326)`)).toBe(
      '0101000020E6100000000000000000F03F0000000000000040',
    );
  });

  test('copy takes Chinese, quotes, line breaks, nulls, JSON, and geometry in three spellings', async () => {
    const ewkb = '0102000020E6100000020000000000000000805B4000000000000037406666666666865B400000000000003740';
    const lines = [
      `${COUNTY},"松江,""河""\n下段",river,"{""type"":""LineString"",""coordinates"":[[110,23],[110.1,23]]}",a`,
      `${COUNTY},北湖,lake,"SRID=4326;LINESTRING(110 23,110.1 23)",b`,
      `${COUNTY},"",lake,${ewkb},`,
    ];
    const columns = ['county', 'name', 'kind', 'geom', 'source_id'];
    expect(await get().transaction((tx) => tx.copyIn('water', columns, `${lines.join('\n')}\n`), admin)).toBe(3);
    const { rows } = await get().query(
      sql`select name, kind, st_astext(geom) as geom, source_id from water order by source_id nulls last`,
      admin,
    );
    expect(rows).toEqual([
      { name: '松江,"河"\n下段', kind: 'river', geom: 'LINESTRING(110 23,110.1 23)', source_id: 'a' },
      { name: '北湖', kind: 'lake', geom: 'LINESTRING(110 23,110.1 23)', source_id: 'b' },
      { name: '', kind: 'lake', geom: 'LINESTRING(110 23,110.1 23)', source_id: null },
    ]);
  });

  test('copy of twenty thousand rows keeps every one; of none, none', async () => {
    const csv = Array.from(
      { length: 20_000 },
      (_, i) => `${COUNTY},path,路${i},"SRID=4326;LINESTRING(110 23,110.1 23)"\n`,
    ).join('');
    const copy = (text: string) =>
      get().transaction((tx) => tx.copyIn('road', ['county', 'class', 'name', 'geom'], text), admin);
    expect(await copy(csv)).toBe(20_000);
    expect(await copy('')).toBe(0);
    expect((await get().query(sql`select count(distinct name)::int as n from road`, admin)).rows).toEqual([
      { n: 20_000 },
    ]);
  });

  test('a bad line of a copy undoes the transaction and names the line', async () => {
    const copied = get().transaction(
      (tx) =>
        tx.copyIn(
          'railway',
          ['county', 'geom'],
          `${COUNTY},"SRID=4326;LINESTRING(110 23,110.1 23)"\n${COUNTY},nonsense\n`,
        ),
      admin,
    );
    await expect(copied).rejects.toMatchObject({ where: expect.stringContaining('line 2') });
    expect((await get().query(sql`select * from railway`, admin)).rows).toEqual([]);
  });
});

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { COLLECTIONS, type Column } from '../../../api/db/ogc-collections.ts';
import { sql } from '../../../api/db/sql.ts';
import { eachDatabase } from '../../support/databases.ts';
import { type OgcPage, type OgcTown, ogcTown } from '../../support/ogc-town.ts';
import { at } from '../../support/small-town.ts';

type Value = string | number | boolean | null;

const quoted = (value: Value): string =>
  typeof value === 'string' ? `'${value.replaceAll("'", "''")}'` : String(value);

eachDatabase('features by their properties', (database) => {
  const CODE = '993302';
  let ogc: OgcTown;

  beforeAll(async () => {
    ogc = await ogcTown(database(), CODE);
    const { db, compound, buildings, sites, organizations, roads } = ogc.town;
    // something in every column, and things that tell a filter that works from one that is left out
    await db.query(sql`
      update compound set built_year = 1998, expected_households = 80, expected_on = '2027-03-01', source_id = 'c-1'
       where county = ${CODE} and id = ${compound}`);
    await db.query(sql`
      insert into compound (county, name, geom)
      select county, '100%_''新''村', st_translate(geom, 0.01, 0) from compound where county = ${CODE}`);
    await db.query(sql`
      update building set name = 'O''Neil 楼', source_id = 'b-1', floors = 18, estimated = true
       where county = ${CODE} and id = ${buildings[4]}`);
    await db.query(sql`
      update site set address = '文化路5号', source_id = 's-1', building = ${buildings[3]},
                      data = data || ${{ status: 'listed', core_street: '一街', company: '示例物业', facility: 'clinic', services: ['policing', '其他'], phone: '0434-1', operator: '街道', website: 'https://example.cn', category: 'hall', level: 'street', areaM2: 80.5, investmentYuan: 1, opening_hours: '8–17' }}::jsonb
       where county = ${CODE} and id = ${sites[1]}`);
    await db.query(sql`
      update organization set address = '东市场1号', source_id = 'o-1', building = ${buildings[3]},
                      data = ${{ core: '990001', alliance: '990002', looked_after_by: '990003', sector: 'social', resources: ['classroom'], opening_hours: '8–17', phone: '1', operator: 'x', website: 'y', category: 'z' }}::jsonb
       where county = ${CODE} and id = ${organizations[1]}`);
    await db.query(
      sql`update road set tags = '{"tunnel": "yes", "oneway": "yes"}', source_id = 'r-1' where county = ${CODE} and id = ${roads[0]}`,
    );
    for (const table of ['railway', 'water', 'landuse'])
      await db.query({
        text: `update ${table} set source_id = 'w-1' where county = $1 and id = (select min(id) from ${table} where county = $1)`,
        values: [CODE],
      });
    await db.query(
      sql`update region_version set code = null where county = ${CODE} and kind = 'grid' and name = '12网格'`,
    );
    await db.query(
      sql`update site set outline = (select geom from compound where county = ${CODE} limit 1) where county = ${CODE} and kind = 'red_property'`,
    );
  });
  afterAll(() => ogc?.close());

  const ask = (collection: string, query: string): Promise<OgcPage> =>
    ogc.json(`/collections/${collection}/items?limit=5000&${query}`);
  const cql = (collection: string, filter: string, more = ''): Promise<OgcPage> =>
    ask(collection, `filter=${encodeURIComponent(filter)}${more}`);
  const ids = ({ features }: OgcPage): number[] => features.map(({ id }) => id);

  describe.each(COLLECTIONS.map(({ id, columns }) => [id, columns] as const))('of %s', (id, columns) => {
    /** What is asked, against what the features themselves say. */
    async function expectSame(query: string, keeps: (value: Value) => boolean, { name }: Column): Promise<void> {
      const all = await ask(id, '');
      const wanted = all.features.filter(({ properties }) => keeps(properties[name]!));
      const found = await ask(id, query);
      expect(ids(found), query).toEqual(wanted.map((feature) => feature.id));
      expect(found.numberMatched, query).toBe(wanted.length);
    }

    test.each(columns.map((column) => [column.name, column] as const))('%s', async (name, column) => {
      const all = await ask(id, '');
      const known = [...new Set(all.features.map(({ properties }) => properties[name]!))];
      const said = (filter: string): string => `filter=${encodeURIComponent(filter)}`;
      for (const value of known) {
        if (value === null) continue;
        await expectSame(`${name}=${encodeURIComponent(String(value))}`, (own) => own === value, column);
        await expectSame(said(`${name} = ${quoted(value)}`), (own) => own === value, column);
        await expectSame(said(`"${name}" <> ${quoted(value)}`), (own) => own !== null && own !== value, column);
        await expectSame(said(`${name} IN (${quoted(value)})`), (own) => own === value, column);
        await expectSame(said(`not (${name} IN (${quoted(value)}))`), (own) => own !== null && own !== value, column);
        if (column.type === 'string' || column.type === 'list') {
          const part = String(value)
            .slice(0, 2)
            .replaceAll(/[%_\\]/g, '\\$&');
          await expectSame(
            said(`${name} LIKE ${quoted(`${part}%`)}`),
            (own) => String(own ?? '').startsWith(String(value).slice(0, 2)),
            column,
          );
        } else if (column.type !== 'boolean') {
          await expectSame(said(`${name} >= ${quoted(value)}`), (own) => own !== null && own >= value, column);
          await expectSame(said(`${name} < ${quoted(value)}`), (own) => own !== null && own < value, column);
          await expectSame(
            said(`${name} BETWEEN ${quoted(value)} AND ${quoted(value)}`),
            (own) => own === value,
            column,
          );
        }
      }
      await expectSame(said(`${name} IS NULL`), (own) => own === null, column);
      await expectSame(said(`${name} IS NOT NULL`), (own) => own !== null, column);
      const none = {
        string: '没有的',
        list: '没有的',
        integer: '987654',
        number: '0.125',
        boolean: null,
        date: '1900-01-01',
      }[column.type];
      if (none !== null) await expectSame(`${name}=${encodeURIComponent(none)}`, () => false, column);
    });

    test('are those that its description and its list of queryables name', async () => {
      const { properties } = await ogc.json<{ properties: object }>(`/collections/${id}/queryables`);
      expect(Object.keys(properties)).toEqual([...columns.map(({ name }) => name), 'geometry']);
      type Api = { paths: Record<string, { get: { parameters: { name?: string; $ref?: string }[] } }> };
      const parameters = (await ogc.json<Api>('/api')).paths[`/collections/${id}/items`]!.get.parameters;
      expect(parameters.flatMap(({ name }) => name ?? [])).toEqual(columns.map(({ name }) => name));
    });
  });

  test('every column of every collection that can hold something was filtered by something', async () => {
    const empty = (
      await Promise.all(
        COLLECTIONS.map(async ({ id, columns }) => {
          const { features } = await ask(id, '');
          return columns
            .filter(({ name }) => features.every(({ properties }) => properties[name] === null))
            .map(({ name }) => `${id}.${name}`);
        }),
      )
    ).flat();
    // The small town has no union and no codes of regions; its walls are those of a named compound.
    expect(empty.filter((each) => !each.startsWith('unions.') && !/\.(code|name_en|parent)$/.test(each))).toEqual([]);
  });

  describe('a filter', () => {
    test.each([
      ["(households > 20) AND (name LIKE 'O%')", [4]],
      ["name = 'O''Neil 楼'", [4]],
      ["CASEI(name) = casei('o''NEIL 楼')", [4]],
      ["name ilike 'o''n%'", [4]],
      ["kind='residential' and not name is null or floors>=18", [2, 4]],
      ["kind = 'residential' AND (NOT (name IS NULL) OR floors >= 100)", [2, 4]],
      ['households BETWEEN 21 AND 22', [1, 2]],
      ['households NOT BETWEEN 21 AND 22', [0, 3, 4]],
      ["house_number in ('10','14')", [0, 2]],
      ["house_number NOT IN ('10','14')", [1, 3, 4]],
      ['height_m >= 1.83e1', [0, 1, 2, 3, 4]],
      ['height_m>18.3', []],
      ['estimated = TRUE', [4]],
      ['estimated = 0', [0, 1, 2, 3]],
      ["compound IS NOT NULL and kind <> 'office'", [0, 1]],
    ])('%s', async (filter, wanted) => {
      for (const language of ['', '&filter-lang=cql-text', '&filter-lang=cql2-text']) {
        expect(ids(await cql('buildings', filter, language))).toEqual(wanted.map((i) => ogc.town.buildings[i]));
      }
    });

    test('by an area', async () => {
      const [[x0, y0], [x1, y1]] = [at(1.2, 0.3), at(1.6, 0.7)];
      const ring = `${x0} ${y0}, ${x1} ${y0}, ${x1} ${y1}, ${x0} ${y1}, ${x0} ${y0}`;
      const wanted = [ogc.town.buildings[2]];
      for (const area of [
        `POLYGON((${ring}))`,
        `polygon ((${ring}))`,
        `MULTIPOLYGON(((${ring})))`,
        `BBOX(${x0}, ${y0}, ${x1}, ${y1})`,
        `LINESTRING(${x0} ${y0}, ${x1} ${y1})`,
        `POINT(${at(1.4, 0.5).join(' ')})`,
      ])
        expect(ids(await cql('buildings', `S_INTERSECTS(geometry, ${area}) AND households < 1000`)), area).toEqual(
          wanted,
        );
      expect(ids(await cql('buildings', `NOT S_INTERSECTS(geometry, POLYGON((${ring})))`))).toHaveLength(4);
      expect(
        (await cql('communities', `INTERSECTS(geom, POINT(${at(1.4, 0.5).join(' ')}))`)).features[0]!.properties.name,
      ).toBe('城西社区');
      const latFirst = `POINT(${at(1.4, 0.5).toReversed().join(' ')})`;
      const crs = '&filter-crs=http://www.opengis.net/def/crs/EPSG/0/4326';
      expect(ids(await cql('buildings', `S_INTERSECTS(geometry, ${latFirst})`, crs))).toEqual(wanted);
    });

    test('by name takes % and _ for themselves', async () => {
      expect(await ask('compounds', `name=${encodeURIComponent("100%_'新'村")}`)).toMatchObject({ numberMatched: 1 });
      expect(await ask('compounds', `name=${encodeURIComponent('%')}`)).toMatchObject({ numberMatched: 0 });
      expect(await cql('compounds', "name LIKE '100\\%\\_''新''%'")).toMatchObject({ numberMatched: 1 });
    });

    test('cannot be made to say something else to the database', async () => {
      for (const attack of [
        "'; drop table building; --",
        "' or '1'='1",
        '\\',
        '$1',
        "'); select pg_sleep(9); --",
        '楼\u0001',
      ]) {
        expect(await ask('buildings', `name=${encodeURIComponent(attack)}`), attack).toMatchObject({
          numberMatched: 0,
        });
        expect(await cql('buildings', `name = ${quoted(attack)}`), attack).toMatchObject({ numberMatched: 0 });
      }
      expect(await ask('buildings', '')).toMatchObject({ numberMatched: 5 });
    });

    const nested = (depth: number): string => `${'('.repeat(depth)}floors > 1${')'.repeat(depth)}`;
    test.each([
      ['', 'expected at character 1'],
      ['floors', 'a comparison'],
      ['floors >', 'a value'],
      ['floors > 1 AND', 'name of a property'],
      ['floors > 1 floors < 2', 'AND, OR or the end'],
      ["floors > 'six'", 'is a number'],
      ['name = 5', 'single quotes'],
      ['floors LIKE 6', 'LIKE compares text'],
      ["colour = 'red'", '"colour" is no property'],
      ['floors > households', 'a value'],
      ["name = 'open", 'cannot be read'],
      ['floors ; 1', 'cannot be read'],
      ["name LIKE 'a\\'", 'single \\'],
      ['estimated > maybe', 'a value'],
      ['estimated = 7', 'no value for estimated'],
      ['floors = 1e999', 'no value for floors'],
      ['floors IN ()', 'a value'],
      ['floors BETWEEN 1 OR 2', 'AND is expected'],
      ['S_INTERSECTS(geometry, POLYGON((1 1, 2 2, 1 1)))', 'less than three corners'],
      ['S_INTERSECTS(geometry, POLYGON((1 1, 2 2, 3 1, 4 4)))', 'end where it begins'],
      ['S_INTERSECTS(geometry, POLYGON((1 1', 'do not close'],
      ['S_INTERSECTS(geometry, CIRCLE(1 1))', 'well-known text'],
      ['S_INTERSECTS(geometry, POINT(500 100))', 'nowhere'],
      ['S_INTERSECTS(name, POINT(1 1))', 'geometry is expected'],
      ['S_INTERSECTS(geometry, POLYGON EMPTY)', ''],
      [nested(41), 'more than 40'],
      [`floors > 1${' or floors > 1'.repeat(200)}`, 'more than 200'],
      [`name = '${'x'.repeat(8000)}'`, 'longer than'],
      [Array(6).fill('S_INTERSECTS(geometry, POINT(1 1))').join(' OR '), 'more than 5 areas'],
      [`floors > ${'NOT '.repeat(30)}`, ''],
    ])('%s is refused with a reason', async (filter, reason) => {
      const answer = await ogc.get(`/collections/buildings/items?filter=${encodeURIComponent(filter)}`);
      expect(answer.status).toBe(400);
      expect((await answer.json()).detail).toContain(reason);
    });

    test('may be nested as far as is allowed', async () => {
      expect(await cql('buildings', nested(40))).toMatchObject({ numberMatched: 5 });
      const many = `floors > 1${' and floors > 1'.repeat(199)}`;
      expect(await cql('buildings', many)).toMatchObject({ numberMatched: 5 });
      const areas = Array(5).fill('S_INTERSECTS(geometry, BBOX(124, 43, 125, 44))').join(' AND ');
      expect(await cql('blocks', areas)).toMatchObject({ numberMatched: 8 });
    });

    test('in a language that is not understood is refused', async () => {
      for (const language of ['cql2-json', 'json-filter-expr', 'sql', ''])
        expect((await ogc.get(`/collections/buildings/items?filter=floors>1&filter-lang=${language}`)).status).toBe(
          400,
        );
    });
  });

  test('random text never fails the server', async () => {
    const pieces = [
      '(',
      ')',
      'AND',
      'OR',
      'NOT',
      'floors',
      'name',
      '=',
      '>',
      "'x'",
      '5',
      'IN',
      ',',
      'LIKE',
      'IS',
      'NULL',
      'S_INTERSECTS',
      'geometry',
      'POINT',
      '1',
      '"',
      '\\',
      'BETWEEN',
      'CASEI',
      'DATE',
    ];
    let seed = 7;
    const next = (): number => {
      seed = (seed * 1103515245 + 12345) % 2147483648;
      return seed;
    };
    for (let i = 0; i < 300; i++) {
      const text = Array.from({ length: 1 + (next() % 9) }, () => pieces[next() % pieces.length]).join(' ');
      const { status } = await ogc.get(`/collections/buildings/items?filter=${encodeURIComponent(text)}`);
      expect([200, 400], text).toContain(status);
    }
  });
});

import { beforeAll, describe, expect, test } from 'vitest';
import { countFeatures, countUnlocated } from '../../../api/db/counties.ts';
import type { Database, ScopedDatabase, Statement, Tx } from '../../../api/db/database.ts';
import { readLayerChanges, readLayerRows } from '../../../api/db/layers.ts';
import type { OpenedDatabase } from '../../../api/db/open.ts';
import { thingsNamed } from '../../../api/db/search.ts';
import { sql } from '../../../api/db/sql.ts';
import { eachDatabase } from '../../support/databases.ts';
import { folderWith, run } from '../../support/run-command.ts';
import { at, collection, communities, feature, rectangle, roads } from '../../support/small-files.ts';

const COUNTY = '992181';

/** Houses in rows of fifty, three chunks of them; one more than fits lies outside the county. */
const houses = (count: number, first = 0) =>
  collection([
    ...Array.from({ length: count }, (_, i) => {
      const [x, y] = [(i % 50) / 6 + 0.5, Math.floor(i / 50) / 6 + 0.5];
      return feature(rectangle(x, y, x + 0.1, y + 0.1), { building: 'house', name: `第${first + i}栋` });
    }),
    feature(rectangle(12, 1, 12.1, 1.1), { building: 'house', name: '县外楼' }),
  ]);
const MANY = 2_300;

const FILES = {
  'communities.geojson': communities,
  'counted.geojson': collection([
    feature(rectangle(0, 0, 5, 10), { name: '西社区', population: 5000 }),
    feature(rectangle(5, 0, 10, 10), { name: '东社区', population: 7000 }),
  ]),
  'roads.geojson': roads,
  'few.geojson': houses(5),
  'many.geojson': houses(MANY),
  'others.geojson': houses(MANY, 10_000),
  'sites.geojson': collection([
    feature({ type: 'Point', coordinates: at(1, 1) }, { amenity: 'clinic', name: '卫生站' }),
  ]),
};

interface Transaction {
  statements: string[];
  copied: string[];
}

eachDatabase('landing an import', (get) => {
  const folder = folderWith(FILES);
  const viewer = () => get().as({ county: COUNTY, role: 'viewer' });
  const owner = () => get().owner.pool('tongxin');
  const load = (database: OpenedDatabase, ...words: string[]) =>
    run(database, folder, 'import', ...words, '--county', COUNTY);
  const bring = async (...words: string[]): Promise<void> => {
    const { code, err } = await load(get(), ...words);
    expect(code, err).toBe(0);
  };
  const buildings = async (): Promise<number> => {
    const { rows } = await viewer().query<{ n: number }>(sql`select count(*)::int as n from building`);
    return rows[0]!.n;
  };
  const ownersCount = async (from: string): Promise<number> => {
    const { rows } = await owner().query<{ n: number }>(
      `select count(*)::int as n from ${from} where county = '${COUNTY}'`,
    );
    return rows[0]!.n;
  };
  /** Everything that a person can tell of the buildings. */
  async function toldOfBuildings() {
    const db = viewer();
    const { rows } = await db.query<{ id: number; fabric: number; seq: number }>(sql`
      select division.id, fabric, seq from division join fabric on fabric.id = division.fabric
       where division.county = ${COUNTY} and fabric.county = ${COUNTY} and valid is not null`);
    const division = rows[0]!;
    return {
      counted: (await countFeatures(db, COUNTY, division)).building ?? 0,
      unlocated: (await countUnlocated(db, COUNTY, division.seq)).building ?? 0,
      drawn: (await readLayerRows(db, 'building', null, null, 0, 10_000)).length,
      found: (
        await thingsNamed(
          db,
          [{ thing: 'building', field: 'name', texts: ['第7栋'] }],
          { division: division.id, near: null },
          5,
        )
      ).map(({ name }) => name),
    };
  }

  /** The database, which tells what each transaction did and lets the test look after every call. */
  function watched(after: (done: Transaction | null) => Promise<void>): OpenedDatabase {
    const database = get();
    const watchedTx = (tx: Tx, seen: Transaction): Tx => ({
      query: (statement: Statement) => {
        seen.statements.push(statement.text);
        return tx.query(statement);
      },
      copyIn: (table, columns, csv) => {
        seen.copied.push(table);
        return tx.copyIn(table, columns, csv);
      },
    });
    const watchedScope = (db: ScopedDatabase): ScopedDatabase => ({
      ...db,
      query: async (statement) => {
        const result = await db.query<never>(statement);
        await after(null);
        return result;
      },
      transaction: async (fn) => {
        const seen: Transaction = { statements: [], copied: [] };
        const result = await db.transaction((tx) => fn(watchedTx(tx, seen)));
        await after(seen);
        return result;
      },
    });
    return { ...database, as: (scope) => watchedScope((database as Database).as(scope)) };
  }

  beforeAll(async () => {
    await bring('communities.geojson', '--as', 'regions', '--name', '某县');
    await bring('roads.geojson', '--as', 'roads');
  });

  test('nobody sees a building of it, by count, tile, search or list, before all of them are there', async () => {
    const empty = { counted: 0, unlocated: 0, drawn: 0, found: [] };
    const told: unknown[] = [];
    const before = await toldOfBuildings();
    const written: number[] = [];
    const watching = watched(async (transaction) => {
      if (!transaction) return;
      if (transaction.copied.includes('building')) written.push(told.length);
      told.push(await toldOfBuildings());
    });
    expect((await load(watching, 'many.geojson', '--as', 'buildings')).code).toBe(0);
    const full = { counted: MANY + 1, unlocated: 1, drawn: MANY + 1, found: ['第7栋'] };
    expect(before).toEqual(empty);
    expect(await toldOfBuildings()).toMatchObject({ ...full, found: expect.arrayContaining(full.found) });
    const counts = told.map((each) => (each as typeof full).counted);
    const switched = counts.indexOf(MANY + 1);
    expect(written.length).toBeGreaterThan(0);
    expect(switched).toBeGreaterThan(written.at(-1)!); // all chunks had been written by then
    expect(new Set(counts.slice(0, switched))).toEqual(new Set([0]));
    expect(told.slice(0, switched)).toEqual(Array(switched).fill(empty));
    expect(new Set(counts.slice(switched))).toEqual(new Set([MANY + 1]));
  });

  test('what it replaces is seen until the very moment, and cleared away afterwards with all that names it', async () => {
    await bring('sites.geojson', '--as', 'sites');
    await get()
      .as({ county: COUNTY, role: 'admin' })
      .query(sql`
      update site set building = (select min(id) from building where county = ${COUNTY}) where county = ${COUNTY}`);
    const counts: number[] = [];
    const watching = watched(async (transaction) => {
      if (transaction) counts.push(await buildings());
    });
    expect((await load(watching, 'others.geojson', '--as', 'buildings', '--mode', 'replace')).code).toBe(0);
    expect(new Set(counts)).toEqual(new Set([MANY + 1]));
    expect(await ownersCount('building')).toBe(MANY + 1);
    expect(await toldOfBuildings()).toMatchObject({ counted: MANY + 1, unlocated: 1 });
    const { rows } = await owner().query<{ n: number }>(
      `select sum(more + 1)::int as n from located where county = '${COUNTY}' and thing = 'building'`,
    );
    expect(rows[0]!.n).toBe(MANY + 1);
    const named = await viewer().query(sql`
      select building.name from site join building on building.county = site.county and building.id = site.building`);
    expect(named.rows, 'the new building on the same spot').toEqual([{ name: expect.any(String) }]);
    const { rows: loads } = await owner().query(`select state from thing_load where county = '${COUNTY}'`);
    expect(new Set(loads.map(({ state }) => state))).toEqual(new Set(['standing']));
  });

  test('the one transaction that lands it does the same for thousands of buildings as for five', async () => {
    const landing = async (file: string): Promise<Transaction> => {
      const transactions: Transaction[] = [];
      const watching = watched(async (transaction) => {
        if (transaction) transactions.push(transaction);
      });
      expect((await load(watching, file, '--as', 'buildings', '--mode', 'replace')).code).toBe(0);
      return transactions.find(({ statements }) => statements.some((text) => text.includes('.audit')))!;
    };
    const few = await landing('few.geojson');
    const many = await landing('many.geojson');
    expect(many.copied).toEqual([]);
    expect(many.statements).toEqual(few.statements);
    expect(many.statements.join()).not.toMatch(/insert into (building|located)/);
  });

  test('a population given later is shared out over the buildings that stand, all of it', async () => {
    await bring('counted.geojson', '--as', 'regions');
    const { rows } = await viewer().query(sql`
      select sum(residents)::int as residents, bool_and(estimated) filter (where residents > 0) as estimated from building`);
    expect(rows).toEqual([{ residents: 12_000, estimated: true }]);
    expect(await ownersCount('due_figure')).toBe(0);
    const { rows: regions } = await viewer().query(sql`
      select residents from region_version where kind = 'county'`);
    expect(regions).toEqual([{ residents: 12_000 }]);
  });

  test('tiles learn of it when it is seen, not while it is being written', async () => {
    const version = async (): Promise<number> => {
      const changes = await readLayerChanges(viewer(), COUNTY);
      return changes.filter(({ layer }) => layer === 'building').reduce((sum, change) => sum + change.version, 0);
    };
    const before = await version();
    const during: number[] = [];
    const watching = watched(async (transaction) => {
      if (transaction?.copied.includes('building')) during.push(await version());
    });
    expect((await load(watching, 'many.geojson', '--as', 'buildings', '--mode', 'add')).code).toBe(0);
    expect(during.length).toBeGreaterThan(0); // how many rows a transaction takes depends on the database
    expect(new Set(during)).toEqual(new Set([before]));
    expect(await version()).toBeGreaterThan(before);
  });

  describe('that breaks off', () => {
    test.each(['building', 'thing_load', '.audit'])(
      'while it writes %s leaves the county as it was, and nothing behind',
      async (place) => {
        const before = await toldOfBuildings();
        const standing = await ownersCount('building');
        const breaking: OpenedDatabase = {
          ...get(),
          as: (scope) => {
            const db = (get() as Database).as(scope);
            const refuse = (text: string): void => {
              if (text.includes(place)) throw new Error('the line went dead');
            };
            return {
              ...db,
              transaction: (fn) =>
                db.transaction((tx) =>
                  fn({
                    query: async (statement) => {
                      if (!statement.text.startsWith('select')) refuse(statement.text);
                      return tx.query(statement);
                    },
                    copyIn: async (table, columns, csv) => {
                      refuse(table);
                      return tx.copyIn(table, columns, csv);
                    },
                  }),
                ),
            };
          },
        };
        const { code, err } = await load(breaking, 'others.geojson', '--as', 'buildings', '--mode', 'replace');
        expect({ code, err }).toMatchObject({ code: 1, err: expect.stringContaining('the line went dead') });
        expect(await toldOfBuildings()).toEqual(before);
        expect(await ownersCount('building')).toBe(standing);
        expect(await ownersCount('due_figure')).toBe(0);
        const { rows } = await owner().query(
          `select 1 from thing_load where county = '${COUNTY}' and state <> 'standing'`,
        );
        expect(rows).toEqual([]);
      },
    );
  });
});

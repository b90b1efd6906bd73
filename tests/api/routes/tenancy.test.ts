import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { LAYERS } from '../../../api/contract/words.ts';
import { readLayerRows, readTile as readPostgisTile } from '../../../api/db/layers.ts';
import { housesNumbered, thingsNamed } from '../../../api/db/search.ts';
import { sql } from '../../../api/db/sql.ts';
import { eachDatabase } from '../../support/databases.ts';
import { everyAddress, type FullTown, fullTown } from '../../support/every-address.ts';
import { readTileAnswer } from '../../support/read-tile.ts';
import { at, type SmallTown, smallTown } from '../../support/small-town.ts';
import { tileAt } from '../../support/tile-at.ts';
import type { Visitor } from '../../support/visitor.ts';
import { openApp, type WholeApp } from '../../support/whole-app.ts';

/** Two counties with the same things in the same place; every name begins with its county's mark. */
eachDatabase('an account of one county', (database) => {
  const MARKS = { 甲: '991106', 乙: '991107' } as const;
  const pairs = [
    ['甲', '乙'],
    ['乙', '甲'],
  ] as const;
  type Mark = keyof typeof MARKS;
  const towns = new Map<Mark, FullTown>();
  const viewers = new Map<Mark, Visitor>();
  /** of each county, one with each of the roles that see most */
  const people = new Map<Mark, Map<string, Visitor>>();
  let app: WholeApp;

  beforeAll(async () => {
    const small = new Map<string, SmallTown>();
    for (const [mark, code] of Object.entries(MARKS)) small.set(mark, await smallTown(database(), code, mark));
    app = await openApp(database());
    for (const [mark, code] of Object.entries(MARKS) as [Mark, string][]) {
      towns.set(mark, await fullTown(app, small.get(mark)!, mark));
      const own = new Map<string, Visitor>();
      for (const role of ['viewer', 'planner', 'admin'] as const) own.set(role, await app.somebody(code, role));
      people.set(mark, own);
      viewers.set(mark, own.get('viewer')!);
    }
  });
  afterAll(() => app?.close());

  const tile = `${LAYERS.join(',')}/${tileAt(14, at(1, 1))}.mvt`;

  describe.each(pairs)('%s against %s', (mine, other) => {
    test('is refused at every address of the other county, in the same words as for a county that is not there', async () => {
      const addresses = await everyAddress(app, MARKS[other], towns.get(other)!);
      expect(addresses.length).toBeGreaterThan(50);
      for (const address of addresses) {
        for (const [role, visitor] of people.get(mine)!) {
          const answer = await visitor.get(address);
          expect(answer.status, `${role} at ${address}`).toBe(403);
          // Whoever brings in a new county has to learn that a code is taken.
          if (address.includes('/imports')) continue;
          const nowhere = await visitor.get(address.replace(MARKS[other], '991998'));
          expect((await answer.text()).replaceAll(MARKS[other], ''), address).toBe(
            (await nowhere.text()).replaceAll('991998', ''),
          );
        }
      }
    });

    test("gets nothing of the other county through its own addresses, though ids and places are the other's", async () => {
      const own = await everyAddress(app, MARKS[mine], towns.get(other)!);
      for (const address of own.filter((each) => !each.startsWith('/tiles'))) {
        const statuses: number[] = [];
        for (const visitor of people.get(mine)!.values()) {
          const answer = await visitor.get(address);
          statuses.push(answer.status);
          expect(await answer.text(), address).not.toContain(other);
        }
        expect([200, 403, 404], address).toEqual(expect.arrayContaining(statuses));
        expect(
          statuses.some((status) => status !== 403),
          address,
        ).toBe(true);
      }
    });

    test('finds by search its own alone', async () => {
      for (const q of [other, '社区', '解放大街', '楼', MARKS[other]]) {
        const answer = await viewers
          .get(mine)!
          .get(`/api/counties/${MARKS[mine]}/search?limit=50&q=${encodeURIComponent(q)}`);
        expect(await answer.text()).not.toContain(other);
      }
    });

    test('counts its own alone', async () => {
      const found = await (await viewers.get(mine)!.get(`/api/counties/${MARKS[mine]}`)).json();
      expect(found.counts).toMatchObject({ building: 5, site: 4, community: 2, block: 8 });
    });

    test("decodes from tiles its own features alone, and no ETag is the other's", async () => {
      const answers = await Promise.all(
        ([mine, other] as const).map((mark) => viewers.get(mark)!.get(`/tiles/${MARKS[mark]}/${tile}`)),
      );
      const [layers, others] = await Promise.all(answers.map((answer) => readTileAnswer(answer)));
      expect(layers!.get('building')!.size).toBe(5);
      expect([...layers!.keys()]).toEqual([...others!.keys()]);
      for (const features of layers!.values()) {
        for (const { properties } of features.values()) expect(JSON.stringify(properties)).not.toContain(other);
      }
      const [etag, othersEtag] = answers.map((answer) => answer.headers.get('etag'));
      expect(etag).not.toBe(othersEtag);
      const asked = await viewers.get(mine)!.get(`/tiles/${MARKS[mine]}/${tile}`, { 'if-none-match': othersEtag! });
      expect(asked.status).toBe(200);
    });
  });

  test('under many mixed requests at once everybody still gets their own', async () => {
    const asked = Array.from({ length: 120 }, (_, i) => pairs[i % 2]![0]);
    const answers = await Promise.all(
      asked.map(async (mark, i) => {
        const address = [
          `/api/counties/${MARKS[mark]}/regions`,
          `/api/counties/${MARKS[mark]}/search?q=${encodeURIComponent('社区')}`,
          `/api/counties/${MARKS[mark]}/things/site/${towns.get(mark)!.sites[0]}`,
        ][i % 3]!;
        return (await viewers.get(mark)!.get(address)).text();
      }),
    );
    for (const [i, mark] of asked.entries()) {
      const other = mark === '甲' ? '乙' : '甲';
      expect(answers[i]).toContain(mark);
      expect(answers[i]).not.toContain(other);
    }
  });

  test('without a scope the functions of the owner give nothing', async () => {
    const town = towns.get('甲')!;
    const place = { division: town.division, near: null };
    for (const thing of ['region', 'compound', 'building', 'site', 'road'] as const) {
      const { rows } = await town.db.query<{ text: string }>(
        sql`select text from search_name where county = app_county() and thing = ${thing} and field = 'name'`,
      );
      const texts = rows.map(({ text }) => text);
      const names = [{ thing, field: 'name' as const, texts }];
      expect((await thingsNamed(town.db, names, place, 50)).length, thing).toBeGreaterThan(0);
      expect(await thingsNamed(database(), names, place, 50), thing).toEqual([]);
    }
    const house = { streets: ['解放大街'], compounds: ['花园小区'], regions: ['城西社区'], number: '12', exact: false };
    expect(await housesNumbered(town.db, house, place, 50)).not.toEqual([]);
    expect(await housesNumbered(database(), house, place, 50)).toEqual([]);
    expect((await database().query(sql`select from search_name`)).rows).toEqual([]);
    for (const layer of LAYERS) {
      expect(await readLayerRows(database(), layer, town.division, null, 0, 10), layer).toEqual([]);
    }
    if (database().kind === 'pg') {
      const [, x, y] = tileAt(15, at(1, 1)).split('/').map(Number);
      expect(await readPostgisTile(database(), LAYERS, 15, x!, y!, town.division)).toHaveLength(0);
    }
  });

  test("a county's scope with the other's division gives no regions and no blocks", async () => {
    const foreign = towns.get('乙')!.division;
    const db = database().as({ county: MARKS.甲, role: 'admin' });
    expect(await readLayerRows(db, 'community', foreign, null, 0, 10)).toEqual([]);
    expect(await readLayerRows(db, 'block', foreign, null, 0, 10)).toEqual([]);
  });

  test('a staged division shows in no tile, whoever asks', async () => {
    const town = towns.get('甲')!;
    const { rows } = await town.db.query<{ id: number }>(sql`
      insert into division (county, fabric, name) select ${town.code}, fabric, '草案' from division where id = ${town.division}
      returning id`);
    await town.db.query(sql`
      insert into region_version (county, division, region, kind, name, hue, geom, label, area_m2)
      select county, ${rows[0]!.id}, region, kind, name, hue, geom, label, area_m2 from region_version
       where county = ${town.code} and division = ${town.division} and kind = 'street'`);
    expect(await readLayerRows(town.db, 'street', rows[0]!.id, null, 0, 10)).toEqual([]);
  });
});

import { beforeAll, expect, test } from 'vitest';
import { countUnlocated } from '../../../api/db/counties.ts';
import { upsertCounty } from '../../../api/db/county-register.ts';
import { listThingsInBlock, readBlockOf } from '../../../api/db/inspection.ts';
import { copyLocated, locatedLines, readLocated, upsertLocated } from '../../../api/db/located.ts';
import { sql } from '../../../api/db/sql.ts';
import { type InstalledDivision, installDivision } from '../../../api/services/install-division.ts';
import { loadThings } from '../../../api/services/load-things.ts';
import { chequeredFabric } from '../../support/chequered-fabric.ts';
import { eachDatabase } from '../../support/databases.ts';

const county = '991048';

eachDatabase('where things lie that came together', (get) => {
  let first: InstalledDivision;
  let later: InstalledDivision;
  let ids: number[];
  const db = () => get().as({ county, role: 'admin' });

  beforeAll(async () => {
    await upsertCounty(db(), { code: county, name: '两格县', nameEn: '', demo: false, attribution: '' });
    const dated = (validFrom: string) =>
      installDivision(db(), {
        ...{ name: '区划', validFrom, fabric: chequeredFabric(2, 1), countyName: '两格县' },
        regions: [{ key: 'c', kind: 'community', parent: null, code: null, name: '社区' }],
        assignment: ['c', 'c'],
      });
    first = await dated('2020-01-01');
    later = await dated('2021-01-01');
    ids = await loadThings(
      db(),
      'organization',
      Array.from({ length: 6 }, (_, i) => ({ kind: 'shop', name: `第${i}商店`, point: [124.33, 43.3] })),
    );
  });

  const ground = ({ fabric, seq }: InstalledDivision) => ({ id: fabric, seq });
  const names = async ({ division, fabric, seq }: InstalledDivision, block: number) =>
    (await listThingsInBlock(db(), { county, division, fabric, seq }, block, 'organization', 10)).rows.map(
      ({ name }) => name,
    );
  const blockOf = ({ division, fabric, seq }: InstalledDivision, id: number) =>
    readBlockOf(db(), { county, division, fabric, seq }, 'organization', id);

  //   ids     0  1  2  3  4  5
  //   block   W  W  W  E  –  –
  test('is told by one row for those that follow one another in a block, or in none', async () => {
    const [west, east] = first.blockIds as [number, number];
    const blocks = [west, west, west, east, null, null];
    const lines = locatedLines(
      county,
      'organization',
      ground(first),
      ids.map((id, i) => ({ id, block: blocks[i]! })),
    );
    expect(lines.trim().split('\n')).toHaveLength(3);
    await db().transaction((tx) => copyLocated(tx, lines));

    const found = await readLocated(db(), 'organization', county, first.seq, ids[1]!, ids[4]!);
    expect(found).toEqual(new Map([1, 2, 3, 4].map((i) => [ids[i]!, blocks[i]!])));
    expect(await Promise.all(ids.map((id) => blockOf(first, id)))).toEqual(blocks);
    expect(await names(first, west)).toEqual(['第0商店', '第1商店', '第2商店']);
    expect(await names(first, east)).toEqual(['第3商店']);
    expect(await countUnlocated(db(), county, first.seq)).toEqual({ organization: 2 });
  });

  test('things that do not follow one another have rows of their own', () => {
    const lines = locatedLines(county, 'organization', ground(first), [
      { id: 7, block: 1 },
      { id: 9, block: 1 },
      { id: 10, block: 1 },
    ]);
    expect(lines).toBe(
      [7, 9].map((id) => `${county},organization,${id},${id === 9 ? 1 : 0},${first.seq},${first.fabric},1\n`).join(''),
    );
  });

  test('a row of its own holds against the one for many: at the same fabric, and from a later one on', async () => {
    const [west, east] = first.blockIds as [number, number];
    await upsertLocated(db(), 'organization', county, ground(first), [{ id: ids[0]!, block: east }]);
    await upsertLocated(db(), 'organization', county, ground(later), [
      { id: ids[1]!, block: null },
      { id: ids[4]!, block: west },
    ]);
    expect(await Promise.all(ids.map((id) => blockOf(first, id)))).toEqual([east, west, west, east, null, null]);
    expect(await Promise.all(ids.map((id) => blockOf(later, id)))).toEqual([east, null, west, east, west, null]);
    expect(await names(first, west)).toEqual(['第1商店', '第2商店']);
    expect(await names(first, east)).toEqual(['第0商店', '第3商店']);
    expect(await names(later, west)).toEqual(['第2商店', '第4商店']);
    expect(await countUnlocated(db(), county, later.seq)).toEqual({ organization: 2 });
    const found = await readLocated(db(), 'organization', county, later.seq, ids[0]!, ids[5]!);
    expect(ids.map((id) => found.get(id))).toEqual([east, null, west, east, west, null]);
  });

  test('names a block and a fabric that are there, and no two rows for many tell of the same thing', async () => {
    const insert = (id: number, more: number, block: number | null, fabric = first.fabric) =>
      db().query(sql`
        insert into located (county, thing, id, more, from_seq, fabric, block)
        values (${county}, 'organization', ${id}, ${more}, ${first.seq}, ${fabric}, ${block})`);
    await expect(insert(9_000_000, 5, 987_654)).rejects.toMatchObject({ code: '23503' });
    await expect(insert(9_000_000, 5, null, 987_654)).rejects.toMatchObject({ code: '23503' });
    await expect(insert(9_000_000, -1, null)).rejects.toMatchObject({ code: '23514' });
    await expect(insert(ids[2]!, 4, null)).rejects.toMatchObject({ code: '23P01' });
  });

  test('of a fabric that is withdrawn goes on to the next one, but for what is known there', async () => {
    const [west] = first.blockIds as [number, number];
    await get()
      .owner.pool('tongxin')
      .query(`
      delete from division where county = '${county}' and fabric = ${first.fabric}`);
    await get()
      .owner.pool('tongxin')
      .query(`
      update fabric set staged_by = '00000000-0000-4000-8000-000000000048', withdrawn = true
       where county = '${county}' and id = ${first.fabric}`);
    const before = await Promise.all(ids.map((id) => blockOf(later, id)));
    for (;;) {
      const { rows } = await db().query<{ n: number }>(sql`select settle_imports(2) as n`);
      if (rows[0]!.n === 0) break;
    }
    const { rows } = await db().query(sql`select from located where county = ${county} and fabric = ${first.fabric}`);
    expect(rows).toEqual([]);
    expect(await Promise.all(ids.map((id) => blockOf(later, id)))).toEqual(before);
    expect(await names(later, west)).toEqual(['第2商店', '第4商店']);
  });
});

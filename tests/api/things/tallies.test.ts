import { expect, test } from 'vitest';
import { publishedFigures } from '../../../api/contract/thing-edits.ts';
import { upsertPublishedFigures } from '../../../api/db/published-figures.ts';
import { eachDatabase } from '../../support/databases.ts';
import { editedTown } from '../../support/edited-town.ts';
import type { Visitor } from '../../support/visitor.ts';

/** A number that shows nowhere else. */
const SECRET = 48_613;

eachDatabase('a tally', (database) => {
  const get = editedTown(database, '990206');
  const enter = (entries: object[], who: Visitor = get().admin) =>
    who.post(`/api/counties/${get().town.code}/tallies`, { entries });
  const entry = (block: number, n = SECRET) => ({ subject: 'member', class: '', period: '2026', block, n });
  const stored = async () =>
    (
      await database()
        .owner.pool('tongxin')
        .query<{ block: number; n: number; period: string }>(
          `select block::int, n, period from tally where county = '${get().town.code}' order by period, block`,
        )
    ).rows;

  test('is entered without an answer, and the next one takes its place', async () => {
    const { town } = get();
    const answer = await enter([entry(town.blocks[0]!), entry(town.blocks[3]!, 5)]);
    expect([answer.status, await answer.text()]).toEqual([204, '']);
    expect((await enter([entry(town.blocks[0]!, 12)])).status).toBe(204);
    expect((await stored()).filter(({ period }) => period === '2026')).toEqual([
      { block: town.blocks[0], n: 12, period: '2026' },
      { block: town.blocks[3], n: 5, period: '2026' },
    ]);
  });

  test('is entered with others or not at all; no refusal tells a number', async () => {
    const { town, desk, app } = get();
    await enter([entry(town.blocks[0]!)]);
    const before = await stored();
    const nowhere = await enter([entry(town.blocks[0]!, 1), entry(999_999, 1)]);
    expect(await nowhere.json()).toMatchObject({ status: 422, reason: 'no-link', step: 1 });
    const foreign = await enter([entry(town.blocks[0]!, 1), entry(town.blocks[3]!, 1)], desk);
    expect(await foreign.json()).toMatchObject({ status: 403, reason: 'outside-region', step: 1 });
    const viewer = await enter([entry(town.blocks[0]!, 1)], await app.somebody(town.code));
    expect(viewer.status).toBe(403);
    for (const wrong of [{ n: -1 }, { n: 1e9 }, { period: 'soon' }, { subject: 'person' }, { name: '张三' }]) {
      const answer = await enter([{ ...entry(town.blocks[0]!), ...wrong }]);
      expect(answer.status, JSON.stringify(wrong)).toBe(422);
      expect(await answer.text()).not.toContain(String(SECRET));
    }
    expect(await stored()).toEqual(before);
    expect((await enter([entry(town.blocks[0]!, 9)], desk)).status).toBe(204);
  });

  test('stands in no history, and the audit log tells that it was entered, not how many', async () => {
    const { town, admin } = get();
    await enter([entry(town.blocks[1]!)]);
    const { rows } = await town.db.query<{ action: string; detail: object }>({
      text: `select action, detail from audit where action = 'tallies.enter' order by id desc limit 1`,
    });
    expect(rows).toEqual([
      { action: 'tallies.enter', detail: { entries: 1, subjects: ['member'], periods: ['2026'] } },
    ]);
    const history = await (await admin.get(`/api/counties/${town.code}/thing-changes`)).text();
    expect(history).not.toContain(String(SECRET));
  });

  test('published figures are read by everybody of the county, with their sources', async () => {
    const { town, app } = get();
    const figure = { id: 'checked-in', name: '报到党员', value: 3008, unit: '人', source: '公开报道' };
    await upsertPublishedFigures(town.db, town.code, [figure]);
    const viewer = await app.somebody(town.code);
    const answer = await viewer.get(`/api/counties/${town.code}/published-figures`);
    expect(publishedFigures.parse(await answer.json())).toEqual({ figures: [figure] });
  });
});

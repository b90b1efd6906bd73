import { afterAll, beforeAll, expect, test } from 'vitest';
import type { HolidayReading, HolidayYear } from '../../../api/contract/holidays.ts';
import { eachDatabase } from '../../support/databases.ts';
import { plantCounty } from '../../support/plant-county.ts';
import type { Visitor } from '../../support/visitor.ts';
import { openApp, type WholeApp } from '../../support/whole-app.ts';

const HOME = '990865';
const text = (words: string) => new TextEncoder().encode(words);

eachDatabase('the holidays of a county', (get) => {
  let app: WholeApp;
  let admin: Visitor;
  const at = (year: number | string) => `/api/counties/${HOME}/holidays/${year}`;
  const read = async (year: number, by = admin) => (await (await by.get(at(year))).json()) as HolidayYear;
  const put = (year: number, body: object, by = admin) => by.send('PUT', at(year), body);
  const refusal = async (answer: Response) => {
    const { status, reason } = (await answer.json()) as { status: number; reason?: string };
    return [status, reason];
  };
  const NEW_YEAR = { day: '2027-01-01', kind: 'holiday', name: '元旦' };

  beforeAll(async () => {
    app = await openApp(get());
    await plantCounty(get(), HOME, { demo: false });
    admin = await app.somebody(HOME, 'admin');
  });
  afterAll(() => app.close());

  test('are as published until the county enters its own; of a year not published nothing is known', async () => {
    const viewer = await app.somebody(HOME, 'viewer');
    const { version, source, days } = await read(2026, viewer);
    expect([version, source]).toEqual([0, expect.stringContaining('国办发明电〔2025〕7号')]);
    const of = (kind: string) => days.filter((day) => day.kind === kind).map(({ day }) => day);
    expect(of('holiday')).toHaveLength(33);
    // Who works on a weekend, works on a weekend.
    expect(of('workday').map((day) => new Date(day).getUTCDay())).toEqual([0, 6, 6, 6, 0, 6]);
    expect(await read(2027, viewer)).toEqual({ year: 2027, version: 0, source: '', days: [] });
  });

  test('are changed as a whole by the administrator of the county, and told when somebody was quicker', async () => {
    const own = { version: 0, source: '县政府通知', days: [NEW_YEAR, { ...NEW_YEAR, day: '2027-01-02' }] };
    for (const role of ['planner', 'leader'] as const)
      expect((await put(2027, own, await app.somebody(HOME, role))).status).toBe(403);
    expect((await put(2027, own)).status).toBe(200);
    expect(await refusal(await put(2027, own))).toEqual([409, undefined]);
    expect((await put(2027, { ...own, version: 1, days: [NEW_YEAR] })).status).toBe(200);
    expect(await read(2027)).toEqual({ year: 2027, version: 2, source: '县政府通知', days: [NEW_YEAR] });
  });

  test('do not take a day twice, of another year, or that there is not', async () => {
    const days = (...list: object[]) => ({ version: 2, source: '通知', days: list });
    expect(await refusal(await put(2027, days(NEW_YEAR, NEW_YEAR)))).toEqual([422, 'day-twice']);
    expect(await refusal(await put(2027, days({ ...NEW_YEAR, day: '2026-01-01' })))).toEqual([422, 'day-other-year']);
    for (const bad of [
      { ...NEW_YEAR, day: '2027-02-30' },
      { ...NEW_YEAR, kind: 'party' },
      { ...NEW_YEAR, name: '' },
    ])
      expect((await put(2027, days(bad))).status).toBe(422);
    for (const year of ['1999', 'next', '2027.5']) expect((await admin.get(at(year))).status).toBe(422);
  });

  test('are read from a table, with faults by row', async () => {
    const table = [
      '日期,类型,名称',
      '2028/1/1,放假,元旦',
      '2028年1月9日,上班,元旦',
      '2028-01-01,休,元旦',
      '不知道,放假,春节',
      '2027-12-31,放假,元旦',
      '2028-05-01,狂欢,劳动节',
      '2028-05-02,放假,',
    ].join('\n');
    const answer = await admin.upload(`${at(2028)}/reading`, text(table));
    expect(answer.status).toBe(200);
    const { days, faults } = (await answer.json()) as HolidayReading;
    expect(days).toEqual([
      { day: '2028-01-01', kind: 'holiday', name: '元旦' },
      { day: '2028-01-09', kind: 'workday', name: '元旦' },
    ]);
    expect(faults.map(({ row, fault }) => [row, fault])).toEqual([
      [4, 'day-twice'],
      [5, 'day-unreadable'],
      [6, 'day-other-year'],
      [7, 'kind-unknown'],
      [8, 'occasion-missing'],
    ]);
    expect(await refusal(await admin.upload(`${at(2028)}/reading`, text('a,b\n1,2\n')))).toEqual([
      422,
      'holiday-columns',
    ]);
  });
});

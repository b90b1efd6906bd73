import { afterAll, beforeAll, expect, test } from 'vitest';
import type { PlanReading } from '../../../api/contract/plan-reading.ts';
import type { Comparison, Plan, Publication, Published } from '../../../api/contract/plans.ts';
import { today } from '../../../api/contract/today.ts';
import { readRegionVersions } from '../../../api/db/divisions.ts';
import { eachDatabase } from '../../support/databases.ts';
import { drawer, stepOf } from '../../support/plan-steps.ts';
import type { Visitor } from '../../support/visitor.ts';
import { openApp, type WholeApp } from '../../support/whole-app.ts';
import { wideTown } from '../../support/wide-town.ts';

const HOME = '990852';

eachDatabase('a plan of a wide county', (get) => {
  let whole: WholeApp;
  let admin: Visitor;
  let plan: Plan;
  const county = `/api/counties/${HOME}`;

  beforeAll(async () => {
    const { division } = await wideTown(get(), HOME);
    whole = await openApp(get());
    admin = await whole.somebody(HOME, 'admin');
    plan = (await (await admin.post(`${county}/plans`, { title: '重划', level: 'grid' })).json()) as Plan;
    const db = get().as({ county: HOME, role: 'admin' });
    const grids = (await readRegionVersions(db, HOME, division)).filter(({ kind }) => kind === 'grid');
    await drawer(admin, HOME, plan).draw(
      stepOf({ kind: 'merge-regions', keep: grids[0]!.region, others: [grids[1]!.region] }),
    );
  }, 120_000);
  afterAll(() => whole?.close());

  /** What a request answers, and how often the server answers others meanwhile. */
  async function beside<T>(
    request: () => Promise<Response>,
    read: (response: Response) => Promise<T> = (response) => response.json() as Promise<T>,
  ): Promise<{ answer: T; others: number }> {
    let over = false;
    let others = 0;
    const asking = (async () => {
      while (!over) {
        expect((await whole.app.request('/api/health')).status).toBe(200);
        if (!over) others += 1;
        await new Promise((resolve) => setTimeout(resolve, 1));
      }
    })();
    const response = await request().finally(() => {
      over = true;
    });
    await asking;
    if (response.status !== 200) throw new Error(await response.text());
    return { answer: await read(response), others };
  }
  const bytesOf = async (response: Response) => new Uint8Array(await response.arrayBuffer());
  /** On the server's own thread, others would be answered before and after the computing alone. */
  const expectAnswering = ({ others }: { others: number }) => expect(others).toBeGreaterThan(10);

  test('reads a long table while the server answers others again and again', async () => {
    const { origin, headers } = { origin: 'http://localhost:5174', headers: { host: 'localhost:5174' } };
    const read = await beside<PlanReading>(async () =>
      whole.app.request(`${origin}${county}/plans/${plan.id}/reading`, {
        ...{ method: 'POST', headers: { ...headers, 'sec-fetch-site': 'same-origin', cookie: admin.cookie } },
        body: `block,region\n${Array.from({ length: 200_000 }, (_, i) => `${i},新社区\n`).join('')}`,
      }),
    );
    expect(read.answer).toMatchObject({ format: 'csv', rows: 200_000 });
    expectAnswering(read);
  });

  test.each(['division/export?format=geopackage', 'plans/ID/export?format=shapefile', 'plans/ID/change-list'])(
    'is taken away as a file (%s) while the server answers others again and again',
    async (what) => {
      const written = await beside(() => admin.get(`${county}/${what.replace('ID', String(plan.id))}`), bytesOf);
      expect(written.answer.length).toBeGreaterThan(1000);
      expectAnswering(written);
    },
  );

  const askFile = (signal?: AbortSignal) =>
    whole.app.request(`${county}/division/export?format=geopackage`, {
      headers: { cookie: admin.cookie },
      ...(signal && { signal }),
    });

  test('is compared beside files that are written, not after them', async () => {
    const files = Promise.all(Array.from({ length: 8 }, () => askFile())).then(() => 'files');
    const compared = admin
      .get(`${county}/comparison?left=division:${plan.base.division}&right=plan:${plan.id}&level=grid`)
      .then(() => 'compared');
    expect(await Promise.race([files, compared])).toBe('compared');
    await files;
  });

  test('is written no more for whoever has left, and all the same for who waits behind', async () => {
    const leaving = new AbortController();
    const left = askFile(leaving.signal);
    const waiting = askFile();
    leaving.abort('the line was closed');
    expect((await left).status).toBe(499);
    expect((await waiting).status).toBe(200);
  });

  test('is compared, judged, told beforehand and published while the server answers others again and again', async () => {
    const compared = await beside<Comparison>(() =>
      admin.get(`${county}/comparison?left=division:${plan.base.division}&right=plan:${plan.id}&level=grid`),
    );
    expect(compared.answer.blocks).toBe(16);
    expectAnswering(compared);

    const act = (action: string) => () => admin.post(`${county}/plans/${plan.id}/status`, { action });
    const judged = await beside<Plan>(act('submit'));
    expectAnswering(judged);
    for (const action of ['review', 'approve']) await act(action)();

    const told = await beside<Publication>(() =>
      admin.get(`${county}/plans/${plan.id}/publication?effective=${today()}`),
    );
    expect(told.answer.obstacles).toEqual([]);
    expectAnswering(told);

    const published = await beside<Published>(() =>
      admin.post(`${county}/plans/${plan.id}/publication`, { effective: today(), name: '新区划' }),
    );
    expectAnswering(published);
  });
});

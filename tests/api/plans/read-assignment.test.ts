import { readdir } from 'node:fs/promises';
import type { Polygon } from 'geojson';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type PlanReading, planReading } from '../../../api/contract/plan-reading.ts';
import type { Plan } from '../../../api/contract/plans.ts';
import { PROBLEM_BASE, type Problem } from '../../../api/contract/problems.ts';
import { eachDatabase } from '../../support/databases.ts';
import { drawer, freshId, stepOf } from '../../support/plan-steps.ts';
import { at, rectangle, type SmallTown, smallTown } from '../../support/small-town.ts';
import type { Visitor } from '../../support/visitor.ts';
import { openApp, type WholeApp } from '../../support/whole-app.ts';

const HOME = '990856';

/**
 *   ┌──────┬──────╥──────┬──────┐
 *   │ 4  grid 12  ║   grid 22 7 │      community 1 (城西社区) in the west, 2 (城东社区) in the east
 *   ├──────┼──────╫──────┼──────┤
 *   │ 0  grid 11  ║   grid 21 3 │
 *   └──────┴──────╨──────┴──────┘
 */
eachDatabase('a file read as a plan', (get) => {
  let whole: WholeApp;
  let town: SmallTown;
  let planner: Visitor;
  const county = `/api/counties/${HOME}`;
  const region = (key: string): number => town.regions.get(key)!;
  const block = (index: number): number => town.blocks[index]!;
  const blocks = (...indices: number[]): number[] => indices.map(block);

  beforeAll(async () => {
    town = await smallTown(get(), HOME);
    whole = await openApp(get());
    planner = await whole.somebody(HOME, 'planner');
  });
  afterAll(() => whole?.close());

  async function begin(of: Partial<Plan> = {}): Promise<Plan> {
    return (await (await planner.post(`${county}/plans`, { title: '一', level: 'community', ...of })).json()) as Plan;
  }

  /** Sends a file as it is. */
  const send = (plan: Pick<Plan, 'id'>, file: string | Uint8Array, { query = '', by = planner } = {}) =>
    whole.app.request(
      `http://localhost:5174${county}/plans/${plan.id}/reading${query}`,
      {
        method: 'POST',
        body: file as BodyInit,
        headers: { host: 'localhost:5174', 'sec-fetch-site': 'same-origin', cookie: by.cookie },
      },
      { incoming: { socket: { remoteAddress: '127.0.0.1', remotePort: 40_000, remoteFamily: 'IPv4' } } },
    );
  async function read(plan: Pick<Plan, 'id'>, file: string | Uint8Array, query = ''): Promise<PlanReading> {
    const answer = await send(plan, file, { query });
    if (answer.status !== 200) throw new Error(await answer.text());
    return planReading.parse(await answer.json());
  }
  async function refused(plan: Pick<Plan, 'id'>, file: string | Uint8Array, query = '') {
    const answer = await send(plan, file, { query });
    const { type, detail } = (await answer.json()) as Problem;
    return { status: answer.status, type: type.replace(PROBLEM_BASE, ''), detail };
  }
  const told = ({ faults }: PlanReading) => faults.map(({ row, block: of, reason }) => [row, of, reason]);
  const table = (...rows: [unit: number | string, into: number | string][]): string =>
    ['block,region', ...rows.map((row) => row.join(','))].join('\n');

  describe('a table of blocks', () => {
    test('puts blocks into regions by code, name or id; a name that nobody has makes a new region', async () => {
      const plan = await begin();
      const { regions } = (await (await planner.get(`${county}/plans/${plan.id}/document`)).json()).base;
      const { code } = regions.find(({ id }: { id: number }) => id === region('2'));
      const reading = await read(
        plan,
        table([block(0), code], [block(1), '城东社区'], [block(2), region('1')], [block(4), '城北社区']),
      );
      expect(reading).toMatchObject({ format: 'csv', rows: 4, faults: [], faultTotal: 0 });
      expect(reading.regions).toEqual([
        { region: region('2'), name: '城东社区', blocks: blocks(0, 1) },
        { region: region('1'), name: '城西社区', blocks: blocks(2) },
        { region: null, name: '城北社区', blocks: blocks(4) },
      ]);
      expect((await (await planner.get(`${county}/plans/${plan.id}`)).json()).version).toBe(0);
      expect(await readdir(whole.uploads)).toEqual([]);
    });

    test.each(['', '&level=community', '&level=grid'])(
      'that was exported here (%s) reads as the plan it came from',
      async (level) => {
        const plan = await begin();
        const fresh = freshId();
        const part = { id: fresh, name: '城北社区', nameEn: '', hue: 5, blocks: blocks(4, 5) };
        await drawer(planner, HOME, plan).draw(stepOf({ kind: 'split-region', region: region('1'), parts: [part] }));
        const file = await planner.get(`${county}/plans/${plan.id}/export?format=assignment-csv${level}`);
        const bytes = new Uint8Array(await file.arrayBuffer());
        const { regions, faults } = await read(plan, bytes);
        expect(faults).toEqual([]);
        expect(new Map(regions.map(({ region: id, blocks: of }) => [id, of]))).toEqual(
          new Map([
            [region('1'), blocks(0, 1)],
            [region('2'), blocks(2, 3, 6, 7)],
            [fresh, blocks(4, 5)],
          ]),
        );
        if (level === '&level=grid') return; // another plan knows the grids
        const other = await read(await begin(), bytes);
        expect([other.faults, other.regions.find(({ region: id }) => id === null)]).toEqual([
          [],
          { region: null, name: '城北社区', blocks: blocks(4, 5) },
        ]);
      },
    );

    test('one of whose rows lacks a cell is read without that row', async () => {
      const reading = await read(await begin(), `${table([block(0), '城东社区'])}\n${block(1)}\n`);
      expect(told(reading)).toEqual([[3, null, 'missing-cells']]);
      expect(reading.regions).toEqual([{ region: region('2'), name: '城东社区', blocks: blocks(0) }]);
    });

    test('of more rows than a county has blocks is not taken apart: the answer names the limit', async () => {
      const answer = await send(await begin(), `block,region\n${'1,x\n'.repeat(500_001)}`);
      expect(answer.status).toBe(413);
      expect(await answer.json()).toMatchObject({ reason: 'table-limit', values: { mb: 50, rows: 500_000 } });
    });

    test('tells its faults by row, with the place of the block, and takes the other rows', async () => {
      const plan = await begin();
      const reading = await read(
        plan,
        table(
          ...[[block(0), '城东社区'] as [number, string], ['777', '城东社区'] as [string, string]],
          ...[[block(1), '城东社区'] as [number, string], [block(1), '城西社区'] as [number, string]],
          ...[[block(4), ''] as [number, string], [block(5), '123456'] as [number, string]],
          [block(7), region('s')],
        ),
      );
      expect(told(reading)).toEqual([
        [3, null, 'unknown-block'],
        [5, block(1), 'two-regions'],
        [6, block(4), 'empty-region'],
        [7, block(5), 'no-such-region'],
        [8, block(7), 'wrong-level'],
      ]);
      expect(reading.faults[1]).toMatchObject({ otherRow: 4, value: '城西社区' });
      const [lng, lat] = reading.faults[1]!.at!;
      expect([lng > at(1, 0)[0] && lng < at(2, 0)[0], lat > at(1, 0)[1] && lat < at(1, 1)[1]]).toEqual([true, true]);
      expect(reading.regions).toEqual([{ region: region('2'), name: '城东社区', blocks: blocks(0) }]);
    });

    test('leaves locked regions and those outside of the plan alone; what is so already is no fault', async () => {
      const plan = await begin();
      await drawer(planner, HOME, plan).draw(stepOf({ kind: 'lock-region', region: region('2'), locked: true }));
      const file = table([block(0), '城东社区'], [block(2), '城西社区'], [block(3), '城东社区']);
      expect(told(await read(plan, file))).toEqual([
        [2, block(0), 'locked-region'],
        [3, block(2), 'locked-region'],
      ]);
      const narrow = await begin({ area: [region('1')] });
      expect(told(await read(narrow, file))).toEqual([
        [2, block(0), 'foreign-region'],
        [3, block(2), 'foreign-region'],
      ]);
    });

    test('groups communities as wholes where the plan draws groupings', async () => {
      const plan = await begin({ level: 'network' });
      const whole2 = blocks(2, 3, 6, 7).map((id): [number, string] => [id, '东片']);
      const reading = await read(plan, table(...whole2, [block(0), '片区'], [block(1), '东片']));
      expect(reading.regions).toEqual([{ region: null, name: '东片', blocks: blocks(2, 3, 6, 7) }]);
      expect(told(reading)).toEqual([
        [6, block(0), 'split-community'],
        [7, block(1), 'split-community'],
      ]);
    });
  });

  describe('polygons', () => {
    const collection = (rows: [Polygon, object][], more: object = {}): string =>
      JSON.stringify({
        ...{ type: 'FeatureCollection', ...more },
        features: rows.map(([geometry, properties]) => ({ type: 'Feature', geometry, properties })),
      });

    test('take the blocks whose inner point they hold, by the field that names them', async () => {
      const plan = await begin();
      const file = collection([
        [rectangle(-0.1, -0.1, 3.2, 2.2), { MC: '城西社区', 编号: 'A' }],
        [rectangle(3.1, -0.1, 1, 2.2), { MC: '河东社区', 编号: 'B' }],
      ]);
      const reading = await read(plan, file);
      expect(reading).toMatchObject({ format: 'geojson', rows: 2, field: 'MC', fields: ['MC', '编号'], faults: [] });
      expect(reading.crs).toMatchObject({ name: 'EPSG:4326' });
      expect(reading.regions).toEqual([
        { region: region('1'), name: '城西社区', blocks: blocks(0, 1, 2, 4, 5, 6) },
        { region: null, name: '河东社区', blocks: blocks(3, 7) },
      ]);
      const named = await read(plan, file, `?field=${encodeURIComponent('编号')}`);
      expect(named.regions.map(({ name }) => name)).toEqual(['A', 'B']);
      expect(await refused(plan, file, '?field=x')).toMatchObject({ status: 422, type: 'invalid-request' });
    });

    test.each(['geojson', 'shapefile&level=community'])('that were exported here as %s come back', async (format) => {
      const plan = await begin();
      await drawer(planner, HOME, plan).draw(stepOf({ kind: 'assign', blocks: blocks(1), to: region('2') }));
      const file = await planner.get(`${county}/plans/${plan.id}/export?format=${format}`);
      const { regions, faults } = await read(plan, new Uint8Array(await file.arrayBuffer()));
      expect(faults).toEqual([]);
      expect(new Map(regions.map(({ region: id, blocks: of }) => [id, of]))).toEqual(
        new Map([
          [region('1'), blocks(0, 4, 5)],
          [region('2'), blocks(1, 2, 3, 6, 7)],
        ]),
      );
    });

    test('tell blocks in two of them or in none, and rows without a name or an area', async () => {
      const reading = await read(
        await begin(),
        collection([
          [rectangle(0, 0, 2, 2), { name: '城西社区' }],
          [rectangle(1, 0, 2, 2), { name: '城东社区' }],
          [rectangle(3, 0, 1, 1), { name: null }],
          [{ type: 'Point', coordinates: at(0, 0) } as never, { name: '点' }],
        ]),
      );
      expect(told(reading)).toEqual([
        [1, block(1), 'polygons-overlap'],
        [1, block(5), 'polygons-overlap'],
        [3, null, 'bad-name'],
        [4, null, 'no-area'],
        [null, block(7), 'in-no-polygon'],
      ]);
      expect(reading.regions.map(({ blocks: of }) => of)).toEqual([blocks(0, 4), blocks(2, 6)]);
    });

    test('in a system that is not theirs are refused', async () => {
      const plan = await begin();
      const file = collection([[rectangle(0, 0, 2, 2), { name: '城西社区' }]]);
      expect(await refused(plan, file, '?crs=EPSG:4548')).toMatchObject({ status: 422 });
      const metres = {
        type: 'Polygon' as const,
        coordinates: [
          [
            [5e5, 4e6],
            [6e5, 4e6],
            [6e5, 5e6],
            [5e5, 4e6],
          ],
        ],
      };
      expect(await refused(plan, collection([[metres, { name: 'x' }]]))).toMatchObject({ type: 'unknown-crs' });
      const elsewhere = collection([[rectangle(500, 0, 2, 2), { name: 'x' }]]);
      expect(await refused(plan, elsewhere)).toMatchObject({ status: 422, type: 'unknown-crs' });
    });
  });

  test.each([
    ['nothing', '', /empty/],
    ['a picture', Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0xff, 0xfe, 0x00, 0x01), /./],
    ['a table without the columns', 'a,b\n1,2\n', /no column "unit"/],
    ['a table without rows', 'block,region\n', /no rows/],
    ['broken JSON', '{"type":"FeatureCollection","features":[{', /./],
    ['no polygons at all', '{"type":"FeatureCollection","features":[]}', /no rows/],
    ['a broken archive', 'PK\u0003\u0004xxxx', /./],
  ])('%s is refused with one sentence', async (_, file, detail) => {
    const answer = await refused(await begin(), file);
    expect(answer).toMatchObject({ status: 422, type: 'unreadable-file', detail: expect.stringMatching(detail) });
    expect(await readdir(whole.uploads)).toEqual([]);
  });

  test('is read for planners only, and into a plan whose drawing may change', async () => {
    const plan = await begin();
    const file = table([block(0), '城东社区']);
    for (const role of ['viewer', 'approver'] as const)
      expect((await send(plan, file, { by: await whole.somebody(HOME, role) })).status).toBe(403);
    expect((await send({ id: 987_654 }, file)).status).toBe(404);
    const move = { action: 'withdraw', note: '', revision: plan.revision };
    expect((await planner.post(`${county}/plans/${plan.id}/status`, move)).status).toBe(200);
    expect(await refused(plan, file)).toMatchObject({ status: 409, type: 'conflict' });
  });
});

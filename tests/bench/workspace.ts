import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { buildWeb, webIsStale } from '../../api/cli/build-web.ts';
import { planDocument } from '../../api/contract/plans.ts';
import { openDatabase } from '../../api/db/open.ts';
import { toLngLat } from '../../geo/crs/local-crs.ts';
import type { Draft } from '../../geo/divide/draft.ts';
import { regionAt } from '../../geo/divide/regions.ts';
import { loadCounty } from '../../seeds/load.ts';
import { borders, draftOf, type LngLat, middleOf } from '../e2e/drivers/drafts.ts';
import { possibleNodeMove } from '../e2e/drivers/lines.ts';
import { launchBrowser } from '../support/browser.ts';
import { type MainThread, summary, watchMainThread } from '../support/main-thread.ts';
import { startProgram } from '../support/program.ts';
import { seededTemplate } from '../support/seeded-template.ts';
import type { Bench, BenchRow } from './bench.ts';

const COUNTY = '220322';
/** 20,866 blocks in 195 communities and 1,311 grids */
const TOWN = { scale: 13, seed: 2 };
const SIZE = { width: 1440, height: 900 };
/** A brush of this width sweeps over so many blocks on its way to and fro. */
const STROKE = { blocks: 500, passes: 5, widthPx: 700, brushPx: 28 };
const EVENTS = 60;
const MOST_MS = { move: 4, task: 50 };

type Place = readonly [x: number, y: number];

export const bench: Bench = {
  name:
    'The planner’s workspace in the browser, 20,866 blocks in 1,311 grids, embedded: thread time of the main thread, the' +
    ' map’s own included',
  async run() {
    const template = await seededTemplate(`workspace-${TOWN.scale}-${TOWN.seed}`, [], seed);
    const dataDir = mkdtempSync(join(tmpdir(), 'tongxin-bench-'));
    cpSync(template, dataDir, { recursive: true });
    if (webIsStale()) await buildWeb(AbortSignal.timeout(300_000));
    const program = await startProgram({ DATA_DIR: dataDir }, ['--no-web', '--no-demo']);
    const browser = await launchBrowser();
    try {
      return await measure(browser, program.url);
    } finally {
      await browser.close();
      await program.stop();
      rmSync(dataDir, { recursive: true, force: true });
    }
  },
};

async function seed(dataDir: string): Promise<void> {
  const database = await openDatabase({ dataDir, statementTimeoutMs: 0 });
  try {
    await loadCounty(database, COUNTY, TOWN);
  } finally {
    await database.close();
  }
}

async function measure(browser: Browser, url: string): Promise<BenchRow[]> {
  const context = await browser.newContext({ baseURL: url, viewport: SIZE, locale: 'zh-CN' });
  const headers = { origin: new URL(url).origin, 'sec-fetch-site': 'same-origin' };
  const post = async (path: string, data: object) => {
    const response = await context.request.post(path, { data, headers });
    if (!response.ok()) throw new Error(`${path}: ${response.status()} ${await response.text()}`);
    return response.json();
  };
  await context.addInitScript(leaveOutPictures);
  await post('/api/session/demo', { username: 'demo.planner' });
  const newPlan = (level: string) => post(`/api/counties/${COUNTY}/plans`, { title: '量一量', level });
  const first = await newPlan('grid');
  const page = await context.newPage();
  const document = planDocument.parse(
    await (await context.request.get(`/api/counties/${COUNTY}/plans/${first.id}/document`)).json(),
  );
  await page.goto(`/?county=${COUNTY}`);
  const draft = await draftOf(page, document);
  await page.close();

  const rows: BenchRow[] = [];
  for (const { name, zoom, at, level = 'grid', draws, prepare, run } of gesturesIn(draft)) {
    const plan = await newPlan(level); // each gesture finds the ground as it was
    const page = await context.newPage();
    page.on('pageerror', (error) => console.error(error));
    const [lng, lat] = at;
    const address = `/?county=${COUNTY}&plan=${plan.id}&at=${lat},${lng},${zoom}z`;
    const hand = handOf(page, at, zoom);
    const open = async () => {
      await page.goto(address);
      await page.getByRole('toolbar', { name: '绘制工具' }).waitFor({ timeout: 120_000 });
      await quiet(page);
    };
    if (prepare) await open();
    await prepare?.(hand);
    if (prepare) await quiet(page);
    const found = await watchMainThread(browser, page, () => (prepare ? run(hand) : open()));
    const { length } = await page.getByRole('region', { name: '步骤' }).getByRole('listitem').all();
    if (draws && length === 0) throw new Error(`${name}: the gesture drew nothing`);
    rows.push(...rowsOf(name, found));
    await page.close();
  }
  return rows;
}

/**
 * Runs in the page: every call to draw is left out. A machine without a graphics card would paint with the cores that are
 * to be measured, and make the page wait for it; all that the page itself does stays.
 */
function leaveOutPictures(): void {
  for (const draw of ['drawArrays', 'drawElements', 'drawArraysInstanced', 'drawElementsInstanced'] as const)
    WebGL2RenderingContext.prototype[draw] = () => undefined;
}

/** Nothing moves any more. */
async function quiet(page: Page): Promise<void> {
  await page.waitForTimeout(3000);
}

function rowsOf(name: string, { moves, frames, tasks, longestByClock }: MainThread): BenchRow[] {
  const ms = (what: string, value: number, bar?: number): BenchRow => ({
    ...{ what: `${name}: ${what}`, value, unit: 'ms' },
    ...(bar === undefined ? {} : { bar: { at: 'most', value: bar } }),
  });
  const [move, frame] = [summary(moves), summary(frames)];
  return [
    ...(moves.length > 0
      ? [
          ms(`a pointer event p50 (${moves.length})`, move.p50),
          ms('a pointer event p95', move.p95, MOST_MS.move),
          ms('a pointer event, longest', move.max),
        ]
      : []),
    ms(`a frame p50 (${frames.length})`, frame.p50),
    ms('a frame p95', frame.p95),
    ms('a frame, longest', frame.max),
    ms(
      `the longest task (${tasks.filter((task) => task > MOST_MS.task).length} too long)`,
      summary(tasks).max,
      MOST_MS.task,
    ),
    ms('the longest task by the clock', longestByClock),
  ];
}

interface Hand {
  readonly page: Page;
  /** px of the page */
  pixelOf(place: LngLat): Place;
  /** Moves the pointer along the places, as a hand does, a frame apart. */
  along(places: readonly Place[]): Promise<void>;
  press(key: string): Promise<void>;
  tool(name: string): Promise<void>;
}

interface Gesture {
  readonly name: string;
  readonly at: LngLat;
  readonly zoom: number;
  /** of the plan; grids where it is not said */
  readonly level?: 'community';
  /** whether it leaves a step in the plan */
  readonly draws?: boolean;
  /** without it the opening itself is measured */
  prepare?(hand: Hand): Promise<void>;
  run(hand: Hand): Promise<void>;
}

function handOf(page: Page, [lng, lat]: LngLat, zoom: number): Hand {
  const world = (at: LngLat): Place => {
    const sin = Math.sin((at[1] * Math.PI) / 180);
    const size = 512 * 2 ** zoom;
    return [((at[0] + 180) / 360) * size, (0.5 - Math.log((1 + sin) / (1 - sin)) / (4 * Math.PI)) * size];
  };
  const centre = world([lng, lat]);
  let offset: Place = [SIZE.width / 2, SIZE.height / 2];
  return {
    page,
    pixelOf(place) {
      const [x, y] = world(place);
      return [offset[0] + x - centre[0], offset[1] + y - centre[1]];
    },
    async along(places) {
      for (const [x, y] of places) {
        await page.mouse.move(x, y);
        await page.waitForTimeout(12);
      }
    },
    async press(key) {
      await page.keyboard.press(key);
      await page.waitForTimeout(700);
    },
    async tool(name) {
      const box = await page.locator('canvas.maplibregl-canvas').first().boundingBox();
      offset = [box!.x + box!.width / 2, box!.y + box!.height / 2];
      await page.getByRole('toolbar', { name: '绘制工具' }).getByRole('button', { name }).click();
    },
  };
}

const cardsOf = (page: Page) => page.getByRole('list', { name: '找到的划法' }).locator(':scope > li');

/** Places on the way through corners, so many to a side. */
function way(corners: readonly Place[], steps: number): Place[] {
  const on = corners.slice(1).flatMap(([x, y], i) => {
    const [fromX, fromY] = corners[i]!;
    return Array.from({ length: steps }, (_, step): Place => {
      const share = (step + 1) / steps;
      return [fromX + share * (x - fromX), fromY + share * (y - fromY)];
    });
  });
  return [corners[0]!, ...on];
}

function gesturesIn(draft: Draft): Gesture[] {
  const blocks = [...draft.fabric.blocks.keys()];
  const middles = new Map(blocks.map((block) => [block, middleOf(draft, block)]));
  const mean = (i: 0 | 1) => [...middles.values()].reduce((sum, place) => sum + place[i], 0) / blocks.length;
  const centre: LngLat = [mean(0), mean(1)];
  const away = ([lng, lat]: LngLat) => Math.hypot((lng - centre[0]) * Math.cos((lat * Math.PI) / 180), lat - centre[1]);
  const inner = blocks.sort((a, b) => away(middles.get(a)!) - away(middles.get(b)!)).slice(0, 2 * STROKE.blocks);
  const areaM2 = inner.reduce((sum, block) => sum + draft.contentsOf(block).areaCm2 / 1e4, 0) / inner.length;
  const sweptPx = STROKE.passes * STROKE.widthPx * 2 * STROKE.brushPx;
  const zoomOf = (metresPerPx: number) =>
    Math.log2((40_075_017 * Math.cos((centre[1] * Math.PI) / 180)) / (512 * metresPerPx));
  const zoom = Number(zoomOf(Math.sqrt((STROKE.blocks * areaM2) / sweptPx)).toFixed(2));
  const [left, right] = [SIZE.width / 2 - 100, SIZE.width / 2 - 100 + STROKE.widthPx];
  const zigzag = Array.from({ length: 2 * STROKE.passes }, (_, i): Place => {
    const isRight = i % 4 === 1 || i % 4 === 2;
    return [isRight ? right : left, 180 + (i >> 1) * 2 * STROKE.brushPx];
  });
  const middle: Place = [SIZE.width / 2 + 150, SIZE.height / 2];
  const circle = (radius: number, n: number) =>
    Array.from({ length: n }, (_, i): Place => {
      const angle = (2 * Math.PI * i) / n;
      return [middle[0] + radius * Math.cos(angle), middle[1] + radius * Math.sin(angle)];
    });
  const drag = async (hand: Hand, places: readonly Place[]) => {
    await hand.along(places.slice(0, 1));
    await hand.page.mouse.down();
    await hand.along(places.slice(1));
    await hand.page.mouse.up();
    await hand.page.waitForTimeout(700);
  };
  const paint = async (hand: Hand) => drag(hand, way(zigzag, 12));
  /** borders of two grids near the centre, their middle points */
  const beside = borders(draft)
    .filter(({ left, right }) => {
      const [a, b] = [left, right].map((block) => regionAt(draft, block, 'grid'));
      return a !== null && b !== null && a !== b;
    })
    .map(({ xy }): LngLat => {
      const at = 2 * (xy.length >> 2);
      return toLngLat(draft.fabric.crs, xy[at]!, xy[at + 1]!);
    })
    .sort((a, b) => away(a) - away(b));
  const border = beside[0]!;
  const [node] = possibleNodeMove(draft, centre);
  const linePoints = async (hand: Hand, points: number) => {
    const [x, y] = hand.pixelOf(border);
    for (let i = 0; i < points; i++) {
      await hand.page.mouse.click(x + 50 * i, y + 35 * (i % 2));
      await hand.page.waitForTimeout(600);
    }
  };
  const wander = (hand: Hand): Place[] => {
    const [x, y] = hand.pixelOf(border);
    return Array.from({ length: EVENTS }, (_, i): Place => [x + 150 + 4 * i, y + 90 * Math.sin(i / 6)]);
  };

  return [
    { name: 'opening the plan', at: centre, zoom, run: async () => undefined },
    {
      ...{ name: 'brush over 500 blocks', at: centre, zoom, draws: true },
      prepare: async (hand) => {
        await hand.tool('画笔');
        await hand.along(way([middle, zigzag[0]!], 10));
      },
      run: paint,
    },
    {
      ...{ name: 'lasso round 500 blocks', at: centre, zoom, draws: true },
      prepare: (hand) => hand.tool('套索'),
      run: (hand) => drag(hand, circle(250, 2 * EVENTS)),
    },
    {
      ...{ name: 'push the border', at: border, zoom: 15.2, draws: true },
      prepare: async (hand) => {
        await hand.tool('推边界');
        await hand.along([hand.pixelOf(border)]);
      },
      run: async (hand) => {
        const [x, y] = hand.pixelOf(border);
        await drag(
          hand,
          way(
            [
              [x, y],
              [x + 250, y + 40],
              [x + 250, y + 240],
              [x, y + 240],
            ],
            EVENTS / 3,
          ),
        );
      },
    },
    {
      ...{ name: 'drag a node', at: node, zoom: 16.5, draws: true },
      prepare: async (hand) => {
        await hand.tool('界点');
        await hand.along([hand.pixelOf(node)]);
      },
      run: async (hand) => {
        const [x, y] = hand.pixelOf(node);
        const round = Array.from(
          { length: 2 * EVENTS },
          (_, i): Place => [x + 12 * Math.sin(i / 5), y + 12 * Math.cos(i / 7) - 12],
        );
        await drag(hand, [[x, y], ...round, [x + 6, y]]);
      },
    },
    ...[1, 4].flatMap((points) =>
      (['改线', '切分'] as const).map(
        (tool): Gesture => ({
          ...{
            name: `${tool === '改线' ? 'reshape' : 'cut'}: hover with ${points} points set`,
            at: border,
            zoom: 15.5,
          },
          prepare: async (hand) => {
            await hand.tool(tool);
            await linePoints(hand, points);
          },
          run: (hand) => hand.along(wander(hand)),
        }),
      ),
    ),
    {
      ...{ name: 'undo and redo of 500 blocks', at: centre, zoom, draws: true },
      prepare: async (hand) => {
        await hand.tool('画笔');
        await paint(hand);
      },
      run: async (hand) => {
        for (let i = 0; i < 4; i++) {
          await hand.press('Control+z');
          await hand.press('Control+Shift+z');
        }
      },
    },
    {
      ...{ name: 'searching proposals', at: centre, zoom, level: 'community' },
      prepare: ({ page }) => page.getByRole('tab', { name: '提案' }).click(),
      run: async ({ page }) => {
        await page.getByRole('button', { name: '开始找方案' }).click();
        await cardsOf(page).first().waitFor({ timeout: 180_000 });
      },
    },
    {
      ...{ name: 'showing proposals', at: centre, zoom, level: 'community' },
      prepare: async ({ page }) => {
        await page.getByRole('tab', { name: '提案' }).click();
        await page.getByRole('button', { name: '开始找方案' }).click();
        await cardsOf(page).first().waitFor({ timeout: 180_000 });
      },
      run: async ({ page }) => {
        for (const card of await cardsOf(page).all()) {
          await card.getByRole('button', { name: '在地图上预览' }).click();
          await page.waitForTimeout(1500);
        }
      },
    },
    {
      ...{ name: 'pan', at: centre, zoom },
      prepare: (hand) => hand.tool('选择'),
      run: (hand) =>
        drag(hand, way([middle, [middle[0] - 200, middle[1] - 150], [middle[0], middle[1] + 100]], EVENTS / 2)),
    },
  ];
}

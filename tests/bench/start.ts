import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import type { Browser } from 'playwright-core';
import { buildWeb } from '../../api/cli/build-web.ts';
import { launchBrowser } from '../support/browser.ts';
import { startProgram } from '../support/program.ts';
import type { Bench, BenchRow } from './bench.ts';

const PROJECT = fileURLToPath(new URL('../..', import.meta.url));
const MAPLIBRE = join(PROJECT, 'node_modules/maplibre-gl/dist');
const ASSETS = join(PROJECT, 'dist/web/assets');
const VIEWS = 3;

export const bench: Bench = {
  name: 'Start: embedded database, default county; the first map beside a blank maplibre page in the same browser',
  async run() {
    const dataDir = mkdtempSync(join(tmpdir(), 'tongxin-bench-'));
    try {
      const began = performance.now();
      await buildWeb(AbortSignal.timeout(300_000));
      const builtMs = performance.now() - began;
      const first = await startProgram({ DATA_DIR: dataDir }, ['--no-web']);
      await allCounties(first.url);
      await first.stop();
      const second = await startProgram({ DATA_DIR: dataDir }, []);
      try {
        return [
          seconds('first start: page built, database made, default county there', builtMs + first.readyMs, 60),
          seconds('second start', second.readyMs, 5),
          ...(await firstMap(second.url)),
        ];
      } finally {
        await second.stop();
      }
    } finally {
      rmSync(dataDir, { recursive: true, force: true });
    }
  },
};

const seconds = (what: string, ms: number, bar: number): BenchRow => ({
  what,
  value: ms / 1000,
  unit: 's',
  bar: { at: 'most', value: bar },
});

/** Waits until nothing is loaded behind the address any more. */
async function allCounties(url: string): Promise<void> {
  for (;;) {
    const health = await (await fetch(`${url}api/health`)).json();
    if (health.status === 'ready') return;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}

async function firstMap(url: string): Promise<BenchRow[]> {
  const blank = await serveBlankMap();
  const browser = await launchBrowser();
  try {
    const blankUrl = `http://127.0.0.1:${(blank.address() as AddressInfo).port}/`;
    const times: { ours: number; complete: number; blank: number }[] = [];
    // In turns, so that what else the machine does meanwhile meets both.
    for (let i = 0; i < VIEWS; i++) {
      const blank = await markMs(browser, blankUrl, 'map-loaded');
      const ours = await markMs(browser, url, 'map-loaded');
      times.push({ blank, ours, complete: await markMs(browser, url, 'map-complete') });
    }
    const [ours, other] = [median(times.map((t) => t.ours)), median(times.map((t) => t.blank))];
    return [
      { what: 'a blank maplibre page, until its map is loaded', value: other, unit: 'ms' },
      {
        what: 'the regions of the county on the map, new browser profile, visitor from the first answer on',
        value: ours,
        unit: 'ms',
      },
      {
        what: 'the same with names, roads and pins, until nothing moves any more',
        value: median(times.map((t) => t.complete)),
        unit: 'ms',
      },
      { what: 'the county beside the blank page', value: ours / other, unit: '×', bar: { at: 'most', value: 2 } },
      {
        what: 'JavaScript before the map library',
        value: scriptKb(),
        unit: 'kB gzip',
        bar: { at: 'most', value: 450 },
      },
    ];
  } finally {
    await browser.close();
    blank.close();
  }
}

const median = (values: number[]): number => values.sort((a, b) => a - b)[values.length >> 1]!;

/**
 * From navigation to a mark that the page sets: `map-loaded`, ours when the county and its regions stand with every tile
 * of the view, before names, roads and buildings follow, the blank one's at the load event of its map; `map-complete`
 * when all of them stand.
 */
async function markMs(browser: Browser, url: string, mark: 'map-loaded' | 'map-complete'): Promise<number> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  try {
    const page = await context.newPage();
    await page.goto(url);
    await page.waitForFunction((name) => performance.getEntriesByName(name).length > 0, mark, { timeout: 120_000 });
    return await page.evaluate((name) => performance.getEntriesByName(name)[0]!.startTime, mark);
  } finally {
    await context.close();
  }
}

function serveBlankMap(): Promise<Server> {
  const page = `<!doctype html><meta charset="utf-8"><link rel="stylesheet" href="/maplibre-gl.css">
    <div id="map" style="position:fixed;inset:0"></div><script type="module">
    import { Map, setWorkerUrl } from '/maplibre-gl.mjs';
    setWorkerUrl('/maplibre-gl-worker.mjs');
    const background = { id: 'background', type: 'background', paint: { 'background-color': '#fff' } };
    new Map({ container: 'map', style: { version: 8, sources: {}, layers: [background] } })
      .once('load', () => performance.mark('map-loaded'));</script>`;
  const types: Record<string, string> = { css: 'text/css', mjs: 'text/javascript' };
  const files = new Map(
    ['maplibre-gl.css', 'maplibre-gl.mjs', 'maplibre-gl-shared.mjs', 'maplibre-gl-worker.mjs'].map((name) => [
      `/${name}`,
      { type: types[name.split('.').pop()!]!, bytes: readFileSync(join(MAPLIBRE, name)) },
    ]),
  );
  const server = createServer((request, response) => {
    const file = files.get(request.url ?? '') ?? { type: 'text/html', bytes: Buffer.from(page) };
    response.setHeader('content-type', file.type);
    response.end(file.bytes);
  });
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}

/**
 * The scripts that the page names and those of the shell, which starts beside the map library, with all they import but
 * that library (vite.config.ts gives it a file of its own).
 */
function scriptKb(): number {
  const html = readFileSync(join(PROJECT, 'dist/web/index.html'), 'utf8');
  const scripts = readdirSync(ASSETS).filter((file) => file.endsWith('.js'));
  const found = new Map<string, Buffer>();
  const follow = (file: string): void => {
    if (found.has(file) || file.startsWith('maplibre-')) return;
    const bytes = readFileSync(join(ASSETS, file));
    found.set(file, bytes);
    for (const [, next] of bytes.toString().matchAll(/(?:from|import)\s*["']\.\/([^"']+\.js)["']/g)) follow(next!);
  };
  for (const file of scripts) if (html.includes(file) || file.startsWith('start-')) follow(file);
  return [...found.values()].reduce((sum, bytes) => sum + gzipSync(bytes).length, 0) / 1000;
}

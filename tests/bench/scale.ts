import type { OpenedDatabase } from '../../api/db/open.ts';
import { SCALE20 as COUNTY, onScale20 } from '../support/scale20.ts';
import { openApp } from '../support/whole-app.ts';
import { type Bench, type BenchRow, cpuMs, medianMs } from './bench.ts';

const LAYERS =
  'county,street,community,grid,block,compound,building,road,railway,water,landuse,site,organization,label,compound_label,building_label';
const MIDDLE = [124.33, 43.31] as const;
const TIMES = 5;

export const bench: Bench = {
  name: 'Answers and tiles of 梨树 twenty times as large (about 258,000 buildings), in process (median)',
  run: () => onScale20(measure),
};

async function measure(database: OpenedDatabase, name: string): Promise<BenchRow[]> {
  const app = await openApp(database);
  const viewer = await app.somebody(COUNTY);
  const rows: BenchRow[] = [];
  const get = async (path: string): Promise<void> => {
    const answer = await viewer.get(path);
    if (answer.status >= 400) throw new Error(`${path}: ${answer.status}`);
    await answer.arrayBuffer();
  };
  const county = `/api/counties/${COUNTY}`;
  const { regions } = await (await viewer.get(`${county}/regions`)).json();
  const idOf = (kind: string): number => regions.find((region: { kind: string }) => region.kind === kind).id;
  const house = await (await viewer.get(`${county}/search?q=${encodeURIComponent('锦绣街12号')}`)).json();
  for (const [what, path] of [
    ['the county with its counts', ''],
    ['its 2,308 regions', '/regions'],
    ...['county', 'street', 'community', 'grid'].map((kind) => [`a ${kind} inspected`, `/regions/${idOf(kind)}`]),
    ['a building inspected', `/things/building/${house.results[0].id}`],
    ['what lies in no block', '/unlocated?layer=building'],
  ]) {
    const value = await medianMs(TIMES, () => get(`${county}${path}`));
    rows.push({ what: `${name}: ${what}`, value, unit: 'ms' });
  }
  for (let zoom = 10; zoom <= 16; zoom++) {
    const address = `/tiles/${COUNTY}/${LAYERS}/${zoom}/${tileAt(zoom)}.mvt`;
    const started = performance.now();
    await get(address);
    rows.push({ what: `${name}: a tile of zoom ${zoom}, cold`, value: performance.now() - started, unit: 'ms' });
    const before = cpuMs();
    for (let i = 0; i < TIMES; i++) await get(address);
    rows.push({ what: `${name}: the same, warm`, value: (cpuMs() - before) / TIMES, unit: 'CPU-ms' });
  }
  rows.push({ what: `${name}: memory of the program`, value: process.memoryUsage().rss / 1e6, unit: 'MB' });
  await app.close();
  return rows;
}

/** The square of a zoom that holds the middle of the town, as x/y. */
function tileAt(zoom: number): string {
  const [lng, lat] = MIDDLE;
  const n = 2 ** zoom;
  const latRad = (lat * Math.PI) / 180;
  const y = (1 - Math.log(Math.tan(latRad) + 1 / Math.cos(latRad)) / Math.PI) / 2;
  return `${Math.floor(((lng + 180) / 360) * n)}/${Math.floor(y * n)}`;
}

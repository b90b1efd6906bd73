import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';

/** Real town data stand beside the project and never in it; TONGXIN_DATA names another place. */
const folder = resolve(process.env.TONGXIN_DATA ?? '../shared/data');

/** The whole path of a real data file, or null where the data are absent: such tests are skipped. */
export function realData(path: string): string | null {
  const file = resolve(folder, path);
  return existsSync(file) ? file : null;
}

/** What a skipped suite is called. */
export const REAL_DATA_ABSENT = `skipped: no real data in ${folder}`;

/** The parsed GeoJSON of a real data file, gzipped or not. */
export function readRealGeoJson(file: string): GeoJSON.FeatureCollection {
  const bytes = readFileSync(file);
  return JSON.parse((file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8'));
}

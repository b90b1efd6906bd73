import { execFileSync, spawnSync } from 'node:child_process';

const isThere = spawnSync('ogr2ogr', ['--version']).status === 0;
if (!isThere && process.env.CI === 'true')
  throw new Error('the tests of GDAL need ogr2ogr and ogrinfo: install gdal-bin');

/** The program that everybody else reads and writes such files with; absent on most machines, never where CI=true. */
export const gdal = {
  isThere,
  /** stands in the title of what was left out */
  absent: 'GDAL (ogr2ogr) is not on this machine',
  /** @throws when it says that it failed */
  ogr2ogr: (...args: string[]): void => {
    execFileSync('ogr2ogr', args, { stdio: ['ignore', 'pipe', 'pipe'] });
  },
};

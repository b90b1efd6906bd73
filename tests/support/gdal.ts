import { execFileSync, spawnSync } from 'node:child_process';

/** The program that everybody else reads and writes such files with; where CI=true its tests fail without it. */
export const gdal = {
  isThere: process.env.CI === 'true' || spawnSync('ogr2ogr', ['--version']).status === 0,
  /** stands in the title of what was left out */
  absent: 'GDAL (ogr2ogr) is not on this machine',
  /** what `ogrinfo` prints; @throws when it says that it failed */
  ogrinfo: (...args: string[]): string => execFileSync('ogrinfo', args, { encoding: 'utf8', stdio: 'pipe' }),
  /** @throws when it says that it failed */
  ogr2ogr: (...args: string[]): void => {
    execFileSync('ogr2ogr', args, { stdio: ['ignore', 'pipe', 'pipe'] });
  },
};

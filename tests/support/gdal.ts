import { execFile, execFileSync, spawnSync } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

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
  /**
   * Runs one of its programs beside this process, which may be the server that it asks.
   *
   * @returns what it printed
   * @throws when it says that it failed
   */
  ask: async (program: 'ogrinfo' | 'ogr2ogr' | 'gdalinfo', ...args: string[]): Promise<string> => {
    const { stdout, stderr } = await run(program, args, { maxBuffer: 64 * 1024 * 1024 });
    return stdout + stderr;
  },
};

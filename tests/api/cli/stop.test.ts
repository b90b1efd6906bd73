import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { openDatabase } from '../../../api/db/open.ts';
import { sql } from '../../../api/db/sql.ts';
import { scratchDirectory } from '../../support/scratch.ts';

const MAIN = fileURLToPath(new URL('../../../api/cli/main.ts', import.meta.url));
const FREE_PORT = '0';
const started: ChildProcess[] = [];
afterAll(() => {
  for (const child of started) child.kill('SIGKILL');
});

/** A server of its own that is told to stop as soon as it says `line`. */
async function stopAt(dataDir: string, line: RegExp): Promise<{ code: number | null; said: string }> {
  const child = spawn(process.execPath, ['--import', 'tsx', MAIN, 'serve', '--no-web'], {
    env: { ...process.env, DATA_DIR: dataDir, DATABASE_URL: '', PORT: FREE_PORT },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  started.push(child);
  let said = '';
  let told = false;
  const hear = (chunk: Buffer): void => {
    said += chunk;
    if (told || !line.test(said)) return;
    told = true;
    child.kill('SIGINT');
  };
  child.stdout.on('data', hear);
  child.stderr.on('data', hear);
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  return { code, said };
}

test('Ctrl-C in the middle of a demo county stops the load, and the next start begins where it must', async () => {
  const dataDir = scratchDirectory('stop');
  const first = await stopAt(dataDir, /: building it/);
  expect(first.code, first.said).toBe(130);
  expect(first.said).not.toContain('is there (');
  expect(existsSync(join(dataDir, 'lock'))).toBe(false);

  const behind = await stopAt(dataDir, /ready: [\s\S]*: dividing it/);
  expect(behind.code, behind.said).toBe(0);
  expect(behind.said.match(/is there \(/g)).toHaveLength(1);
  expect(behind.said).not.toMatch(/could not be loaded|rror/);
  expect(existsSync(join(dataDir, 'lock'))).toBe(false);

  const database = await openDatabase({ dataDir });
  const complete = sql`select county from division where valid is not null group by county`;
  expect((await database.query(complete, { county: '220322', role: 'admin' })).rows).toEqual([{ county: '220322' }]);
  await database.close();
}, 240_000);

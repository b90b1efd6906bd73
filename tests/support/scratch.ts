import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const VARIABLE = 'TONGXIN_TEST_SCRATCH';

/** Vitest's global setup: one temporary directory for the run, removed after its processes have ended. */
export default function setup(): () => void {
  const directory = mkdtempSync(join(tmpdir(), 'tongxin-test-'));
  process.env[VARIABLE] = directory;
  return () => rmSync(directory, { recursive: true, force: true });
}

/** A directory of this run, empty when it is first asked for; it goes away by itself. */
export function scratchDirectory(name: string): string {
  const parent = process.env[VARIABLE];
  if (!parent) throw new Error('the test project lacks globalSetup: tests/support/scratch.ts');
  return mkdtempSync(join(parent, `${name}-`));
}

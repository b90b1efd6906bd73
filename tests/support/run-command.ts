import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { OpenStore, ReadSettings } from '../../api/cli/command.ts';
import { runCommand } from '../../api/cli/run-command.ts';
import type { OpenedDatabase } from '../../api/db/open.ts';
import { scratchDirectory } from './scratch.ts';

export interface Ran {
  code: number;
  out: string;
  err: string;
}

/** Runs one command of `tongxin` on a database that is open already, in a folder of its own. */
export const run = (database: OpenedDatabase, cwd: string, ...words: string[]): Promise<Ran> =>
  ran(cwd, words, async () => database);

/** Runs one with settings of its own and a line on standard input. */
export const runWith = (
  cwd: string,
  words: string[],
  { open, settings, line }: { open: OpenStore; settings: ReturnType<ReadSettings>; line?: string },
): Promise<Ran> => ran(cwd, words, open, () => settings, line);

/** Runs one that works on files alone: no database can be opened. */
export const runAlone = (cwd: string, ...words: string[]): Promise<Ran> =>
  ran(cwd, words, () => Promise.reject(new Error('a database was asked for')));

async function ran(
  cwd: string,
  words: string[],
  open: OpenStore,
  settings?: ReadSettings,
  line?: string,
): Promise<Ran> {
  const out: string[] = [];
  const err: string[] = [];
  const io = {
    cwd,
    out: (line: string) => out.push(line),
    err: (line: string) => err.push(line),
    signal: new AbortController().signal,
    ...(line !== undefined && { secret: async () => line }),
  };
  const code = await runCommand(words, io, open, settings);
  return { code, out: out.join('\n'), err: err.join('\n') };
}

/** A folder with these files. */
export function folderWith(files: Record<string, string | Uint8Array | object>): string {
  const folder = scratchDirectory('files');
  for (const [name, content] of Object.entries(files)) {
    const bytes = typeof content === 'string' || content instanceof Uint8Array ? content : JSON.stringify(content);
    writeFileSync(join(folder, name), bytes);
  }
  return folder;
}

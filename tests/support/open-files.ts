import { readdirSync, readlinkSync } from 'node:fs';
import { platform } from 'node:process';
import { setTimeout } from 'node:timers/promises';

/** Files below a folder that this process has open, a moment later; none where the system does not tell (Linux does). */
export async function openFiles(folder: string): Promise<string[]> {
  await setTimeout(100); // a stream opens its file when it gets to it
  if (platform !== 'linux') return [];
  const pathOf = (descriptor: string): string => {
    try {
      return readlinkSync(`/proc/self/fd/${descriptor}`);
    } catch {
      return ''; // closed since it was listed
    }
  };
  return readdirSync('/proc/self/fd')
    .map(pathOf)
    .filter((path) => path.startsWith(folder));
}

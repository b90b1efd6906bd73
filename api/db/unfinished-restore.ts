import { existsSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** Where a store is filled from a backup. */
export const restoringFolder = (dataDir: string): string => join(dataDir, 'restoring');

/** There from the moment when the filled store is whole until it is in its place. */
export const completeMark = (dataDir: string): string => join(restoringFolder(dataDir), 'complete');

/**
 * Puts a restored store into its place when the process that restored it died between moving the old one away and the new
 * one in. The caller holds the lock of the directory.
 */
export function finishRestore(dataDir: string): void {
  const cluster = join(dataDir, 'postgres');
  if (!existsSync(completeMark(dataDir)) || existsSync(cluster)) return;
  renameSync(join(restoringFolder(dataDir), 'postgres'), cluster);
  rmSync(restoringFolder(dataDir), { recursive: true, force: true });
}

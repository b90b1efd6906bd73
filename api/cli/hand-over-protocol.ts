import { join } from 'node:path';
import { z } from 'zod';

/** One JSON value a line, both ways. The connection's end before `exit` cancels the command. */
export const toServer = z.union([
  z.object({ words: z.array(z.string()), cwd: z.string() }),
  z.object({ cancel: z.literal(true) }),
  z.object({ secret: z.string().nullable() }),
]);
export type ToServer = z.infer<typeof toServer>;
/** `ask` is answered with `secret`, one at a time. */
export type FromServer = { out: string } | { err: string } | { ask: string | null } | { exit: number };

/** The file in the data directory that tells where the server's socket is. */
export const recordPath = (dataDir: string): string => join(dataDir, 'socket');

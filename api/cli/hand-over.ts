import { readFileSync } from 'node:fs';
import { createConnection, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { readConfig } from '../config.ts';
import type { CommandIo } from './command.ts';
import { type FromServer, recordPath, type ToServer } from './hand-over-protocol.ts';

/**
 * Hands a command to the server that runs on the same embedded database, and repeats what it says.
 *
 * @returns its exit code; null when no server listens, or PostgreSQL is used and nobody stands in the way
 */
export async function handOver(
  environment: Record<string, string | undefined>,
  words: string[],
  io: CommandIo,
): Promise<number | null> {
  const { dataDir, databaseUrl } = readConfig(environment, io.cwd);
  if (databaseUrl) return null;
  const socket = await connect(dataDir);
  if (!socket) return null;
  const send = (message: ToServer): void => {
    socket.write(`${JSON.stringify(message)}\n`);
  };
  const cancel = (): void => send({ cancel: true });
  io.signal.addEventListener('abort', cancel);
  send({ words, cwd: io.cwd });
  let code: number | undefined;
  for await (const line of createInterface({ input: socket })) {
    const message = JSON.parse(line) as FromServer;
    if ('out' in message) io.out(message.out);
    else if ('err' in message) io.err(message.err);
    else if ('ask' in message) send({ secret: (await io.secret?.(message.ask)) ?? null });
    else code = message.exit;
  }
  io.signal.removeEventListener('abort', cancel);
  if (code === undefined) io.err('The server ended before the command did; see what it says, start it and try again.');
  return code ?? 1;
}

async function connect(dataDir: string): Promise<Socket | null> {
  let path: string;
  try {
    path = readFileSync(recordPath(dataDir), 'utf8').trim();
  } catch {
    return null; // no server has recorded where it listens
  }
  return new Promise((resolve) => {
    const socket = createConnection(path);
    socket.once('connect', () => resolve(socket));
    socket.once('error', () => resolve(null)); // a record left by a server that was killed
  });
}

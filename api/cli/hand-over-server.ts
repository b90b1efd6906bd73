import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import type { CommandIo } from './command.ts';
import { type FromServer, recordPath, type ToServer, toServer } from './hand-over-protocol.ts';

/** sun_path holds 108 bytes with the closing zero on Linux, 104 on macOS. */
const LONGEST_PATH = 103;

/** Runs a command on the server's database and gives its exit code. */
export type CommandRunner = (words: string[], io: CommandIo) => Promise<number>;

/**
 * Takes commands for the embedded database of `dataDir`, which this process holds. Only the same user can connect.
 *
 * @returns the function that stops listening; running commands are cancelled
 */
export async function acceptCommands(dataDir: string, run: CommandRunner): Promise<() => Promise<void>> {
  const path = socketPath(dataDir);
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy()); // the client is gone: 'close' cancels its command
    serve(socket, run);
  });
  rmSync(path, { force: true });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(path, resolve);
  });
  chmodSync(path, 0o600);
  writeFileSync(recordPath(dataDir), `${path}\n`, { mode: 0o600 });
  return async () => {
    rmSync(recordPath(dataDir), { force: true });
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
    if (!path.startsWith(dataDir)) rmSync(dirname(path), { recursive: true, force: true });
  };
}

/** In the data directory (mode 0700), or, when its path is too long for a socket, in a private temporary one. */
function socketPath(dataDir: string): string {
  const inside = join(dataDir, 'commands.sock');
  return Buffer.byteLength(inside) <= LONGEST_PATH
    ? inside
    : join(mkdtempSync(join(tmpdir(), 'tongxin-')), 'commands.sock');
}

function serve(socket: Socket, run: CommandRunner): void {
  const cancel = new AbortController();
  socket.on('close', () => cancel.abort());
  const send = (message: FromServer): void => {
    if (socket.writable) socket.write(`${JSON.stringify(message)}\n`);
  };
  let answered: (secret: string | null) => void = () => {};
  socket.on('close', () => answered(null));
  createInterface({ input: socket }).on('line', (line) => {
    const message = parse(line);
    if (!message) return socket.destroy();
    if ('cancel' in message) return cancel.abort();
    if ('secret' in message) return answered(message.secret);
    const io = {
      cwd: message.cwd,
      out: (text: string) => send({ out: text }),
      err: (text: string) => send({ err: text }),
      signal: cancel.signal,
      secret: (prompt: string | null) =>
        new Promise<string | null>((resolve) => {
          answered = resolve;
          send({ ask: prompt });
        }),
    };
    run(message.words, io).then(
      (exit) => {
        send({ exit });
        socket.end();
      },
      (error: unknown) => {
        send({ err: String(error) });
        send({ exit: 1 });
        socket.end();
      },
    );
  });
}

/** Null for a line that no client of ours sends. */
function parse(line: string): ToServer | null {
  try {
    return toServer.parse(JSON.parse(line));
  } catch {
    return null;
  }
}

import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import type { CommandIo } from './command.ts';
import { type FromServer, recordPath, type ToServer, toServer } from './hand-over-protocol.ts';

/** sun_path holds 108 bytes with the closing zero on Linux, 104 on macOS. */
const LONGEST_PATH = 103;
/** How long cancelled commands may take to undo what they began when the server stops. */
const GRACE_MS = 5_000;

const TEMPORARY = 'tongxin-commands-';

/** Runs a command on the server's database and gives its exit code. */
export type CommandRunner = (words: string[], io: CommandIo) => Promise<number>;

interface Visit {
  socket: Socket;
  cancel: AbortController;
  /** settles when the command, if one was asked for, has ended */
  done: Promise<void>;
}

/**
 * Takes commands for the embedded database of `dataDir`, which this process holds. Only the same user can connect.
 *
 * @returns the function that stops: it takes no more, cancels what runs, and waits for its end
 */
export async function acceptCommands(dataDir: string, run: CommandRunner): Promise<() => Promise<void>> {
  removeLeftover(dataDir);
  const path = socketPath(dataDir);
  const visits = new Set<Visit>();
  const server = createServer((socket) => {
    const visit = receive(socket, run);
    visits.add(visit);
    socket.on('close', () => visit.done.then(() => visits.delete(visit)));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(path, resolve);
  });
  chmodSync(path, 0o600);
  writeFileSync(recordPath(dataDir), `${path}\n`, { mode: 0o600 });
  return async () => {
    rmSync(recordPath(dataDir), { force: true });
    const closed = new Promise((resolve) => server.close(resolve));
    for (const { cancel } of visits) cancel.abort();
    const grace = new Promise((resolve) => setTimeout(resolve, GRACE_MS).unref());
    await Promise.race([Promise.all([...visits].map(({ done }) => done)), grace]);
    for (const { socket } of visits) socket.destroy();
    await closed;
    if (!path.startsWith(dataDir)) rmSync(dirname(path), { recursive: true, force: true });
  };
}

/** What a server that was killed left: its socket, and the temporary folder around it. */
function removeLeftover(dataDir: string): void {
  const record = recordPath(dataDir);
  if (!existsSync(record)) return;
  const path = readFileSync(record, 'utf8').trim();
  rmSync(path, { force: true });
  if (dirname(path).startsWith(join(tmpdir(), TEMPORARY))) rmSync(dirname(path), { recursive: true, force: true });
  rmSync(record);
}

/** In the data directory (mode 0700), or, when its path is too long for a socket, in a private temporary one. */
function socketPath(dataDir: string): string {
  const inside = join(dataDir, 'commands.sock');
  return Buffer.byteLength(inside) <= LONGEST_PATH
    ? inside
    : join(mkdtempSync(join(tmpdir(), TEMPORARY)), 'commands.sock');
}

function receive(socket: Socket, run: CommandRunner): Visit {
  const cancel = new AbortController();
  const visit: Visit = { socket, cancel, done: Promise.resolve() };
  socket.on('close', () => cancel.abort());
  socket.on('error', () => socket.destroy()); // the client is gone: 'close' cancels its command
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
    visit.done = run(message.words, io).then(
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
  return visit;
}

/** Null for a line that no client of ours sends. */
function parse(line: string): ToServer | null {
  try {
    return toServer.parse(JSON.parse(line));
  } catch {
    return null;
  }
}

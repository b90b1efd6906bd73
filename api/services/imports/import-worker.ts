import { Worker } from 'node:worker_threads';
import { ProblemError } from '../../problems.ts';
import type { Blocks, BlocksInput } from './build-blocks.ts';
import type { FromWorker, Look, ToWorker, Transform } from './worker-protocol.ts';

/** Objects of a parsed file; a larger one fails by itself, not with the server. */
const MAX_HEAP_MB = 1024;

/**
 * A thread for the long work of one import: reading and parsing its file, making blocks. Call `close` at the end; it
 * also stops what is running.
 */
export class ImportWorker {
  readonly #worker = new Worker(new URL('./worker-start.mjs', import.meta.url), {
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: MAX_HEAP_MB },
  });

  /** @throws ProblemError 'unreadable-file' or 'file-too-large' */
  async look(path: string, where: string): Promise<Look> {
    const answer = await this.#ask({ kind: 'look', path, where }, 'looked');
    return answer.look;
  }

  /**
   * The rows of a file in longitude and latitude, as CSV of the staging table. The thread waits until a chunk has been
   * written.
   *
   * @throws ProblemError 'unreadable-file' or 'file-too-large'; what `write` throws
   */
  async take(
    file: { path: string; where: string; transform: Transform; county: string; batch: string },
    write: (csv: string, rows: number) => Promise<void>,
  ): Promise<{ rows: number; outside: number }> {
    return this.#ask({ kind: 'take', ...file }, 'taken', write);
  }

  /** Blocks from boundaries and the lines within them. */
  async buildBlocks(input: BlocksInput): Promise<Blocks> {
    const answer = await this.#ask({ kind: 'build-blocks', input }, 'built');
    return answer.blocks;
  }

  async close(): Promise<void> {
    await this.#worker.terminate();
  }

  #ask<K extends FromWorker['kind']>(
    ask: ToWorker,
    wanted: K,
    write?: (csv: string, rows: number) => Promise<void>,
  ): Promise<Extract<FromWorker, { kind: K }>> {
    return new Promise((resolve, reject) => {
      const end = (settle: () => void): void => {
        this.#worker.off('message', receive).off('error', fail).off('exit', stopped);
        settle();
      };
      const receive = (message: FromWorker): void => {
        if (message.kind === 'failed') end(() => reject(problemOf(message)));
        else if (message.kind === wanted) end(() => resolve(message as Extract<FromWorker, { kind: K }>));
        else if (message.kind === 'chunk')
          write!(message.csv, message.rows).then(
            () => this.#worker.postMessage({ kind: 'more' } satisfies ToWorker),
            (error: unknown) => end(() => reject(error)),
          );
      };
      const fail = (error: Error & { code?: string }): void =>
        end(() => reject(error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? tooMuchMemory() : error));
      const stopped = (): void => end(() => reject(new Error('the thread of the import has ended')));
      this.#worker.on('message', receive).on('error', fail).on('exit', stopped);
      this.#worker.postMessage(ask);
    });
  }
}

const tooMuchMemory = (): ProblemError =>
  new ProblemError(
    'file-too-large',
    `The import takes more than ${MAX_HEAP_MB} MB of memory; split the file and import the parts with --mode add`,
  );

function problemOf(failure: Extract<FromWorker, { kind: 'failed' }>): Error {
  if (failure.tooLarge) return new ProblemError('file-too-large', failure.message);
  return failure.unreadable ? new ProblemError('unreadable-file', failure.message) : new Error(failure.message);
}

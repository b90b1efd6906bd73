import { Worker } from 'node:worker_threads';
import type { Ask, FromWorker, Rows, ToWorker } from './embedded-protocol.ts';
import { SqlError } from './sql-error.ts';

interface Waiting {
  resolve: (rows: Rows) => void;
  reject: (error: Error) => void;
}

/** The main thread's end of the PGlite thread: request in, answer out, notifications beside. */
export class EmbeddedClient {
  readonly #worker = new Worker(new URL('./embedded-worker-start.mjs', import.meta.url), { execArgv: [] });
  readonly #waiting = new Map<number, Waiting>();
  #nextId = 1;
  #ended: Error | undefined;

  constructor(onNotify: (channel: string, payload: string) => void = () => {}) {
    this.#worker.on('message', (message: FromWorker) => {
      if ('notify' in message) onNotify(message.notify, message.payload);
      else this.#settle(message);
    });
    this.#worker.on('error', (error) => this.#end(error));
    this.#worker.on('exit', () => this.#end(new Error('the thread of the embedded database has ended')));
  }

  /** True once the thread has ended; every later request is refused. */
  get ended(): boolean {
    return this.#ended !== undefined;
  }

  /** @throws SqlError for what the database refuses, Error when the thread ended before it answered */
  ask(ask: Ask): Promise<Rows> {
    if (this.#ended) return Promise.reject(this.#ended);
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#worker.postMessage({ ...ask, id } satisfies ToWorker);
    });
  }

  /**
   * Ends the thread at once, also in the middle of a statement. Committed transactions stay.
   *
   * @param reason what those who wait for an answer are told
   */
  async terminate(reason = new Error('the embedded database has been closed')): Promise<void> {
    this.#end(reason);
    await this.#worker.terminate();
  }

  #settle(message: Exclude<FromWorker, { notify: string }>): void {
    const waiting = this.#waiting.get(message.id);
    this.#waiting.delete(message.id);
    if (message.ok) waiting?.resolve(message.result);
    else waiting?.reject(new SqlError(message.error));
  }

  #end(reason: Error): void {
    this.#ended ??= reason;
    for (const { reject } of this.#waiting.values()) reject(this.#ended);
    this.#waiting.clear();
  }
}

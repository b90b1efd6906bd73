import { Worker } from 'node:worker_threads';
import { errorOf } from './failure.ts';
import type { FromThread, ToThread } from './protocol.ts';
import { takeTurns } from './take-turns.ts';
import type { InputOf, OutputOf, QuestionOf, ReplyOf, TaskName } from './tasks.ts';

/** What a task holds at once; one that needs more fails by itself, not with the server. */
export const MAX_HEAP_MB = 2048;

export type Answer<K extends TaskName> = (question: QuestionOf<K>) => Promise<ReplyOf<K>>;

/**
 * A thread for long work, which would keep the server from answering: the tasks of tasks.ts, one after the other.
 * What goes in and out is copied. An idle thread does not keep the process from ending.
 */
export class TaskThread {
  readonly #worker = new Worker(new URL('./thread-start.mjs', import.meta.url), {
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: MAX_HEAP_MB },
  });
  #ended: Error | undefined;
  readonly #inTurn = takeTurns();

  constructor() {
    this.#worker.unref();
    this.#worker.on('error', (error) => {
      this.#ended ??= error;
    });
    this.#worker.on('exit', () => {
      this.#ended ??= new Error('the thread has ended');
    });
  }

  /** True once the thread has ended; it does nothing any more. */
  get ended(): boolean {
    return this.#ended !== undefined;
  }

  /**
   * @param answer  gives what the task asks for; of several questions at a time if the task does not wait. None is being
   *                answered any more when the run has ended, however it ended
   * @throws what the task throws (ProblemError and RangeError as such, others with their message), what `answer` throws,
   *   Error when the thread ends before the task (code ERR_WORKER_OUT_OF_MEMORY when it grew too large)
   */
  run<K extends TaskName>(name: K, input: InputOf<K>, answer?: Answer<K>): Promise<OutputOf<K>> {
    return this.#inTurn(() => this.#run(name, input, answer));
  }

  /** Ends the thread at once, also in the middle of a task, which fails then. */
  async close(): Promise<void> {
    this.#ended ??= new Error('the thread has ended');
    await this.#worker.terminate();
  }

  #run<K extends TaskName>(name: K, input: InputOf<K>, answer: Answer<K> | undefined): Promise<OutputOf<K>> {
    if (this.#ended) return Promise.reject(this.#ended);
    const worker = this.#worker;
    const tell = (message: ToThread): void => worker.postMessage(message);
    return new Promise((resolve, reject) => {
      let refused: unknown;
      const answers = new Set<Promise<void>>();
      const end = (settle: () => void): void => {
        worker.off('message', receive).off('error', fail).off('exit', stopped);
        worker.unref();
        void Promise.all(answers).then(settle);
      };
      const receive = (message: FromThread): void => {
        if (message.kind === 'done') end(() => resolve(message.output as OutputOf<K>));
        else if (message.kind === 'failed') end(() => reject(refused ?? errorOf(message.failure)));
        else {
          const { id } = message;
          const answering = answer!(message.question as QuestionOf<K>)
            .then(
              (reply) => tell({ kind: 'reply', id, reply }),
              (error: unknown) => {
                refused ??= error;
                tell({ kind: 'refuse', id });
              },
            )
            .finally(() => answers.delete(answering));
          answers.add(answering);
        }
      };
      const fail = (error: Error): void => end(() => reject(refused ?? error));
      const stopped = (): void => end(() => reject(refused ?? new Error('the thread has ended')));
      worker.on('message', receive).on('error', fail).on('exit', stopped);
      worker.ref();
      tell({ kind: 'begin', name, input });
    });
  }
}

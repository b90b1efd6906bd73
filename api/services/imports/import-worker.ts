import type { StagedPage } from '../../db/imports.ts';
import { ProblemError } from '../../problems.ts';
import { type Answer, MAX_HEAP_MB, TaskThread } from '../../worker/task-thread.ts';
import type { InputOf, OutputOf, TaskName } from '../../worker/tasks.ts';
import type { Blocks } from './build-blocks.ts';
import type { CollectedAreas } from './collect-areas.ts';
import { FaultList } from './fault-list.ts';
import type { CollectedSummary, FileRequest, TakeInput } from './import-tasks.ts';
import type { Look } from './look.ts';
import type { AskRows } from './row-pages.ts';
import type { Staged } from './stage-things.ts';

/** What an import has collected: its things stay in the thread. */
export type CollectedThings = Omit<CollectedSummary, 'faults'> & { faults: FaultList };

/**
 * A thread for the long work of one import: reading and parsing its file, checking rows, making blocks and lines of a
 * COPY. It keeps the things that it has collected. Call `close` at the end; it also stops what is running.
 */
export class ImportWorker {
  readonly #thread = new TaskThread();

  /** @throws ProblemError 'unreadable-file' or 'file-too-large' */
  async look(file: FileRequest): Promise<Look> {
    return this.#run('import/look', file);
  }

  /**
   * The rows of a file that has been looked at, in longitude and latitude, as pages of the staging table. The thread makes
   * pages while others are being written.
   *
   * @throws ProblemError 'unreadable-file' or 'file-too-large'; what `write` throws
   */
  async take(file: TakeInput, write: (page: StagedPage) => Promise<void>): Promise<void> {
    return this.#run('import/take', file, write);
  }

  /** Things; `fabric` in force, null = the county has no blocks yet */
  async collectThings(ask: AskRows, input: InputOf<'import/collect'>): Promise<CollectedThings> {
    const collected = await this.#run('import/collect', input, ask);
    return { ...collected, faults: new FaultList(collected.faults) };
  }

  async collectAreas(ask: AskRows, input: InputOf<'import/collect-regions'>): Promise<CollectedAreas> {
    const collected = await this.#run('import/collect-regions', input, ask);
    return { ...collected, faults: new FaultList(collected.faults) };
  }

  /** Blocks from boundaries and the lines within them. */
  async buildBlocks(input: InputOf<'import/build'>): Promise<Blocks> {
    return this.#run('import/build', input);
  }

  /** @param answer  gives what stands in the database, and writes */
  async stage(input: InputOf<'import/stage'>, answer: Answer<'import/stage'>): Promise<Staged> {
    return this.#run('import/stage', input, answer);
  }

  async close(): Promise<void> {
    await this.#thread.close();
  }

  async #run<K extends TaskName>(name: K, input: InputOf<K>, answer?: Answer<K>): Promise<OutputOf<K>> {
    try {
      return await this.#thread.run(name, input, answer);
    } catch (error) {
      throw isOutOfMemory(error) ? tooMuchMemory() : error;
    }
  }
}

const isOutOfMemory = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';

const tooMuchMemory = (): ProblemError =>
  new ProblemError(
    'file-too-large',
    `The import takes more than ${MAX_HEAP_MB} MB of memory; split the file and import the parts with --mode add`,
    { reason: 'memory', values: { mb: MAX_HEAP_MB } },
  );

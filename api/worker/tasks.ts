/**
 * A pure piece of work for another thread: data in, data out, all of it copied.
 *
 * `ask` puts a question to whoever runs the task and gives the reply: for what the thread has not (a page of rows), to
 * have something written, or to tell how far it is. Several may be open at a time: see `atOnce`.
 */
export type Task<I, O, Q = never, R = never> = (input: I, ask: (question: Q) => Promise<R>) => O | Promise<O>;

const imports = () => import('../services/imports/import-tasks.ts');
const exports = () => import('../services/exports/export-tasks.ts');
const layers = () => import('../services/exports/layer-export-task.ts');
const plans = () => import('../services/plans/plan-tasks.ts');

/** Every task by its name; a thread loads what it does. */
export const TASKS = {
  'import/look': async () => (await imports()).look,
  'import/take': async () => (await imports()).take,
  'import/collect': async () => (await imports()).collect,
  'import/collect-regions': async () => (await imports()).collectRegions,
  'import/build': async () => (await imports()).build,
  'import/stage': async () => (await imports()).stage,
  'plans/judge': async () => (await plans()).judge,
  'plans/compare': async () => (await plans()).compare,
  'plans/replay': async () => (await plans()).replay,
  'plans/read': async () => (await plans()).read,
  'plans/preview': async () => (await plans()).preview,
  'plans/prepare': async () => (await plans()).prepare,
  'tables/read': async () => (await import('../services/tables/read-table.ts')).readTable,
  'tables/write': async () => (await import('../services/tables/write-table.ts')).writeTable,
  'exports/export-division': async () => (await exports()).exportDivision,
  'exports/export-plan': async () => (await exports()).exportPlan,
  'layers/write': async () => (await layers()).writeLayer,
  'exports/change-list': async () => (await exports()).changeList,
};

export type TaskName = keyof typeof TASKS;
type TaskOf<K extends TaskName> = Awaited<ReturnType<(typeof TASKS)[K]>>;
export type InputOf<K extends TaskName> = Parameters<TaskOf<K>>[0];
export type OutputOf<K extends TaskName> = Awaited<ReturnType<TaskOf<K>>>;
type AskOf<K extends TaskName> = Parameters<TaskOf<K>>[1];
export type QuestionOf<K extends TaskName> = Parameters<AskOf<K>>[0];
export type ReplyOf<K extends TaskName> = Awaited<ReturnType<AskOf<K>>>;

import type { Browser, Page } from 'playwright-core';
import { percentile } from '../bench/bench.ts';

/** Of a trace event of Chromium what is read here; times in µs, `tdur` of the thread's own time. */
interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  readonly ts: number;
  readonly dur?: number;
  readonly tdur?: number;
  readonly args?: { readonly data?: { readonly type?: string }; readonly name?: string };
}

/** What the page's main thread did while something went on; thread time, so that what else the machine does is not counted. */
export interface MainThread {
  /** script of each movement of the pointer, until every listener has heard of it, ms */
  readonly moves: readonly number[];
  /** script of each frame: what is drawn after a movement, the map included, ms */
  readonly frames: readonly number[];
  /** tasks that took longer than a millisecond, ms */
  readonly tasks: readonly number[];
  /** the longest task by the clock, which a busy machine makes longer, ms */
  readonly longestByClock: number;
}

/** What follows a gesture belongs to it: panels, names, what is sent. */
const SETTLE_MS = 400;
const CATEGORIES = ['devtools.timeline', 'disabled-by-default-devtools.timeline', 'toplevel', 'v8'];
const MOVES: ReadonlySet<string> = new Set(['pointermove', 'mousemove', 'pointerrawupdate']);

export async function watchMainThread(browser: Browser, page: Page, what: () => Promise<void>): Promise<MainThread> {
  await browser.startTracing(page, { categories: CATEGORIES });
  await what();
  await new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
  const { traceEvents } = JSON.parse((await browser.stopTracing()).toString()) as { traceEvents: TraceEvent[] };
  return readTrace(traceEvents);
}

function readTrace(all: readonly TraceEvent[]): MainThread {
  const events = ofMainThread(all).sort((a, b) => a.ts - b.ts);
  const tasks = events.filter(({ name }) => name === 'RunTask');
  const ms = ({ tdur, dur }: TraceEvent): number => (tdur ?? dur ?? 0) / 1000;
  return {
    moves: movesIn(events).map((move) => move.reduce((sum, event) => sum + ms(event), 0)),
    frames: framesIn(events).map((frame) => frame.reduce((sum, event) => sum + ms(event), 0)),
    tasks: tasks.map(ms).filter((time) => time > 1),
    longestByClock: Math.max(0, ...tasks.map(({ dur = 0 }) => dur / 1000)),
  };
}

/** Complete events of the renderer's main thread that did most. */
function ofMainThread(all: readonly TraceEvent[]): TraceEvent[] {
  const threads = new Map<string, TraceEvent[]>();
  for (const { name, pid, tid, args } of all)
    if (name === 'thread_name' && args?.name === 'CrRendererMain') threads.set(`${pid} ${tid}`, []);
  for (const event of all) if (event.ph === 'X') threads.get(`${event.pid} ${event.tid}`)?.push(event);
  return [...threads.values()].sort((a, b) => b.length - a.length)[0] ?? [];
}

/** What was asked to be called back in a frame, frame by frame: all within one task. */
function framesIn(events: readonly TraceEvent[]): TraceEvent[][] {
  const frames: TraceEvent[][] = [];
  let taskEnd = 0;
  for (const event of events) {
    if (event.name === 'RunTask' && event.ts >= taskEnd) {
      taskEnd = event.ts + (event.dur ?? 0);
      frames.push([]);
    } else if (event.name === 'FireAnimationFrame') frames.at(-1)?.push(event);
  }
  return frames.filter(({ length }) => length > 0);
}

/** The dispatches that belong to one movement: a pointer event and the mouse event that comes with it. */
function movesIn(events: readonly TraceEvent[]): TraceEvent[][] {
  const moves: TraceEvent[][] = [];
  for (const event of events) {
    const type = event.name === 'EventDispatch' ? (event.args?.data?.type ?? '') : '';
    if (!MOVES.has(type)) continue;
    if (type === 'mousemove' && moves.length > 0) moves.at(-1)!.push(event);
    else moves.push([event]);
  }
  return moves;
}

export const summary = (times: readonly number[]) => ({
  n: times.length,
  p50: times.length > 0 ? percentile(times, 0.5) : 0,
  p95: times.length > 0 ? percentile(times, 0.95) : 0,
  max: Math.max(0, ...times),
});

import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { STREAM_BEAT } from '../../../api/contract/plans.ts';
import { listenToPlan } from '../../../web/api-client/plan-drawing.ts';

/** The browser's end of a stream, without one. */
class Line extends EventTarget {
  static readonly CLOSED = 2;
  static opened: Line[] = [];
  readyState = 1;
  onopen = (): void => undefined;
  onerror = (): void => undefined;
  constructor(readonly url: string) {
    super();
    Line.opened.push(this);
  }
  close(): void {
    this.readyState = Line.CLOSED;
  }
  say(type: string, data: object): void {
    this.dispatchEvent(new MessageEvent(type, { data: JSON.stringify(data) }));
  }
}
const beat = (): void => Line.opened.at(-1)!.say(STREAM_BEAT.event, {});
const presence = { type: 'presence', present: [] };

let told: string[] = [];
let stop = (): void => undefined;
beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('EventSource', Line);
  vi.stubGlobal('window', new EventTarget());
  Line.opened = [];
  told = [];
  stop = listenToPlan('990001', 5, {
    since: () => 7,
    onEvent: ({ type }) => told.push(type),
    onOpen: () => told.push('open'),
    onLost: () => told.push('lost'),
  });
  Line.opened[0]!.onopen();
});
afterEach(() => {
  stop();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test('goes on after the last step that is known, and tells what comes', () => {
  expect(Line.opened[0]!.url).toBe('/api/counties/990001/plans/5/stream?since=7');
  Line.opened[0]!.say('presence', presence);
  expect(told).toEqual(['open', 'presence']);
});

test('a line that lives stays, however long nothing happens', () => {
  for (let minute = 0; minute < 20; minute++) {
    vi.advanceTimersByTime(STREAM_BEAT.everyMs);
    beat();
  }
  expect(Line.opened).toHaveLength(1);
  expect(told).toEqual(['open']);
});

test('one that went dead without a word is told as lost, and another is opened', () => {
  beat();
  vi.advanceTimersByTime(2 * STREAM_BEAT.everyMs);
  expect(Line.opened).toHaveLength(1);
  vi.advanceTimersByTime(STREAM_BEAT.everyMs);
  expect(Line.opened).toHaveLength(2);
  expect(Line.opened[0]!.readyState).toBe(Line.CLOSED);
  expect(told).toEqual(['open', 'lost']);
});

test('when the device is on the net again, nobody waits for the browser to try', () => {
  window.dispatchEvent(new Event('online'));
  expect(Line.opened).toHaveLength(2);
});

test('what the server refused is tried again, ever more rarely', () => {
  const refuse = (): void => {
    Line.opened.at(-1)!.readyState = Line.CLOSED;
    Line.opened.at(-1)!.onerror();
  };
  refuse();
  vi.advanceTimersByTime(1_000);
  expect(Line.opened).toHaveLength(2);
  refuse();
  vi.advanceTimersByTime(1_999);
  expect(Line.opened).toHaveLength(2);
  vi.advanceTimersByTime(1);
  expect(Line.opened).toHaveLength(3);
});

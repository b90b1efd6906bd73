const CHINA_AHEAD_MS = 8 * 3600_000;
const DAY_MS = 24 * 3600_000;
let known = { day: -1, text: '' };

/** Today where the counties are (UTC+8, no summer time), yyyy-mm-dd. */
export function today(now = Date.now()): string {
  const day = Math.floor((now + CHINA_AHEAD_MS) / DAY_MS);
  if (day !== known.day) known = { day, text: new Date(day * DAY_MS).toISOString().slice(0, 10) };
  return known.text;
}

/** The last day of what is valid until, but not on, a date (both yyyy-mm-dd). */
export const dayBefore = (date: string): string =>
  new Date(Date.parse(`${date}T00:00:00Z`) - DAY_MS).toISOString().slice(0, 10);

/** A moment as the counties' clocks show it, yyyy-mm-dd hh:mm. */
export const clockTime = (isoTime: string): string =>
  new Date(Date.parse(isoTime) + CHINA_AHEAD_MS).toISOString().slice(0, 16).replace('T', ' ');

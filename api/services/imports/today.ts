const CALENDAR = new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Shanghai' });

/** Today where the counties are, yyyy-mm-dd. */
export const today = (now = new Date()): string => CALENDAR.format(now);

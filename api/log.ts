import { pino } from 'pino';

/**
 * The server's log: one JSON object a line on stderr, without names, addresses or what people typed.
 * Errors of the database keep their code and place and lose the rows they quote.
 */
export const openLog = (level: 'debug' | 'info' | 'silent' = 'info') =>
  pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: ['err.detail', 'err.where', 'err.parameters'],
    },
    pino.destination({ dest: 2, sync: false }),
  );

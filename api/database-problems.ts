import { sqlState } from './db/sql-error.ts';
import { ProblemError } from './problems.ts';

const RETRY_AFTER_S = 2;
/** What Node says of a connection that is not there; pg's own words have no code. */
const LOST = /^E(CONN(REFUSED|RESET|ABORTED)|PIPE|TIMEDOUT|HOSTUNREACH|AI_AGAIN)$/;
const LOST_WORDS =
  /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error)/;

/**
 * What a caller is told of a failure of the database; null when it is a fault of the program.
 *
 * The names of constraints and columns are those of the schema and carry no data; values never leave the server.
 */
export function databaseProblem(error: unknown): ProblemError | null {
  if (!(error instanceof Error)) return null;
  const state = sqlState(error);
  if (state === undefined) return isLost(error) ? busy('The database cannot be reached just now') : null;
  const { constraint = '', column = '' } = error as { constraint?: string; column?: string };
  switch (state.slice(0, 2)) {
    case '08': // connection
    case '53': // out of connections, memory or disk
      return busy('The database cannot serve this just now');
    case '57': // shut down, or longer than the statement's time limit
      return busy(state === '57014' ? 'This took longer than a request may take' : 'The database is restarting');
    case '40': // deadlock, serialization: the whole transaction can be tried again
      return busy('Somebody else changed the same rows at the same moment');
    case '23':
      return new ProblemError('rejected-by-rule', ruleSentence(state, constraint, column));
    case '22':
      return new ProblemError(
        'invalid-request',
        'A value is out of range or not of the form that is documented; correct it and send it again.',
      );
    case '42':
      return state === '42501' ? new ProblemError('forbidden', 'The role of this account may not change that.') : null;
    default:
      return null;
  }
}

const busy = (what: string): ProblemError =>
  new ProblemError('busy', `${what}; try again in a moment.`, { retryAfterS: RETRY_AFTER_S });

const isLost = (error: Error): boolean => {
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  return LOST.test(code) || LOST_WORDS.test(error.message);
};

function ruleSentence(state: string, constraint: string, column: string): string {
  const rule = constraint ? ` (rule ${constraint})` : '';
  switch (state) {
    case '23502':
      return `A value for ${column || 'a required field'} is missing; fill it in.`;
    case '23503':
      return `It refers to something that does not exist here, or something else still refers to it${rule}.`;
    case '23505':
      return `There is one with the same key already${rule}; change that one, or choose another key.`;
    case '23P01':
      return `It overlaps with one that is there already${rule}; change its dates or place.`;
    default:
      return `A value breaks a rule of the data${rule}; correct it and send it again.`;
  }
}

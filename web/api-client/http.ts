import { PROBLEM_BASE, PROBLEMS, type Problem, type ProblemType, problem } from '../../api/contract/problems.ts';

/** What went wrong, ready to be shown: `type` names the sentence, `detail` is the server's own. */
export interface Notice {
  readonly type: ProblemType | 'offline' | 'unexpected-reply';
  readonly status: number;
  readonly detail: string;
  readonly at?: readonly [lng: number, lat: number];
  readonly currentVersion?: number;
  readonly retryAfterS?: number;
  /** why this time, one of PROBLEM_REASONS, and its figures; or why a step of a plan cannot be done */
  readonly reason?: string | undefined;
  readonly values?: Problem['values'];
  /** index of the step among those sent, and the region that stands in the way */
  readonly step?: number;
  readonly region?: number;
  /** steps of a plan that were missed */
  readonly missed?: Problem['missed'];
  /** what keeps a plan from being submitted or published */
  readonly findings?: Problem['findings'];
}

/** Thrown by every call of the api-client, and by nothing else. */
export class ApiError extends Error {
  readonly notice: Notice;
  constructor(notice: Notice) {
    super(notice.detail);
    this.name = 'ApiError';
    this.notice = notice;
  }
}

/** Whatever a promise was rejected with, as a notice. A fault of our own stays visible as itself. */
export function noticeOf(error: unknown): Notice {
  if (error instanceof ApiError) return error.notice;
  return { type: 'unexpected-reply', status: 0, detail: error instanceof Error ? error.message : String(error) };
}

/** A zod schema, as much of it as the client needs. */
interface Schema<T> {
  safeParse(data: unknown): { success: true; data: T } | { success: false; error: { message: string } };
}

export interface RequestOptions {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** sent as JSON, unless it is a Blob (sent as it is) */
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
  readonly signal?: AbortSignal;
  /** without an answer for so long, the line is taken to be broken */
  readonly timeoutMs?: number;
  /** goes on when the page is closed meanwhile */
  readonly keepalive?: boolean;
}

/**
 * One call to the server.
 *
 * @param path    absolute path on the same origin
 * @param schema  what the reply must look like; null for an empty reply
 * @throws ApiError for a problem, a broken line or a reply that breaks the contract; an abort is passed on as it is
 */
export async function request<T>(path: string, schema: Schema<T>, options?: RequestOptions): Promise<T>;
export async function request(path: string, schema: null, options?: RequestOptions): Promise<null>;
export async function request<T>(
  path: string,
  schema: Schema<T> | null,
  options: RequestOptions = {},
): Promise<T | null> {
  const response = await send(path, options);
  if (!response.ok) throw new ApiError(await readProblem(response));
  if (!schema) return null;
  const body = await readJson(response, options.signal);
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  throw new ApiError({
    type: 'unexpected-reply',
    status: response.status,
    detail: `${path}: ${parsed.error.message}`,
  });
}

/** @throws ApiError when the line breaks; an abort is passed on as it is */
export async function send(path: string, options: RequestOptions): Promise<Response> {
  const { method = 'GET', body, headers, signal, timeoutMs, keepalive = false } = options;
  const ends = [signal, timeoutMs === undefined ? undefined : AbortSignal.timeout(timeoutMs)].filter(
    (end) => end !== undefined,
  );
  const isFile = body instanceof Blob;
  try {
    return await fetch(path, {
      method,
      keepalive,
      signal: ends.length > 1 ? AbortSignal.any(ends) : (ends[0] ?? null),
      credentials: 'same-origin',
      headers: {
        accept: 'application/json, application/problem+json',
        ...(body !== undefined && !isFile ? { 'content-type': 'application/json' } : {}),
        ...headers,
      },
      body: body === undefined ? null : isFile ? body : JSON.stringify(body),
    });
  } catch (error) {
    throw lineFault(error, signal);
  }
}

/** undefined for what is no JSON. */
async function readJson(response: Response, signal: AbortSignal | undefined): Promise<unknown> {
  try {
    return await response.json();
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw lineFault(error, signal);
  }
}

/** An abort of the caller's as it is; anything else means that the line broke. */
const lineFault = (error: unknown, signal: AbortSignal | undefined): unknown =>
  signal?.aborted
    ? error
    : new ApiError({ type: 'offline', status: 0, detail: error instanceof Error ? error.message : String(error) });

/** RFC 9457 body → notice. A reply that is no problem (a proxy's own page) becomes one by its status. */
export async function readProblem(response: Response): Promise<Notice> {
  const body: unknown = await response.json().catch(() => undefined);
  const parsed = problem.safeParse(body);
  if (!parsed.success) return { ...byStatus(response.status), detail: `${response.status} ${response.statusText}` };
  return toNotice(parsed.data);
}

function toNotice({ type, status, title: _title, ...said }: Problem): Notice {
  const key = type.startsWith(PROBLEM_BASE) ? type.slice(PROBLEM_BASE.length) : '';
  return { ...(key in PROBLEMS ? { type: key as ProblemType, status } : byStatus(status)), ...said };
}

function byStatus(status: number): Pick<Notice, 'type' | 'status'> {
  const known: Partial<Record<number, ProblemType>> = {
    401: 'not-signed-in',
    403: 'forbidden',
    404: 'not-found',
    409: 'conflict',
    413: 'file-too-large',
    429: 'too-many-attempts',
    502: 'busy',
    503: 'busy',
    504: 'busy',
  };
  return { type: known[status] ?? (status >= 500 ? 'internal' : 'unexpected-reply'), status };
}

/** `?a=1&b=2` of the values that are there, in the order given; '' when none is. */
export function queryString(values: Record<string, string | number | null | undefined>): string {
  const given = Object.entries(values).filter(([, value]) => value !== null && value !== undefined && value !== '');
  if (given.length === 0) return '';
  return `?${new URLSearchParams(given.map(([key, value]) => [key, String(value)]))}`;
}

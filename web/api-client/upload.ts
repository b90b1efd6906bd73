import { ApiError, type Notice, readProblem } from './http.ts';

/** A zod schema, as much of it as the client needs. */
interface Schema<T> {
  safeParse(data: unknown): { success: true; data: T } | { success: false; error: { message: string } };
}

export interface UploadOptions {
  readonly signal?: AbortSignal;
  /** share of the file that has left, 0 … 1 */
  onSent?(share: number): void;
}

/**
 * Sends a file as the body of a POST and tells how far it is. `fetch` cannot tell, so this is an XMLHttpRequest.
 *
 * @param path    absolute path on the same origin
 * @param schema  what the reply must look like
 * @throws ApiError as `request` does; an AbortError when `signal` ends it
 */
export async function upload<T>(
  path: string,
  file: Blob,
  schema: Schema<T>,
  { signal, onSent }: UploadOptions = {},
): Promise<T> {
  const response = await send(path, file, signal, onSent);
  if (!response.ok) throw new ApiError(await readProblem(response));
  const parsed = schema.safeParse(await response.json().catch(() => undefined));
  if (parsed.success) return parsed.data;
  throw new ApiError({ type: 'unexpected-reply', status: response.status, detail: `${path}: ${parsed.error.message}` });
}

function send(
  path: string,
  file: Blob,
  signal: AbortSignal | undefined,
  onSent: UploadOptions['onSent'],
): Promise<Response> {
  return new Promise((resolve, reject) => {
    const call = new XMLHttpRequest();
    const aborted = () => reject(new DOMException('The upload was cancelled.', 'AbortError'));
    if (signal?.aborted) return aborted();
    signal?.addEventListener('abort', () => call.abort(), { once: true });
    call.upload.onprogress = ({ loaded, total }) => onSent?.(total > 0 ? loaded / total : 0);
    call.upload.onload = () => onSent?.(1);
    call.onload = () => resolve(new Response(call.responseText, { status: call.status, statusText: call.statusText }));
    call.onabort = aborted;
    call.onerror = () => reject(new ApiError(LINE_BROKE));
    call.open('POST', path);
    call.setRequestHeader('accept', 'application/json, application/problem+json');
    call.setRequestHeader('content-type', 'application/octet-stream');
    call.send(file);
  });
}

const LINE_BROKE: Notice = {
  type: 'offline',
  status: 0,
  detail: 'The connection broke while the file was being sent.',
};

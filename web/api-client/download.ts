import { ApiError, type RequestOptions, readProblem, send } from './http.ts';

export interface DownloadOptions extends Pick<RequestOptions, 'method' | 'body'> {
  readonly signal?: AbortSignal;
  /** bytes that have come so far, unpacked */
  onReceived?(bytes: number): void;
}

/** A file that the server made. */
export interface DownloadedFile {
  readonly blob: Blob;
  /** as the server calls it; '' when it does not */
  readonly name: string;
  readonly headers: Headers;
}

/**
 * Fetches a file and tells how much of it is here. How large it will be nobody knows before: it is made while it comes.
 *
 * @param path  absolute path on the same origin
 * @throws ApiError as `request` does; an AbortError when `signal` ends it
 */
export async function download(
  path: string,
  { signal, onReceived, ...asked }: DownloadOptions = {},
): Promise<DownloadedFile> {
  const response = await send(path, { ...asked, ...(signal && { signal }) });
  if (!response.ok) throw new ApiError(await readProblem(response));
  const { headers } = response;
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  let received = 0;
  try {
    for (const reader = response.body!.getReader(); ; ) {
      const { done, value } = await reader.read();
      if (done) break;
      pieces.push(value as Uint8Array<ArrayBuffer>);
      received += value.length;
      onReceived?.(received);
    }
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new ApiError({ type: 'offline', status: 0, detail: 'The connection broke while the file was coming.' });
  }
  const blob = new Blob(pieces, { type: headers.get('content-type') ?? 'application/octet-stream' });
  return { blob, name: nameIn(headers.get('content-disposition') ?? ''), headers };
}

/** RFC 6266, the extended form that our server sends. */
function nameIn(disposition: string): string {
  const [, encoded] = /filename\*=UTF-8''([^;]+)/i.exec(disposition) ?? [];
  return encoded ? decodeURIComponent(encoded) : '';
}

import { isUtf8 } from 'node:buffer';
import { type ByteSource, MB, UnreadableFile } from './file-features.ts';

/** A line that does not end within this is no line of a table. */
const MAX_LINE_BYTES = 16 * MB;
const LINE_END = 10;

/** In which encodings the lines of a text are. */
export interface LineEncodings {
  /** of most lines */
  label: 'utf-8' | 'gb18030' | 'utf-16le' | 'utf-16be';
  /** 1-based numbers of lines in the other one of UTF-8 and GBK, the first few */
  others: readonly number[];
  otherCount: number;
}

const LISTED = 8;

/**
 * Finds out how a text is encoded. Exports that were put together from two programs change it from line to line;
 * neither UTF-8 nor GBK uses the byte of a line end for anything else, so each line can be looked at by itself.
 *
 * @throws UnreadableFile when a line is in neither
 */
export async function detectLines(source: ByteSource): Promise<LineEncodings> {
  for await (const start of source()) {
    if (start[0] === 0xff && start[1] === 0xfe) return { label: 'utf-16le', others: [], otherCount: 0 };
    if (start[0] === 0xfe && start[1] === 0xff) return { label: 'utf-16be', others: [], otherCount: 0 };
    break;
  }
  const only: Record<'utf-8' | 'gb18030', { count: number; first: number[] }> = {
    'utf-8': { count: 0, first: [] },
    gb18030: { count: 0, first: [] },
  };
  let number = 0;
  for await (const line of byteLines(source)) {
    number += 1;
    if (isAscii(line)) continue;
    const [utf8, gbk] = [isUtf8(line), isGbk(line)];
    if (!utf8 && !gbk)
      throw new UnreadableFile(`Line ${number} is neither UTF-8 nor GBK; save the file as UTF-8`, {
        reason: 'encoding',
      });
    if (utf8 === gbk) continue;
    const found = only[utf8 ? 'utf-8' : 'gb18030'];
    found.count += 1;
    if (found.first.length < LISTED) found.first.push(number);
  }
  const label = only.gb18030.count > only['utf-8'].count ? 'gb18030' : 'utf-8';
  const others = only[label === 'utf-8' ? 'gb18030' : 'utf-8'];
  return { label, others: others.first, otherCount: others.count };
}

/** The text, some lines at a time, without a byte order mark. @param encodings  as `detectLines` found them */
export async function* decodeLines(source: ByteSource, { label }: LineEncodings): AsyncGenerator<string> {
  if (label === 'utf-16le' || label === 'utf-16be') {
    const decoder = new TextDecoder(label);
    for await (const bytes of source()) yield decoder.decode(bytes, { stream: true });
    yield decoder.decode();
    return;
  }
  let text = '';
  let first = true;
  for await (const line of byteLines(source)) {
    text += decodeLine(line, label);
    if (first) text = text.replace(/^\ufeff/, '');
    first = false;
    if (text.length < BLOCK_CHARS) continue;
    yield text;
    text = '';
  }
  yield text;
}
const BLOCK_CHARS = 1 << 18;

const GBK = new TextDecoder('gb18030', { fatal: true });

function decodeLine(line: Buffer, label: 'utf-8' | 'gb18030'): string {
  if (isAscii(line)) return line.toString('latin1');
  if (label === 'gb18030') return isGbk(line) ? GBK.decode(line) : line.toString('utf8');
  return isUtf8(line) ? line.toString('utf8') : GBK.decode(line);
}

const isAscii = (line: Buffer): boolean => line.every((byte) => byte < 0x80);

function isGbk(line: Buffer): boolean {
  try {
    GBK.decode(line);
    return true;
  } catch {
    return false;
  }
}

/** Each with its line end; the last may have none. */
async function* byteLines(source: ByteSource): AsyncGenerator<Buffer> {
  let rest: Buffer[] = [];
  let restLength = 0;
  for await (const chunk of source()) {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    let from = 0;
    for (let end = bytes.indexOf(LINE_END); end >= 0; end = bytes.indexOf(LINE_END, from)) {
      const part = bytes.subarray(from, end + 1);
      yield restLength > 0 ? Buffer.concat([...rest, part]) : part;
      rest = [];
      restLength = 0;
      from = end + 1;
    }
    if (from === bytes.length) continue;
    // A copy: whoever gives the chunk may use it again.
    rest.push(Buffer.from(bytes.subarray(from)));
    restLength += bytes.length - from;
    if (restLength > MAX_LINE_BYTES)
      throw new UnreadableFile(`The file is no table: a line of it has more than ${MAX_LINE_BYTES / MB} MB`, {
        reason: 'unknown-format',
      });
  }
  if (restLength > 0) yield Buffer.concat(rest);
}

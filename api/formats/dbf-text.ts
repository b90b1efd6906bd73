import { UnreadableFile } from './file-features.ts';

/** How a .dbf is laid out: 32-byte header, 32 bytes a field, then records of fixed length. */
export interface DbfLayout {
  records: number;
  headerLength: number;
  recordLength: number;
  fields: { name: Uint8Array; type: string; length: number }[];
}

/** @throws UnreadableFile when the header makes no sense or the records it promises are not there */
export function dbfLayout(dbf: Uint8Array, name: string): DbfLayout {
  const view = new DataView(dbf.buffer, dbf.byteOffset, dbf.byteLength);
  const damaged = (why: string): never => {
    throw new UnreadableFile(`${name} is damaged (${why}); export the Shapefile again`);
  };
  if (dbf.byteLength < 33) damaged('too short');
  const records = view.getUint32(4, true);
  const headerLength = view.getUint16(8, true);
  const recordLength = view.getUint16(10, true);
  if (headerLength < 33 || headerLength > dbf.byteLength || recordLength < 1) damaged('its header makes no sense');
  const fields: DbfLayout['fields'] = [];
  for (let at = 32; at + 32 <= headerLength && dbf[at] !== 0x0d; at += 32) {
    const raw = dbf.subarray(at, at + 11);
    const end = raw.indexOf(0);
    fields.push({
      name: end < 0 ? raw : raw.subarray(0, end),
      type: String.fromCharCode(dbf[at + 11]!),
      length: dbf[at + 16]!,
    });
  }
  const widths = fields.reduce((sum, field) => sum + field.length, 1);
  if (fields.length === 0 || widths > recordLength) damaged('its fields make no sense');
  if (headerLength + records * recordLength > dbf.byteLength)
    damaged(`it should hold ${records} records and ends before`);
  return { records, headerLength, recordLength, fields };
}

export interface Encoding {
  /** as TextDecoder takes it */
  label: string;
  /** a sentence for the preview when it had to be guessed; '' when the file says it */
  guess: string;
  /** in which texts are that are not in this one; null = there are none */
  other: string | null;
}

/** Language driver byte of the header → encoding. */
const DRIVERS: Record<number, string> = { 77: 'gb18030', 79: 'big5', 87: 'windows-1252', 3: 'windows-1252' };
const CODE_PAGES: Record<string, string> = {
  '936': 'gb18030',
  '54936': 'gb18030',
  GBK: 'gb18030',
  GB2312: 'gb18030',
  CP936: 'gb18030',
  '950': 'big5',
  '65001': 'utf-8',
  UTF8: 'utf-8',
};

/**
 * In which encoding the texts stand. A .cpg is believed unless the bytes contradict it: Chinese exports often say
 * UTF-8, or nothing, and are GBK.
 */
export function detectEncoding(dbf: Uint8Array, layout: DbfLayout, cpg: string | null): Encoding {
  const stated = cpg === null ? DRIVERS[dbf[29]!] : labelOf(cpg);
  const fits = (label: string): boolean => misfits(dbf, layout, label, 1) === 0;
  if (stated && fits(stated)) return { label: stated, guess: '', other: null };
  if (fits('utf-8'))
    return { label: 'utf-8', guess: cpg && !stated ? `The encoding ${cpg} is not known` : '', other: null };
  const source = cpg ? `the .cpg says ${cpg}, which the bytes contradict` : 'there is no .cpg';
  if (fits('gb18030'))
    return { label: 'gb18030', guess: `Texts were read as GBK (${source}); check the names`, other: null };
  // Tables that were joined from two programs hold both.
  const [utf8, gbk] = ['utf-8', 'gb18030'].map((label) => misfits(dbf, layout, label)) as [number, number];
  const texts = layout.records * layout.fields.filter(({ type }) => type === 'C').length;
  if (Math.min(utf8, gbk) * 2 < texts) {
    const [label, other] = utf8 <= gbk ? ['utf-8', 'gb18030'] : ['gb18030', 'utf-8'];
    return { label, guess: '', other };
  }
  return {
    label: 'windows-1252',
    guess: `Texts are neither UTF-8 nor GBK and were read as Western (${source})`,
    other: null,
  };
}

/** One text of a record in an encoding, without its padding; null when it is not in that either. */
export function decodeField(
  dbf: Uint8Array,
  layout: DbfLayout,
  recordStart: number,
  column: number,
  label: string,
): string | null {
  if (column < 0) return null;
  const start = layout.fields.slice(0, column).reduce((sum, { length }) => sum + length, recordStart + 1);
  const text = trimmed(dbf.subarray(start, start + layout.fields[column]!.length), label);
  try {
    return new TextDecoder(label, { fatal: true }).decode(text).trim();
  } catch {
    return null;
  }
}

function labelOf(cpg: string): string | undefined {
  const name = cpg
    .trim()
    .toUpperCase()
    .replace(/^(ANSI|OEM|CP|WINDOWS-?)\s?(?=\d)/, '');
  const known = CODE_PAGES[name] ?? CODE_PAGES[name.replace('-', '')];
  if (known) return known;
  for (const label of [name, `windows-${name}`])
    try {
      return new TextDecoder(label).encoding;
    } catch {
      // not a name that TextDecoder knows: the next one is tried, then the bytes decide
    }
  return undefined;
}

/** How many texts of the table, field names included, are not valid in this encoding. @param most  where to stop */
function misfits(dbf: Uint8Array, layout: DbfLayout, label: string, most = Infinity): number {
  const decoder = new TextDecoder(label, { fatal: true });
  let count = 0;
  const look = (text: Uint8Array): void => {
    try {
      decoder.decode(text);
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      count += 1;
    }
  };
  for (const field of layout.fields) look(field.name);
  const texts: { start: number; end: number }[] = [];
  let start = 1;
  for (const field of layout.fields) {
    if (field.type === 'C') texts.push({ start, end: start + field.length });
    start += field.length;
  }
  for (let i = 0; i < layout.records && count < most; i += 1) {
    const at = layout.headerLength + i * layout.recordLength;
    for (const text of texts) look(trimmed(dbf.subarray(at + text.start, at + text.end), label));
  }
  return count;
}

/**
 * Without the padding; and in UTF-8 without the last bytes that a fixed width cut off in the middle of a character,
 * which says nothing about the encoding.
 */
function trimmed(text: Uint8Array, label: string): Uint8Array {
  let end = text.length;
  while (end > 0 && (text[end - 1] === 0x20 || text[end - 1] === 0)) end -= 1;
  if (end < text.length || end === 0) return text.subarray(0, end);
  if (label !== 'utf-8') return isLead(text, end) ? text.subarray(0, end - 1) : text;
  let start = end;
  while (start > 0 && end - start < 3 && (text[start - 1]! & 0xc0) === 0x80) start -= 1;
  const lead = text[start - 1] ?? 0;
  const length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc0 ? 2 : 1;
  return length > end - start + 1 ? text.subarray(0, start - 1) : text;
}

/** Whether a double-byte text ends with the first half of a character. */
function isLead(text: Uint8Array, end: number): boolean {
  let i = 0;
  while (i < end) {
    if (text[i]! < 0x81) i += 1;
    else if (i + 1 === end) return true;
    else i += 2;
  }
  return false;
}

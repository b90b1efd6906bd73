/** How texts become bytes, and how the file says so. */
export interface TextEncoding {
  readonly encode: (text: string) => Uint8Array;
  /** how many characters of a text the encoding does not have; they become "?" */
  readonly missing: (text: string) => number;
  /** language driver byte of the header; 0 = see the .cpg */
  readonly driver: number;
}

const GBK_DRIVER = 0x4d;

/** The encodings in which files for old programs are written; `cpg` is how a Shapefile names it. */
export async function textEncoding(encoding: 'utf-8' | 'gbk'): Promise<TextEncoding & { cpg: string }> {
  if (encoding === 'utf-8') {
    const encoder = new TextEncoder();
    return { cpg: 'UTF-8', driver: 0, encode: (text) => encoder.encode(text), missing: () => 0 };
  }
  const { default: iconv } = await import('iconv-lite');
  const encode = (text: string): Uint8Array => iconv.encode(text, 'gbk');
  const survives = (text: string): boolean => iconv.decode(iconv.encode(text, 'gbk'), 'gbk') === text;
  const missing = (text: string): number =>
    survives(text) ? 0 : [...text].filter((character) => !survives(character)).length;
  return { cpg: 'GBK', driver: GBK_DRIVER, encode, missing };
}

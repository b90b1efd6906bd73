import { MB, UnreadableFile } from './file-features.ts';

export type JsonPart =
  | { kind: 'member'; key: string; value: unknown }
  /** one element of the array that was asked for */
  | { kind: 'element'; value: unknown };

/** One feature of a million vertices has about 30 MB. */
const MAX_VALUE_CHARS = 64 * MB;

const BACKSLASH = 92;
const QUOTE = 34;
const LINE_FEED = 10;
const isSpace = (code: number): boolean => code === 32 || code === LINE_FEED || code === 13 || code === 9;
const opens = (code: number): boolean => code === 123 || code === 91;
const closes = (code: number): boolean => code === 125 || code === 93;

type Expecting =
  | 'root'
  | 'key-or-end'
  | 'key'
  | 'colon'
  | 'member'
  | 'comma-or-end'
  | 'element-or-end'
  | 'element'
  | 'comma-or-array-end'
  | 'nothing';

const WANTED: Record<Expecting, string> = {
  root: 'an object, "{"',
  'key-or-end': 'a member name in quotes or "}"',
  key: 'a member name in quotes',
  colon: '":"',
  member: 'a value',
  'comma-or-end': '"," or "}"',
  'element-or-end': 'a feature or "]"',
  element: 'a feature',
  'comma-or-array-end': '"," or "]"',
  nothing: 'nothing more',
};

/**
 * Takes one large JSON object apart while it arrives: the elements of one of its arrays come out one by one, the other
 * members as wholes. Every piece is parsed by JSON.parse, so nothing is more lenient than JSON; a fault names line
 * and column. Memory: one element.
 */
export class JsonElements {
  private expecting: Expecting = 'root';
  private readonly array: string;
  private key = '';
  /** pieces of the value being collected; null = between values */
  private pieces: string[] | null = null;
  private chars = 0;
  private depth = 0;
  private shape: 'composite' | 'string' | 'plain' = 'plain';
  private inString = false;
  private escaped = false;
  private line = 1;
  private column = 0;
  private startLine = 1;
  private startColumn = 1;
  private elements = 0;
  private text = '';
  private parts: JsonPart[] = [];
  /** elements one after another in `text`, to be parsed at once */
  private run: { start: number; line: number; column: number }[] = [];
  private runEnd = 0;

  constructor(array: string) {
    this.array = array;
  }

  /** @returns the parts that this piece of text completes */
  push(text: string): JsonPart[] {
    this.parts = [];
    this.text = text;
    let start = 0;
    for (let i = 0; i < text.length; ) {
      if (this.pieces && this.shape === 'composite') {
        i = this.skim(i);
        if (this.depth === 0) this.finish(start, i);
        continue;
      }
      const code = text.charCodeAt(i);
      if (this.pieces) {
        const end = this.endOfValue(code);
        if (end !== 'inside') this.finish(start, end === 'with' ? i + 1 : i);
        if (end === 'before') continue;
        this.advance(code);
      } else {
        this.advance(code);
        if (!isSpace(code)) this.between(code);
        if (this.pieces) start = i;
      }
      i += 1;
    }
    if (this.pieces) this.collect(text.slice(start));
    this.parseRun();
    return this.parts;
  }

  /**
   * Goes through an object or array to its end (depth 0 then) or that of the text: nearly all of a file, so quick.
   *
   * @returns the place behind
   */
  private skim(from: number): number {
    const { text } = this;
    let { depth, inString, escaped } = this;
    let lines = 0;
    let lineStart = from - this.column;
    let at = from;
    while (at < text.length) {
      const code = text.charCodeAt(at);
      at += 1;
      if (inString) {
        if (escaped) escaped = false;
        else if (code === BACKSLASH) escaped = true;
        else if (code === QUOTE) inString = false;
        else if (code < 32) {
          this.line += lines;
          this.column = at - 1 - lineStart;
          this.failInText();
        }
      } else if (code === QUOTE) inString = true;
      else if (opens(code)) depth += 1;
      else if (closes(code)) {
        depth -= 1;
        if (depth === 0) break;
      } else if (code === LINE_FEED) {
        lines += 1;
        lineStart = at;
      }
    }
    this.depth = depth;
    this.inString = inString;
    this.escaped = escaped;
    this.line += lines;
    this.column = at - lineStart;
    return at;
  }

  /** @throws UnreadableFile when the text ended before the object did */
  end(): void {
    if (this.expecting === 'nothing' && this.pieces === null) return;
    const where = this.elements > 0 || this.expecting.startsWith('element') ? ` near feature ${this.elements + 1}` : '';
    if (this.expecting === 'root' && this.pieces === null)
      throw new UnreadableFile('The file is empty', { reason: 'file-empty' });
    throw new UnreadableFile(
      `The file ends too early (line ${this.line}${where}): it was cut off, or a bracket is missing; export or copy it again`,
      { reason: 'cut-off' },
    );
  }

  private advance(code: number): void {
    if (code === LINE_FEED) {
      this.line += 1;
      this.column = 0;
    } else this.column += 1;
  }

  /** Whether the text, number or word being collected ends before this character, with it, or goes on. */
  private endOfValue(code: number): 'before' | 'with' | 'inside' {
    if (this.shape === 'plain') return code === 44 || closes(code) || isSpace(code) ? 'before' : 'inside';
    if (this.escaped) this.escaped = false;
    else if (code === BACKSLASH) this.escaped = true;
    else if (code === QUOTE) return 'with';
    else if (code < 32) this.failInText();
    return 'inside';
  }

  private collect(piece: string): void {
    this.pieces!.push(piece);
    this.chars += piece.length;
    if (this.chars > MAX_VALUE_CHARS)
      throw new UnreadableFile(
        `Line ${this.startLine}: one value is longer than ${MAX_VALUE_CHARS / MB} million characters; simplify or split this feature`,
        { tooLarge: true },
      );
  }

  private begin(code: number): void {
    this.pieces = [];
    this.chars = 0;
    this.startLine = this.line;
    this.startColumn = this.column;
    this.shape = opens(code) ? 'composite' : code === QUOTE ? 'string' : 'plain';
    this.depth = opens(code) ? 1 : 0;
    this.inString = false;
    this.escaped = false;
  }

  /** One character between values. */
  private between(code: number): void {
    const character = String.fromCharCode(code);
    switch (this.expecting) {
      case 'root':
        if (code !== 123) this.fail(character);
        this.expecting = 'key-or-end';
        return;
      case 'key-or-end':
      case 'key':
        if (code === 125 && this.expecting === 'key-or-end') this.expecting = 'nothing';
        else if (code === QUOTE) this.begin(code);
        else this.fail(character);
        return;
      case 'colon':
        if (code !== 58) this.fail(character);
        this.expecting = 'member';
        return;
      case 'member':
        if (code === 91 && this.key === this.array) this.expecting = 'element-or-end';
        else if (code === 44 || closes(code)) this.fail(character);
        else this.begin(code);
        return;
      case 'comma-or-end':
        if (code !== 44 && code !== 125) this.fail(character);
        this.expecting = code === 44 ? 'key' : 'nothing';
        return;
      case 'element-or-end':
      case 'element':
        if (code === 93 && this.expecting === 'element-or-end') this.expecting = 'comma-or-end';
        else if (code === 44 || closes(code)) this.fail(character);
        else this.begin(code);
        return;
      case 'comma-or-array-end':
        if (code !== 44 && code !== 93) this.fail(character);
        this.expecting = code === 44 ? 'element' : 'comma-or-end';
        return;
      case 'nothing':
        this.fail(character);
    }
  }

  /** The value being collected ends in `text`, from `start` (or from its beginning) to `stop`. */
  private finish(start: number, stop: number): void {
    const isElement = this.expecting === 'element' || this.expecting === 'element-or-end';
    const at = { start, line: this.startLine, column: this.startColumn };
    if (isElement) {
      this.elements += 1;
      this.expecting = 'comma-or-array-end';
      if (this.pieces!.length === 0) {
        this.pieces = null;
        this.run.push(at);
        this.runEnd = stop;
        return;
      }
    }
    this.parseRun();
    this.collect(this.text.slice(start, stop));
    const value = this.parse(this.pieces!.join(''), at, isElement ? this.elements : null);
    this.pieces = null;
    if (isElement) this.parts.push({ kind: 'element', value });
    else if (this.expecting === 'member') {
      this.expecting = 'comma-or-end';
      this.parts.push({ kind: 'member', key: this.key, value });
    } else {
      this.key = value as string;
      this.expecting = 'colon';
    }
  }

  /** Many elements at once are parsed in half the time; when one is wrong, one by one, to tell which. */
  private parseRun(): void {
    const { text, run, runEnd } = this;
    if (run.length === 0) return;
    this.run = [];
    let values: unknown[];
    try {
      values = JSON.parse(`[${text.slice(run[0]!.start, runEnd)}]`);
    } catch {
      const first = this.elements - run.length + 1;
      values = run.map((at, i) => {
        const stop = run[i + 1] ? text.lastIndexOf(',', run[i + 1]!.start) : runEnd;
        return this.parse(text.slice(at.start, stop), at, first + i);
      });
    }
    for (const value of values) this.parts.push({ kind: 'element', value });
  }

  private parse(text: string, at: { line: number; column: number }, element: number | null): unknown {
    try {
      return JSON.parse(text);
    } catch (error) {
      const message = (error as SyntaxError).message;
      const offset = Number(/position (\d+)/.exec(message)?.[1] ?? text.length);
      const before = text.slice(0, offset).split('\n');
      const line = at.line + before.length - 1;
      const column = (before.length === 1 ? at.column : 1) + before.at(-1)!.length;
      const feature = element === null ? '' : ` in feature ${element}`;
      throw new UnreadableFile(
        `Not valid JSON at line ${line}, column ${column}${feature}: ${message.replace(/ in JSON at position.*| \(line.*/, '')}`,
        { cause: error, reason: 'not-json', values: { line, column } },
      );
    }
  }

  private failInText(): never {
    this.parseRun();
    const feature = this.expecting.includes('element') ? ` in feature ${this.elements + 1}` : '';
    throw new UnreadableFile(
      `Not valid JSON at line ${this.line}, column ${this.column + 1}${feature}: a text in quotes is not closed`,
      { reason: 'not-json', values: { line: this.line, column: this.column + 1 } },
    );
  }

  private fail(character: string): never {
    this.parseRun();
    if (this.expecting === 'root' && character !== '[')
      throw new UnreadableFile(
        `The file is neither GeoJSON nor a zip archive with a Shapefile: it begins with ${JSON.stringify(character)}; export it again as one of the two`,
        { reason: 'not-geojson' },
      );
    throw new UnreadableFile(
      `Not valid JSON at line ${this.line}, column ${this.column}: found ${JSON.stringify(character)} where ${WANTED[this.expecting]} should stand`,
      { reason: 'not-json', values: { line: this.line, column: this.column } },
    );
  }
}

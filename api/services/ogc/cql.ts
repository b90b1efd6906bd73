import type { Geometry, Position } from 'geojson';
import type { Collection, Column } from '../../db/ogc-collections.ts';
import type { Comparison, Filter, FilterValue } from '../../db/ogc-filter.ts';
import { readWkt } from '../../formats/read-wkb.ts';
import { ProblemError } from '../../problems.ts';
import { columnValue } from './column-value.ts';

/** Longer is no question that a person or a program of ours would ask. */
const MOST_CHARACTERS = 8000;
/** Brackets and NOTs in each other. */
const DEEPEST = 40;
const MOST_CONDITIONS = 200;
/** Each is compared with every feature of the layer that is near it: 200 over a whole county kept everybody waiting for a minute. */
const MOST_AREAS = 5;

/** What the text of an area in the filter's system becomes in EPSG:4326. */
export type ToLngLat = (position: Position) => Position;

/**
 * Reads a filter in CQL text, as OGC API – Features Part 3 (cql2-text) and its draft (cql-text, which GDAL sends) have it:
 * AND, OR, NOT, brackets; = <> < <= > >=, [NOT] LIKE, ILIKE, BETWEEN, IN, IS [NOT] NULL of a property and values; CASEI();
 * S_INTERSECTS(geometry, …) with well-known text or BBOX(west, south, east, north).
 *
 * @param toLngLat  of the system in which areas are given
 * @throws ProblemError 'bad-parameter' that says what is wrong, and at which character
 */
export function parseCql(text: string, collection: Collection, toLngLat: ToLngLat): Filter {
  if (text.length > MOST_CHARACTERS) {
    throw wrong(`it is longer than ${MOST_CHARACTERS} characters; ask for less`);
  }
  return new Parser(text, collection, toLngLat).all();
}

const wrong = (what: string): ProblemError => new ProblemError('bad-parameter', `In the query, filter: ${what}.`);

interface Token {
  kind: 'word' | 'quoted' | 'string' | 'number' | 'sign' | 'end';
  text: string;
  /** of its first character */
  at: number;
}

const TOKEN =
  /\s*(?:(?<word>[\p{L}_][\p{L}\p{N}_]*)|"(?<quoted>[^"]+)"|'(?<string>(?:[^']|'')*)'|(?<number>[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)|(?<sign><>|!=|<=|>=|[=<>(),]))/uy;

const COMPARISONS: Readonly<Record<string, Comparison>> = {
  ...{ '=': '=', '<>': '<>', '!=': '<>', '<': '<', '<=': '<=', '>': '>', '>=': '>=' },
};
const SHAPES = new Set([
  ...['POINT', 'LINESTRING', 'POLYGON', 'MULTIPOINT', 'MULTILINESTRING', 'MULTIPOLYGON', 'GEOMETRYCOLLECTION'],
]);
const INTERSECTS = new Set(['S_INTERSECTS', 'INTERSECTS']);

class Parser {
  readonly #text: string;
  readonly #collection: Collection;
  readonly #toLngLat: ToLngLat;
  #next: Token;
  #end = 0;
  #depth = 0;
  #conditions = 0;
  #areas = 0;

  constructor(text: string, collection: Collection, toLngLat: ToLngLat) {
    this.#text = text;
    this.#collection = collection;
    this.#toLngLat = toLngLat;
    this.#next = this.#read();
  }

  all(): Filter {
    const filter = this.#or();
    if (this.#next.kind !== 'end') throw this.#unexpected('AND, OR or the end');
    return filter;
  }

  #read(): Token {
    TOKEN.lastIndex = this.#end;
    const match = TOKEN.exec(this.#text);
    if (!match) {
      const rest = this.#text.slice(this.#end).trim();
      if (rest === '') return { kind: 'end', text: '', at: this.#text.length };
      throw wrong(`"${rest.slice(0, 20)}" at character ${this.#end + 1} cannot be read`);
    }
    this.#end = TOKEN.lastIndex;
    const [kind, text] = Object.entries(match.groups!).find(([, part]) => part !== undefined) as [
      Token['kind'],
      string,
    ];
    const at = this.#end - match[0].trimStart().length;
    return { kind, text: kind === 'string' ? text.replaceAll("''", "'") : text, at };
  }

  #take(): Token {
    const token = this.#next;
    this.#next = this.#read();
    return token;
  }

  #isWord(...words: string[]): boolean {
    return this.#next.kind === 'word' && words.includes(this.#next.text.toUpperCase());
  }

  #takeWord(...words: string[]): boolean {
    const is = this.#isWord(...words);
    if (is) this.#take();
    return is;
  }

  #takeSign(sign: string): boolean {
    const is = this.#next.kind === 'sign' && this.#next.text === sign;
    if (is) this.#take();
    return is;
  }

  #need(sign: string): void {
    if (!this.#takeSign(sign)) throw this.#unexpected(`"${sign}"`);
  }

  #unexpected(wanted: string): ProblemError {
    const { kind, text, at } = this.#next;
    const found = kind === 'end' ? 'the end' : `"${text.slice(0, 40)}"`;
    return wrong(`${wanted} is expected at character ${at + 1}, where ${found} stands`);
  }

  #deeper(read: () => Filter): Filter {
    this.#depth += 1;
    if (this.#depth > DEEPEST) throw wrong(`more than ${DEEPEST} brackets stand in each other; write it flatter`);
    const filter = read();
    this.#depth -= 1;
    return filter;
  }

  #or(): Filter {
    return this.#joined('or', () => this.#and());
  }

  #and(): Filter {
    return this.#joined('and', () => this.#not());
  }

  #joined(by: 'and' | 'or', read: () => Filter): Filter {
    const parts = [read()];
    while (this.#takeWord(by.toUpperCase())) parts.push(read());
    return parts.length === 1 ? parts[0]! : { is: by, parts };
  }

  #not(): Filter {
    if (!this.#takeWord('NOT')) return this.#condition();
    return this.#deeper(() => ({ is: 'not', part: this.#not() }));
  }

  #condition(): Filter {
    if (this.#takeSign('(')) {
      return this.#deeper(() => {
        const filter = this.#or();
        this.#need(')');
        return filter;
      });
    }
    this.#conditions += 1;
    if (this.#conditions > MOST_CONDITIONS) throw wrong(`it has more than ${MOST_CONDITIONS} conditions`);
    if (this.#isWord(...INTERSECTS)) return this.#intersects();
    const { column, anyCase } = this.#property();
    if (this.#takeWord('IS')) {
      const not = this.#takeWord('NOT');
      if (!this.#takeWord('NULL')) throw this.#unexpected('NULL');
      return negated(not, { is: 'null', column });
    }
    const not = this.#takeWord('NOT');
    if (this.#isWord('LIKE', 'ILIKE')) return negated(not, this.#like(column, anyCase));
    if (this.#takeWord('BETWEEN')) {
      const from = this.#value(column);
      if (!this.#takeWord('AND')) throw this.#unexpected('AND');
      return negated(not, { is: 'between', column, from, to: this.#value(column) });
    }
    if (this.#takeWord('IN')) {
      this.#need('(');
      const values = [this.#value(column)];
      while (this.#takeSign(',')) values.push(this.#value(column));
      this.#need(')');
      return negated(not, { is: 'in', column, values, anyCase });
    }
    const by = not || this.#next.kind !== 'sign' ? undefined : COMPARISONS[this.#next.text];
    if (!by) throw this.#unexpected('a comparison (=, <>, <, <=, >, >=, LIKE, BETWEEN, IN, IS NULL)');
    this.#take();
    return { is: 'compare', column, by, value: this.#value(column), anyCase };
  }

  #like(column: Column, anyCase: boolean): Filter {
    const isAnyCase = this.#take().text.toUpperCase() === 'ILIKE';
    if (column.type !== 'string' && column.type !== 'list')
      throw wrong(`LIKE compares text, and ${column.name} is of type ${column.type}`);
    const pattern = String(this.#value(column));
    if (/(?:^|[^\\])(?:\\\\)*\\$/.test(pattern)) throw wrong('a pattern cannot end with a single \\');
    return { is: 'like', column, pattern, anyCase: anyCase || isAnyCase };
  }

  #property(): { column: Column; anyCase: boolean } {
    if (this.#takeWord('CASEI')) {
      this.#need('(');
      const { column } = this.#property();
      this.#need(')');
      if (column.type !== 'string' && column.type !== 'list')
        throw wrong(`CASEI is for text, and ${column.name} is of type ${column.type}`);
      return { column, anyCase: true };
    }
    const { kind, text } = this.#next;
    if (kind !== 'word' && kind !== 'quoted') throw this.#unexpected('the name of a property');
    const column = this.#collection.columns.find(({ name }) => name === text);
    if (!column) {
      const known = this.#collection.columns.map(({ name }) => name).join(', ');
      throw wrong(`"${text.slice(0, 60)}" is no property of ${this.#collection.id}; there are ${known}`);
    }
    this.#take();
    return { column, anyCase: false };
  }

  #value(column: Column): FilterValue {
    if (this.#takeWord('CASEI', 'DATE', 'TIMESTAMP')) {
      this.#need('(');
      const value = this.#value(column);
      this.#need(')');
      return value;
    }
    const { kind, text } = this.#next;
    const isBoolean = this.#isWord('TRUE', 'FALSE');
    if (kind !== 'string' && kind !== 'number' && !isBoolean) throw this.#unexpected('a value');
    if (kind === 'string' && (column.type === 'integer' || column.type === 'number'))
      throw wrong(`${column.name} is a number; write ${column.name} = 5, without quotes`);
    if (kind !== 'string' && (column.type === 'string' || column.type === 'list'))
      throw wrong(`${column.name} is text; write its value in single quotes`);
    const value = columnValue(column, text.toLowerCase() === text || kind === 'string' ? text : text.toLowerCase());
    if (value === null)
      throw wrong(`"${text.slice(0, 60)}" is no value for ${column.name}, which is of type ${column.type}`);
    this.#take();
    return value;
  }

  #intersects(): Filter {
    this.#areas += 1;
    if (this.#areas > MOST_AREAS)
      throw wrong(`it has more than ${MOST_AREAS} areas; ask with one MULTIPOLYGON, or several times`);
    this.#take();
    this.#need('(');
    const { text } = this.#next;
    if (text !== 'geometry' && text !== 'geom') throw this.#unexpected('geometry');
    this.#take();
    this.#need(',');
    const geometry = this.#isWord('BBOX', 'ENVELOPE') ? this.#box() : this.#shape();
    this.#need(')');
    return { is: 'intersects', geometry };
  }

  #box(): Geometry {
    this.#take();
    this.#need('(');
    const numbers: number[] = [];
    do {
      if (this.#next.kind !== 'number') throw this.#unexpected('a number');
      numbers.push(Number(this.#take().text));
    } while (this.#takeSign(','));
    this.#need(')');
    if (numbers.length !== 4) throw wrong('BBOX takes four numbers: west, south, east, north');
    const [west, south, east, north] = numbers as [number, number, number, number];
    const corners = [
      [west, south],
      [east, south],
      [east, north],
      [west, north],
      [west, south],
    ];
    return this.#onEarth({ type: 'Polygon', coordinates: [corners] });
  }

  /** Well-known text: up to the bracket that closes its first one. */
  #shape(): Geometry {
    if (!this.#isWord(...SHAPES)) throw this.#unexpected('well-known text such as POLYGON((…)), or BBOX(…)');
    const begins = this.#next.at;
    let depth = 0;
    do {
      const { kind, text } = this.#take();
      if (kind === 'end') throw wrong('the brackets of its area do not close');
      if (text === '(') depth += 1;
      else if (text === ')') depth -= 1;
    } while (depth > 0 || this.#next.text === '(' || this.#isWord('Z', 'M', 'ZM'));
    const text = this.#text.slice(begins, this.#next.at);
    try {
      return this.#onEarth(readWkt(text));
    } catch (error) {
      if (error instanceof ProblemError) throw error;
      throw wrong(`the area that begins at character ${begins + 1} is no well-known text that can be read`);
    }
  }

  #onEarth(geometry: Geometry): Geometry {
    if (geometry.type === 'GeometryCollection')
      return { type: geometry.type, geometries: geometry.geometries.map((part) => this.#onEarth(part)) };
    return { ...geometry, coordinates: this.#moved(geometry.coordinates, isAreal(geometry)) } as Geometry;
  }

  #moved(coordinates: readonly unknown[], isAreal: boolean): unknown {
    if (typeof coordinates[0] === 'number') {
      const [lng = Number.NaN, lat = Number.NaN] = this.#toLngLat(coordinates as Position);
      if (!(Math.abs(lng) <= 360 && Math.abs(lat) <= 90))
        throw wrong(`its area has a corner at ${coordinates.slice(0, 2).join(' ')}, which is nowhere in its system`);
      return [lng, lat];
    }
    const parts = coordinates as unknown[][];
    if (parts.length === 0) throw wrong('its area is empty');
    const isRing = isAreal && Array.isArray(parts[0]) && typeof parts[0][0] === 'number';
    if (isRing && (parts.length < 4 || String(parts[0]) !== String(parts.at(-1))))
      throw wrong('a ring of its area has less than three corners, or does not end where it begins');
    return parts.map((part) => this.#moved(part, isAreal));
  }
}

const isAreal = ({ type }: Geometry): boolean => type === 'Polygon' || type === 'MultiPolygon';
const negated = (not: boolean, part: Filter): Filter => (not ? { is: 'not', part } : part);

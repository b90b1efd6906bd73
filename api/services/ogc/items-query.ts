import { today } from '../../contract/today.ts';
import type { Collection, Column } from '../../db/ogc-collections.ts';
import type { Filter } from '../../db/ogc-filter.ts';
import { ProblemError } from '../../problems.ts';
import { columnValue, dayOf } from './column-value.ts';
import { parseCql } from './cql.ts';
import { areaOfBox, CRS84, CRS84H, type OgcCrs } from './crs.ts';

/** Features of a page, unless it is said; and at the most: who asks for more gets these. */
export const DEFAULT_LIMIT = 100;
export const MOST_ITEMS = 5000;

/** Days from … to …, both within; null = open. */
export interface Days {
  from: string | null;
  to: string | null;
}

/** What a query of `/items` asks for. */
export interface ItemsQuery {
  limit: number;
  /** id of the last feature of the page before; -1 = there is none */
  after: number;
  crs: OgcCrs;
  area: object | null;
  days: Days | null;
  filter: Filter | null;
}

/** Parameters of a request, each once. */
export type Parameters = ReadonlyMap<string, string>;

/** What every address takes. */
const EVERYWHERE = ['f', 'token'];
const ITEM = [...EVERYWHERE, 'crs', 'datetime'];
const ITEMS = [...ITEM, 'limit', 'after', 'bbox', 'bbox-crs', 'filter', 'filter-lang', 'filter-crs'];
export const FILTER_LANGUAGES = ['cql2-text', 'cql-text'];

const wrong = (parameter: string, what: string): ProblemError =>
  new ProblemError('bad-parameter', `In the query, ${parameter}: ${what}.`);

/**
 * The parameters of a request by name.
 *
 * @param known  those that its address takes, beside `f` and `token`
 * @throws ProblemError 'bad-parameter' for one that is unknown or stands twice, and for an encoding there is none of
 */
export function readParameters(query: URLSearchParams, known: readonly string[] = []): Parameters {
  const parameters = new Map<string, string>();
  for (const [name, value] of query) {
    if (!known.includes(name) && !EVERYWHERE.includes(name)) {
      const takes = known.length > 0 ? `there are ${[...known, 'f'].join(', ')}` : 'it takes f alone';
      throw new ProblemError('bad-parameter', `This address knows no parameter "${name.slice(0, 60)}"; ${takes}.`);
    }
    if (parameters.has(name)) throw wrong(name, 'it stands twice; give it once');
    parameters.set(name, value);
  }
  const encoding = parameters.get('f');
  if (encoding !== undefined && encoding !== 'json' && encoding !== 'geojson')
    throw wrong('f', `answers are JSON here; "${encoding.slice(0, 20)}" is not made, leave it out`);
  return parameters;
}

/** @throws ProblemError 'bad-parameter' */
export function readItemsQuery(query: URLSearchParams, collection: Collection, systems: readonly OgcCrs[]): ItemsQuery {
  const columns = collection.columns;
  const parameters = readParameters(query, [...ITEMS, ...columns.map(({ name }) => name)]);
  return {
    limit: readLimit(parameters.get('limit')),
    after: readAfter(parameters.get('after')),
    crs: readCrs('crs', parameters, systems),
    area: readArea(parameters, systems),
    days: readDays(parameters.get('datetime')),
    filter: readFilter(parameters, collection, systems),
  };
}

/** @throws ProblemError 'bad-parameter' */
export function readItemQuery(query: URLSearchParams, systems: readonly OgcCrs[]): Pick<ItemsQuery, 'crs' | 'days'> {
  const parameters = readParameters(query, ITEM);
  return { crs: readCrs('crs', parameters, systems), days: readDays(parameters.get('datetime')) };
}

/** The day of a tile's regions and blocks; null = today. @throws ProblemError 'bad-parameter' */
export function readTileDay(query: URLSearchParams): string | null {
  const days = readDays(readParameters(query, ['datetime']).get('datetime'));
  return days && (days.to ?? days.from);
}

function readLimit(text: string | undefined): number {
  if (text === undefined) return DEFAULT_LIMIT;
  const limit = /^\d{1,15}$/.test(text) ? Number(text) : 0;
  if (limit < 1) throw wrong('limit', 'a whole number from 1 on; more than 5000 gives 5000');
  return Math.min(limit, MOST_ITEMS);
}

/** Where the next page begins, in a form that nobody takes for a number of rows. */
export const pageToken = (lastId: number): string => Buffer.from(`after ${lastId}`).toString('base64url');

function readAfter(text: string | undefined): number {
  if (text === undefined) return -1;
  const id = /^after (\d{1,16})$/.exec(Buffer.from(text, 'base64url').toString())?.[1];
  if (id === undefined || !Number.isSafeInteger(Number(id)))
    throw wrong('after', 'it is what the link "next" of a page says; begin without it');
  return Number(id);
}

function readCrs(name: string, parameters: Parameters, systems: readonly OgcCrs[]): OgcCrs {
  const asked = parameters.get(name);
  const crs = systems.find(({ uri }) => uri === (asked ?? CRS84) || (asked === CRS84H && uri === CRS84));
  if (!crs)
    throw wrong(
      name,
      `"${asked!.slice(0, 80)}" is not among the systems here: ${systems.map(({ uri }) => uri).join(', ')}`,
    );
  return crs;
}

const NUMBER = /^\s*[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?\s*$/;

function readArea(parameters: Parameters, systems: readonly OgcCrs[]): object | null {
  const text = parameters.get('bbox');
  const crs = readCrs('bbox-crs', parameters, systems);
  if (text === undefined) return null;
  const ordinates = text.split(',').map((part) => (NUMBER.test(part) ? Number(part) : Number.NaN));
  // Heights say nothing here, but have to be numbers.
  const numbers = ordinates.length === 6 ? ordinates.filter((_, i) => i !== 2 && i !== 5) : ordinates;
  if (numbers.length !== 4 || !ordinates.every(Number.isFinite))
    throw wrong('bbox', 'four numbers, or six with heights: west, south, east, north in the order of its system');
  const [a0, b0, a1, b1] = numbers as [number, number, number, number];
  if (b0 > b1) throw wrong('bbox', 'its upper side lies below its lower one');
  if (crs.fromLngLat === null) {
    if (Math.max(Math.abs(a0), Math.abs(a1)) > 180 || Math.max(Math.abs(b0), Math.abs(b1)) > 90)
      throw wrong('bbox', 'longitudes go from -180 to 180 and latitudes from -90 to 90; longitude comes first');
  } else if (a0 > a1) throw wrong('bbox', 'its first corner has the smaller numbers');
  const area = areaOfBox([a0, b0, a1, b1], crs);
  if (!JSON.stringify(area).includes('null')) return area;
  throw wrong('bbox', 'it reaches to places that its system does not have');
}

function readDays(text: string | undefined): Days | null {
  if (text === undefined) return null;
  const ends = text.split('/');
  if (ends.length > 2) throw wrongTime();
  const [from, to = from] = ends.map((end) => {
    if (ends.length === 2 && (end === '' || end === '..')) return null;
    const day = momentDay(end);
    if (day === null) throw wrongTime();
    return day;
  }) as [string | null, string | null];
  if (from !== null && to !== null && from > to) throw wrong('datetime', 'the interval ends before it begins');
  return { from, to };
}

const wrongTime = (): ProblemError =>
  wrong(
    'datetime',
    'a day as 2026-07-01, a time as 2026-07-01T08:00:00Z, or two of them with / between, .. for an open end',
  );

/** The day in China on which a moment falls. */
function momentDay(text: string): string | null {
  if (/^\d{4}-\d{2}-\d{2}$/.test(text)) return dayOf(text);
  if (dayOf(text) === null || !/^.{10}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/i.test(text)) return null;
  const moment = Date.parse(text);
  return Number.isNaN(moment) ? null : today(moment);
}

function readFilter(parameters: Parameters, collection: Collection, systems: readonly OgcCrs[]): Filter | null {
  const language = parameters.get('filter-lang') ?? FILTER_LANGUAGES[0]!;
  if (!FILTER_LANGUAGES.includes(language))
    throw wrong(
      'filter-lang',
      `"${language.slice(0, 40)}" is not understood; there are ${FILTER_LANGUAGES.join(' and ')}`,
    );
  const crs = readCrs('filter-crs', parameters, systems);
  const text = parameters.get('filter');
  const parts = collection.columns.flatMap((column): Filter[] => {
    const value = parameters.get(column.name);
    return value === undefined ? [] : [equals(column, value)];
  });
  if (text !== undefined) parts.push(parseCql(text, collection, crs.toLngLat));
  return parts.length > 1 ? { is: 'and', parts } : (parts[0] ?? null);
}

function equals(column: Column, text: string): Filter {
  const value = columnValue(column, text);
  if (value === null) throw wrong(column.name, `"${text.slice(0, 60)}" is no value of type ${column.type}`);
  return { is: 'compare', column, by: '=', value, anyCase: false };
}

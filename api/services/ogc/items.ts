import { createHash } from 'node:crypto';
import { today } from '../../contract/today.ts';
import type { ScopedDatabase } from '../../db/database.ts';
import { type DivisionHead, divisionInForce, listDivisions } from '../../db/divisions.ts';
import { readDataVersion } from '../../db/layers.ts';
import { type Collection, isOfDivision } from '../../db/ogc-collections.ts';
import { countItems, type ItemRow, type ItemsQuestion, listItems, readItem } from '../../db/ogc-items.ts';
import { ProblemError } from '../../problems.ts';
import { moveGeometry, type OgcCrs } from './crs.ts';
import { type Days, type ItemsQuery, pageToken } from './items-query.ts';
import { GEOJSON_TYPE, JSON_TYPE, type Link, type Links } from './links.ts';

/**
 * The division whose regions are shown on a day, today when nothing is said; of several days the newest in force on any
 * of them, so that a region is there once.
 */
async function divisionOf(db: ScopedDatabase, days: Days | null): Promise<DivisionHead | null> {
  const { county } = db.scope;
  if (days === null) return divisionInForce(db, county, today());
  const { from, to } = days;
  const divisions = (await listDivisions(db, county)).filter(
    ({ validFrom, validTo }) =>
      (to === null || validFrom <= to) && (from === null || validTo === null || from < validTo),
  );
  return divisions.toSorted((a, b) => (a.validFrom < b.validFrom ? 1 : -1))[0] ?? null;
}

/** A page of a collection as a JSON document. */
export async function itemsPage(
  db: ScopedDatabase,
  collection: Collection,
  query: ItemsQuery,
  parameters: URLSearchParams,
  links: Links,
  counts: Counts,
): Promise<string> {
  const { county } = db.scope;
  const division = isOfDivision(collection) ? await divisionOf(db, query.days) : null;
  const question: ItemsQuestion = { ...{ collection, division, area: query.area, filter: query.filter } };
  const matched = await counts.of(db, question, query.after < 0);
  const rows = await listItems(db, county, question, query.after, query.limit + 1);
  const page = rows.slice(0, query.limit);
  const path = `/collections/${collection.id}/items`;
  const asked = Object.fromEntries(parameters);
  delete asked.token; // what is to be followed has it
  const itself: Link[] = [
    { href: links.named(path, asked), rel: 'self', type: GEOJSON_TYPE },
    { href: links.named(`/collections/${collection.id}`), rel: 'collection', type: JSON_TYPE },
  ];
  if (rows.length > page.length) {
    const next = links.to(path, { ...asked, limit: String(query.limit), after: pageToken(page.at(-1)!.id) });
    itself.push({ href: next, rel: 'next', type: GEOJSON_TYPE });
  }
  return [
    '{"type":"FeatureCollection",',
    `"timeStamp":"${new Date().toISOString()}",`,
    matched === null ? '' : `"numberMatched":${matched},`,
    `"numberReturned":${page.length},`,
    `"links":${JSON.stringify(itself)},`,
    `"features":[${page.map((row) => `{${featureText(row, query.crs)}}`).join(',\n')}]}`,
  ].join('\n');
}

export interface Item {
  /** GeoJSON */
  text: string;
  /** of things that can be edited */
  version: number | null;
}

/** @throws ProblemError 'not-found' */
export async function oneItem(
  db: ScopedDatabase,
  collection: Collection,
  id: string,
  { crs, days }: Pick<ItemsQuery, 'crs' | 'days'>,
  links: Links,
): Promise<Item> {
  const division = isOfDivision(collection) ? await divisionOf(db, days) : null;
  const isId = /^\d{1,15}$/.test(id);
  const row = isId ? await readItem(db, db.scope.county, { collection, division }, Number(id)) : null;
  if (!row)
    throw new ProblemError(
      'not-found',
      `There is no feature ${id.slice(0, 40)} in ${collection.id}; look through its items.`,
    );
  const path = `/collections/${collection.id}`;
  const itself: Link[] = [
    { href: links.named(`${path}/items/${row.id}`), rel: 'self', type: GEOJSON_TYPE },
    { href: links.named(path), rel: 'collection', type: JSON_TYPE },
  ];
  return { text: `{${featureText(row, crs)},"links":${JSON.stringify(itself)}}`, version: row.version };
}

function featureText({ id, geometry, properties }: ItemRow, { fromLngLat }: OgcCrs): string {
  const place = fromLngLat ? JSON.stringify(moveGeometry(JSON.parse(geometry), fromLngLat)) : geometry;
  return `"type":"Feature","id":${id},"geometry":${place},"properties":${properties}`;
}

/** How many features questions have, as long as nothing of the county changes. */
export interface Counts {
  /**
   * The exact number; null where it is not known and `isFirst` does not ask to count: whoever reads on has been told it on
   * the first page.
   */
  of(db: ScopedDatabase, question: ItemsQuestion, isFirst: boolean): Promise<number | null>;
}

const MOST_COUNTS = 1000;

/** @param known  the memory, empty at first */
export function createCounts(known = new Map<string, number>()): Counts {
  return {
    async of(db, question, isFirst) {
      const { collection, ...rest } = question;
      const { county } = db.scope;
      const version = await readDataVersion(db, county);
      // A filter may be long, and the memory is not for filters.
      const asked = createHash('sha256').update(JSON.stringify(rest)).digest('base64url');
      const key = `${county} ${version} ${collection.id} ${asked}`;
      const found = known.get(key);
      if (found !== undefined || !isFirst) return found ?? null;
      const count = await countItems(db, county, question);
      if (known.size >= MOST_COUNTS) known.delete(known.keys().next().value!);
      known.set(key, count);
      return count;
    },
  };
}

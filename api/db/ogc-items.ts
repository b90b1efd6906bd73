import type { Db, Statement } from './database.ts';
import type { Collection, Column } from './ogc-collections.ts';
import { type Filter, filterSql, Values } from './ogc-filter.ts';

/** Which features are asked for. */
export interface ItemsQuestion {
  collection: Collection;
  /** whose regions and blocks; null = there is none on that day, and nothing is found */
  division: { id: number; fabric: number } | null;
  /** an area that the features touch, as GeoJSON, EPSG:4326 */
  area: object | null;
  filter: Filter | null;
}

/** A feature, as texts that become parts of a JSON document. */
export interface ItemRow {
  id: number;
  /** of things that can be edited */
  version: number | null;
  /** GeoJSON, EPSG:4326, with all digits */
  geometry: string;
  /** JSON; what is not known is null, so that every feature has all properties */
  properties: string;
}

/** Those after an id, in the order of their ids. */
export async function listItems(
  db: Db,
  county: string,
  question: ItemsQuestion,
  after: number,
  limit: number,
): Promise<ItemRow[]> {
  const values = new Values();
  const { collection } = question;
  const { rows } = await db.query<ItemRow>({
    text: `select ${shown(collection)}
             from ${found(question, county, values, { after, most: question.filter ? null : limit })}
              and ${idOf(collection)} > ${values.add(after, 'bigint')}
            order by ${idOf(collection)} limit ${values.add(limit, 'integer')}`,
    values: values.all,
  });
  return rows;
}

export async function countItems(db: Db, county: string, question: ItemsQuestion): Promise<number> {
  const values = new Values();
  const { rows } = await db.query<{ n: number }>({
    text: `select count(*)::bigint as n from ${found(question, county, values, { after: -1, most: null })}`,
    values: values.all,
  });
  return rows[0]!.n;
}

export async function readItem(
  db: Db,
  county: string,
  question: Pick<ItemsQuestion, 'collection' | 'division'>,
  id: number,
): Promise<ItemRow | null> {
  const values = new Values();
  const { collection } = question;
  const from = found({ ...question, area: null, filter: null }, county, values, { after: -1, most: null });
  const one: Statement = {
    text: `select ${shown(collection)} from ${from} and ${idOf(collection)} = ${values.add(id, 'bigint')}`,
    values: values.all,
  };
  return (await db.query<ItemRow>(one)).rows[0] ?? null;
}

const idOf = ({ source }: Collection): string => (source.kind === 'region' ? 't.region' : 't.id');
const placeOf = ({ source }: Collection): string => (source.kind === 'thing' ? `t.${source.geometry}` : 't.geom');
const isMulti = ({ shape, source }: Collection): boolean => shape === 'MultiPolygon' && source.kind === 'block';

/** Fifteen decimals are all that a coordinate has: what is read can be sent back without moving anything. */
const shown = (collection: Collection): string => {
  const place = isMulti(collection) ? `st_multi(${placeOf(collection)})` : placeOf(collection);
  return `${idOf(collection)} as id, ${collection.edits ? 't.version' : 'null::integer'} as version,
          st_asgeojson(${place}, 15) as geometry, ${asJson(collection.columns)}::text as properties`;
};

const asJson = (columns: readonly Column[]): string =>
  `json_build_object(${columns.map(({ name, sql }) => `'${name}', ${sql}`).join(', ')})`;

/** `table where conditions`: the rows that are asked for. */
function found(
  { collection, division, area, filter }: ItemsQuestion,
  county: string,
  values: Values,
  page: { after: number; most: number | null },
): string {
  const { source } = collection;
  const inCounty = values.add(county, 'text');
  const conditions = [`t.county = ${inCounty}`];
  let table = source.kind === 'region' ? 'region_version t' : 'block t';
  if (source.kind === 'thing') {
    table = `${source.table} t`;
    if (source.geometry !== 'geom') conditions.push(`t.${source.geometry} is not null`);
  } else {
    const inDivision = values.add(division?.id ?? null, 'bigint');
    if (source.kind === 'region') conditions.push(`t.division = ${inDivision}`, `t.kind = '${source.region}'`);
    else {
      table += ` left join division_block d on d.county = t.county and d.division = ${inDivision} and d.block = t.id`;
      conditions.push(`t.fabric = ${values.add(division?.fabric ?? null, 'bigint')}`);
    }
  }
  if (area) {
    const shape = `st_geomfromgeojson(${values.add(JSON.stringify(area), 'text')})`;
    conditions.push(
      source.kind === 'thing'
        ? `t.id in (select things_in_box('${collection.layer}', ${shape}, ${values.add(page.after, 'bigint')}, ${values.add(page.most, 'integer')}))`
        : `t.geom && ${shape} and st_intersects(t.geom, ${shape})`,
    );
  }
  if (filter) conditions.push(filterSql(filter, collection, values));
  return `${table} where ${conditions.join(' and ')}`;
}

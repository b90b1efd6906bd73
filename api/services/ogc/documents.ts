import type { CountyRow } from '../../db/counties.ts';
import { COLLECTIONS, type Collection, type Column, isOfDivision } from '../../db/ogc-collections.ts';
import { CRS84, type OgcCrs } from './crs.ts';
import { GEOJSON_TYPE, JSON_TYPE, type Link, type Links, OPENAPI_TYPE, SCHEMA_TYPE } from './links.ts';
import { TILESETS_REL } from './tile-documents.ts';

const QUERYABLES_REL = 'http://www.opengis.net/def/rel/ogc/1.0/queryables';
const spec = (name: string): string => `http://www.opengis.net/spec/${name}`;

/** What is kept of the standards. QGIS asks for queryables only where those of filters and of CQL2 are all declared. */
export const CONFORMS_TO: readonly string[] = [
  ...['core', 'oas30', 'geojson'].map((name) => spec(`ogcapi-features-1/1.0/conf/${name}`)),
  spec('ogcapi-features-2/1.0/conf/crs'),
  ...['queryables', 'queryables-query-parameters', 'filter', 'features-filter'].map((name) =>
    spec(`ogcapi-features-3/1.0/conf/${name}`),
  ),
  ...['cql2-text', 'basic-cql2', 'advanced-comparison-operators', 'case-insensitive-comparison'].map((name) =>
    spec(`cql2/1.0/conf/${name}`),
  ),
  ...['core', 'tileset', 'tilesets-list', 'dataset-tilesets', 'geodata-tilesets', 'mvt'].map((name) =>
    spec(`ogcapi-tiles-1/1.0/conf/${name}`),
  ),
  ...['basic-spatial-operators', 'basic-spatial-functions'].map((name) => spec(`cql2/1.0/conf/${name}`)),
];

export const landingPage = (links: Links, county: CountyRow): object => ({
  title: county.nameEn ? `${county.name} ${county.nameEn}` : county.name,
  description: `同心:${county.name}的区划、小区、楼栋与阵地。 Divisions, compounds, buildings and sites of the county.`,
  ...(county.attribution && { attribution: county.attribution }),
  links: [
    { href: links.named(''), rel: 'self', type: JSON_TYPE, title: 'this document' },
    { href: links.to('/api'), rel: 'service-desc', type: OPENAPI_TYPE, title: 'OpenAPI document' },
    { href: links.to('/conformance'), rel: 'conformance', type: JSON_TYPE, title: 'what of the standards is kept' },
    { href: links.to('/collections'), rel: 'data', type: JSON_TYPE, title: 'collections' },
    { href: links.to('/tiles'), rel: TILESETS_REL, type: JSON_TYPE, title: 'vector tiles' },
  ] satisfies Link[],
});

export const collectionsDocument = (
  links: Links,
  county: CountyRow,
  systems: readonly OgcCrs[],
  firstDay: string | null,
): object => ({
  links: [{ href: links.named('/collections'), rel: 'self', type: JSON_TYPE }] satisfies Link[],
  crs: systems.map(({ uri }) => uri),
  collections: COLLECTIONS.map((collection) => collectionDocument(links, collection, county, systems, firstDay)),
});

/** @param firstDay  since when the county has divisions; null = it has none */
export function collectionDocument(
  links: Links,
  collection: Collection,
  county: CountyRow,
  systems: readonly OgcCrs[],
  firstDay: string | null,
): object {
  const path = `/collections/${collection.id}`;
  const isTemporal = isOfDivision(collection) && firstDay !== null;
  return {
    id: collection.id,
    title: collection.title,
    itemType: 'feature',
    extent: {
      ...(county.bounds && { spatial: { bbox: [county.bounds], crs: CRS84 } }),
      ...(isTemporal && { temporal: { interval: [[`${firstDay}T00:00:00+08:00`, null]] } }),
    },
    crs: systems.map(({ uri }) => uri),
    storageCrs: CRS84,
    links: [
      { href: links.to(path), rel: 'self', type: JSON_TYPE, title: collection.title },
      { href: links.to(`${path}/items`), rel: 'items', type: GEOJSON_TYPE, title: collection.title },
      { href: links.to(`${path}/tiles`), rel: TILESETS_REL, type: JSON_TYPE, title: 'vector tiles' },
      // written so: GDAL knows no other spelling
      { href: links.to(`${path}/schema`), rel: 'describedBy', type: SCHEMA_TYPE, title: 'what a feature looks like' },
      {
        href: links.to(`${path}/queryables`),
        rel: QUERYABLES_REL,
        type: SCHEMA_TYPE,
        title: 'properties to filter by',
      },
    ] satisfies Link[],
  };
}

/**
 * What a feature looks like, as JSON Schema. From it GDAL takes the types of fields, which it would else guess from the
 * first features: where they have nothing but null it takes text.
 */
export const schemaDocument = (links: Links, { id, title, columns, shape }: Collection): object => ({
  $schema: 'https://json-schema.org/draft/2019-09/schema',
  $id: links.named(`/collections/${id}/schema`),
  ...{ title, type: 'object', required: ['type', 'id', 'geometry', 'properties'] },
  properties: {
    type: { type: 'string', enum: ['Feature'] },
    id: { type: 'integer' },
    geometry: { $ref: `https://geojson.org/schema/${shape}.json` },
    properties: { type: 'object', properties: Object.fromEntries(columns.map(described)) },
  },
});

const described = (column: Column): [string, object] => [column.name, { title: column.title, ...columnSchema(column) }];

/** What a collection can be filtered by, as JSON Schema. */
export const queryablesDocument = (links: Links, { id, title, columns, shape }: Collection): object => ({
  $schema: 'https://json-schema.org/draft/2019-09/schema',
  $id: links.named(`/collections/${id}/queryables`),
  type: 'object',
  title,
  properties: {
    ...Object.fromEntries(columns.map(described)),
    geometry: { title: '几何 geometry', $ref: `https://geojson.org/schema/${shape}.json` },
  },
  additionalProperties: false,
});

/** JSON Schema of a property, which OpenAPI 3.0 takes, too. */
export function columnSchema({ type, values }: Column): object {
  if (type === 'date') return { type: 'string', format: 'date' };
  return { type: type === 'list' ? 'string' : type, ...(values && { enum: values }) };
}

import { PROBLEMS } from '../../contract/problems.ts';
import { COLLECTIONS, type Collection } from '../../db/ogc-collections.ts';
import { columnSchema } from './documents.ts';
import { DEFAULT_LIMIT, FILTER_LANGUAGES, MOST_ITEMS } from './items-query.ts';
import { GEOJSON_TYPE, JSON_TYPE, type Links, SCHEMA_TYPE } from './links.ts';
import { MATRIX_SET, TILE_TYPE } from './tile-documents.ts';

const query = (name: string, description: string, schema: object): object => ({
  ...{ name, in: 'query', required: false, description, schema },
  ...{ style: 'form', explode: false },
});

const inPath = (name: string, description: string): object => ({
  ...{ name, in: 'path', required: true, description, schema: { type: 'string' } },
});

/** Shared parameters. GDAL finds those of a collection behind `$ref`, too. */
const PARAMETERS = {
  limit: query('limit', `Features of a page; more than ${MOST_ITEMS} gives ${MOST_ITEMS}`, {
    ...{ type: 'integer', minimum: 1, maximum: MOST_ITEMS, default: DEFAULT_LIMIT },
  }),
  bbox: query('bbox', 'Those that touch the box, in the order of bbox-crs', {
    type: 'array',
    oneOf: [4, 6].map((size) => ({ minItems: size, maxItems: size })),
    items: { type: 'number' },
  }),
  'bbox-crs': query('bbox-crs', 'System of bbox; CRS84 when left out', { type: 'string', format: 'uri' }),
  crs: query('crs', 'System of the answer; CRS84 when left out', { type: 'string', format: 'uri' }),
  datetime: query('datetime', 'Regions and blocks of the division in force then; the newest of an interval', {
    type: 'string',
  }),
  after: query('after', 'Where the page begins: as the link "next" of the page before says', { type: 'string' }),
  filter: query('filter', 'CQL2 text: comparisons, LIKE, IN, BETWEEN, IS NULL, CASEI, S_INTERSECTS', {
    type: 'string',
  }),
  'filter-lang': query('filter-lang', 'Language of filter', {
    ...{ type: 'string', enum: FILTER_LANGUAGES, default: FILTER_LANGUAGES[0] },
  }),
  'filter-crs': query('filter-crs', 'System of areas in filter; CRS84 when left out', {
    type: 'string',
    format: 'uri',
  }),
  tileMatrix: inPath('tileMatrix', 'Zoom'),
  tileRow: inPath('tileRow', 'Row, from the north'),
  tileCol: inPath('tileCol', 'Column, from the west'),
  featureId: inPath('featureId', 'Id of a feature'),
};

const use = (...names: (keyof typeof PARAMETERS)[]): object[] =>
  names.map((name) => ({ $ref: `#/components/parameters/${name}` }));

const PROBLEM = { $ref: '#/components/responses/Problem' };
const answer = (description: string, type: string): object => ({
  200: { description, content: { [type]: { schema: { type: 'object' } } } },
  default: PROBLEM,
});
const get = (summary: string, operationId: string, type: string, parameters: object[] = []): object => ({
  get: { summary, operationId, parameters, responses: answer(summary, type) },
});

/** The OpenAPI 3.0 document of a county: each property of a collection is a parameter of its items. */
export const openApiDocument = (links: Links, version: string): object => ({
  openapi: '3.0.3',
  info: {
    ...{ title: 'Tongxin 同心: OGC API – Features and Tiles', version },
    description: 'Divisions and things of a county. Every failure is a problem of RFC 9457.',
  },
  servers: [{ url: links.base }],
  security: [{ bearer: [] }, { basic: [] }, { token: [] }],
  paths: {
    '/': get('Landing page', 'getLandingPage', JSON_TYPE),
    '/conformance': get('What of the standards is kept', 'getConformance', JSON_TYPE),
    '/collections': get('Collections', 'getCollections', JSON_TYPE),
    '/tileMatrixSets': get('Tile matrix sets', 'getTileMatrixSets', JSON_TYPE),
    [`/tileMatrixSets/${MATRIX_SET}`]: get('The tile matrix set', 'getTileMatrixSet', JSON_TYPE),
    ...tilePaths('', 'dataset', 'the county'),
    ...Object.assign({}, ...COLLECTIONS.map(pathsOf)),
  },
  components: {
    parameters: PARAMETERS,
    responses: {
      Problem: {
        description: `A problem: ${PROBLEMS['bad-parameter'].title}, and others`,
        content: {
          'application/problem+json': {
            schema: {
              type: 'object',
              required: ['type', 'title', 'status', 'detail'],
              properties: {
                ...{ type: { type: 'string' }, title: { type: 'string' } },
                ...{ status: { type: 'integer' }, detail: { type: 'string' } },
              },
            },
          },
        },
      },
    },
    securitySchemes: {
      bearer: { type: 'http', scheme: 'bearer' },
      basic: { type: 'http', scheme: 'basic' },
      token: { type: 'apiKey', in: 'query', name: 'token' },
    },
  },
});

const tilePaths = (path: string, id: string, title: string): object => ({
  [`${path}/tiles`]: get(`Tilesets of ${title}`, `tilesets.${id}`, JSON_TYPE),
  [`${path}/tiles/${MATRIX_SET}`]: get(`The tileset of ${title}`, `tileset.${id}`, JSON_TYPE),
  [`${path}/tiles/${MATRIX_SET}/{tileMatrix}/{tileRow}/{tileCol}`]: get(`A tile of ${title}`, `tile.${id}`, TILE_TYPE, [
    ...use('tileMatrix', 'tileRow', 'tileCol', 'datetime'),
  ]),
});

function pathsOf({ id, title, columns }: Collection): object {
  const path = `/collections/${id}`;
  const properties = columns.map((column) => query(column.name, column.title, columnSchema(column)));
  const items = use(...(['limit', 'bbox', 'bbox-crs', 'crs', 'datetime', 'after'] as const));
  const filters = use('filter', 'filter-lang', 'filter-crs');
  return {
    [path]: get(title, `describe.${id}`, JSON_TYPE),
    [`${path}/queryables`]: get(`Properties to filter by: ${title}`, `queryables.${id}`, SCHEMA_TYPE),
    [`${path}/schema`]: get(`What a feature looks like: ${title}`, `schema.${id}`, SCHEMA_TYPE),
    ...tilePaths(path, id, title),
    [`${path}/items`]: get(`Features: ${title}`, `items.${id}`, GEOJSON_TYPE, [...items, ...filters, ...properties]),
    [`${path}/items/{featureId}`]: get(`A feature: ${title}`, `item.${id}`, GEOJSON_TYPE, [
      ...use('featureId', 'crs', 'datetime'),
    ]),
  };
}

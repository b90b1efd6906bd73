import { LAYERS, type Layer } from '../../contract/words.ts';
import { COLLECTIONS, type Collection } from '../../db/ogc-collections.ts';
import { MAX_ZOOM, TILE_LAYERS } from '../../tiles/layers.ts';
import { JSON_TYPE, type Link, type Links } from './links.ts';

/** The only tile matrix set: what every web map draws. */
export const MATRIX_SET = 'WebMercatorQuad';
const MATRIX_SET_URI = 'http://www.opengis.net/def/tilematrixset/OGC/1.0/WebMercatorQuad';
const MERCATOR_URI = 'http://www.opengis.net/def/crs/EPSG/0/3857';
export const TILE_TYPE = 'application/vnd.mapbox-vector-tile';
export const TILESETS_REL = 'http://www.opengis.net/def/rel/ogc/1.0/tilesets-vector';
const MATRIX_SET_REL = 'http://www.opengis.net/def/rel/ogc/1.0/tiling-scheme';
/** Half the way round the equator, in metres. */
const HALF_M = 20037508.342789244;
/** Metres of a pixel of 0.28 mm, by which OGC reckons scales. */
const PIXEL_M = 0.00028;

/** The layers of a collection's tiles, or of the county's: those of all collections. */
export const tileLayersOf = (collection: Collection | null): Layer[] =>
  LAYERS.filter((layer) =>
    collection ? layer === collection.layer : COLLECTIONS.some((each) => each.layer === layer),
  );

/** @param path  of the collection, '' = of the county */
export const tilesetsDocument = (links: Links, path: string, title: string): object => ({
  links: [{ href: links.named(`${path}/tiles`), rel: 'self', type: JSON_TYPE }] satisfies Link[],
  tilesets: [tilesetHead(links, path, title)],
});

export const tilesetDocument = (
  links: Links,
  path: string,
  title: string,
  layers: readonly Layer[],
  bounds: readonly number[] | null,
): object => ({
  ...tilesetHead(links, path, title),
  ...(bounds && { boundingBox: { lowerLeft: bounds.slice(0, 2), upperRight: bounds.slice(2) } }),
  layers: layers.map((layer) => ({
    id: layer,
    dataType: 'vector',
    minTileMatrix: String(TILE_LAYERS[layer].minZoom),
    maxTileMatrix: String(MAX_ZOOM),
    propertiesSchema: {
      type: 'object',
      properties: Object.fromEntries(
        Object.entries(TILE_LAYERS[layer].fields).map(([name, description]) => [name, { description }]),
      ),
    },
  })),
});

function tilesetHead(links: Links, path: string, title: string): object {
  const tileset = `${path}/tiles/${MATRIX_SET}`;
  const tile = links.to(`${tileset}/{tileMatrix}/{tileRow}/{tileCol}`);
  return {
    ...{ title, dataType: 'vector', crs: MERCATOR_URI, tileMatrixSetURI: MATRIX_SET_URI },
    links: [
      { href: links.to(tileset), rel: 'self', type: JSON_TYPE },
      { href: links.to(`/tileMatrixSets/${MATRIX_SET}`), rel: MATRIX_SET_REL, type: JSON_TYPE },
      { href: tile, rel: 'item', type: TILE_TYPE, templated: true },
    ] satisfies Link[],
  };
}

export const matrixSetsDocument = (links: Links): object => ({
  tileMatrixSets: [
    {
      ...{ id: MATRIX_SET, title: 'Web Mercator', uri: MATRIX_SET_URI, crs: MERCATOR_URI },
      links: [{ href: links.to(`/tileMatrixSets/${MATRIX_SET}`), rel: 'self', type: JSON_TYPE }] satisfies Link[],
    },
  ],
});

export const matrixSetDocument = (): object => ({
  ...{ id: MATRIX_SET, title: 'Web Mercator', uri: MATRIX_SET_URI, crs: MERCATOR_URI, orderedAxes: ['X', 'Y'] },
  wellKnownScaleSet: 'http://www.opengis.net/def/wkss/OGC/1.0/GoogleMapsCompatible',
  tileMatrices: Array.from({ length: MAX_ZOOM + 1 }, (_, zoom) => {
    const cellSize = (2 * HALF_M) / 256 / 2 ** zoom;
    return {
      ...{ id: String(zoom), scaleDenominator: cellSize / PIXEL_M, cellSize, cornerOfOrigin: 'topLeft' },
      ...{ pointOfOrigin: [-HALF_M, HALF_M], tileWidth: 256, tileHeight: 256 },
      ...{ matrixWidth: 2 ** zoom, matrixHeight: 2 ** zoom },
    };
  }),
});

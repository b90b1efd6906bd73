import { type Cell, type ColumnType, cellOf, type Layer, WGS84 } from './layer.ts';
import { windRings } from './wind-rings.ts';

/**
 * A layer as FlatGeobuf 3 in pieces, without an index: typed columns, the system with its number and definition.
 *
 * The format wants a shape of every feature: those without one are left out.
 *
 * @param attribution  becomes the description
 */
export async function* writeFlatgeobuf(layer: Layer, attribution: string): AsyncGenerator<Uint8Array> {
  const { magicbytes } = await import('flatgeobuf/lib/mjs/constants.js');
  const { buildFeature } = await import('flatgeobuf/lib/mjs/generic/feature.js');
  const { parseGeometry } = await import('flatgeobuf/lib/mjs/geojson/geometry.js');
  const { ColumnType } = await import('flatgeobuf/lib/mjs/flat-geobuf/column-type.js');
  const { GeometryType } = await import('flatgeobuf/lib/mjs/flat-geobuf/geometry-type.js');
  const types: Record<ColumnType, number> = {
    ...{ text: ColumnType.String, integer: ColumnType.Long, real: ColumnType.Double },
    ...{ boolean: ColumnType.Bool, date: ColumnType.DateTime },
  };
  const columns = layer.columns.map(({ name, type }) => ({ name, type: types[type] }));
  const placed = layer.features.filter(({ geometry }) => geometry !== null);
  const kinds = new Set(placed.map(({ geometry }) => geometry!.type));
  const [only] = kinds;
  const geometryType = only !== undefined && kinds.size === 1 ? GeometryType[only] : GeometryType.Unknown;
  yield magicbytes;
  yield await headerBytes(layer, { columns, geometryType, featuresCount: placed.length, attribution });
  const meta = { columns, geometryType } as never;
  for (const { geometry, properties } of placed) {
    const cells = Object.fromEntries(layer.columns.map((column) => [column.name, typedOf(cellOf(properties, column))]));
    const shape = parseGeometry(windRings(geometry!, 'ccw'));
    // The library leaves the end of a single line out, and GDAL does not read a MultiLineString without.
    if (geometry!.type === 'MultiLineString') shape.ends ??= [geometry!.coordinates[0]!.length];
    yield buildFeature(shape, cells as never, meta);
  }
}

/** What its writer takes for a truth is a number. */
const typedOf = (cell: Cell): Cell => (typeof cell === 'boolean' ? Number(cell) : cell);

interface Head {
  columns: readonly { name: string; type: number }[];
  geometryType: number;
  featuresCount: number;
  attribution: string;
}

/** The library's own has no room for a name, a definition or a source. */
async function headerBytes({ name, crs = WGS84 }: Layer, head: Head): Promise<Uint8Array> {
  const { Builder } = await import('flatbuffers');
  const { Header } = await import('flatgeobuf/lib/mjs/flat-geobuf/header.js');
  const { Column } = await import('flatgeobuf/lib/mjs/flat-geobuf/column.js');
  const { Crs } = await import('flatgeobuf/lib/mjs/flat-geobuf/crs.js');
  const builder = new Builder();
  const columns = head.columns.map((column) => {
    const columnName = builder.createString(column.name);
    Column.startColumn(builder);
    Column.addName(builder, columnName);
    Column.addType(builder, column.type);
    return Column.endColumn(builder);
  });
  const columnVector = columns.length > 0 ? Header.createColumnsVector(builder, columns) : null;
  const title = builder.createString(name);
  const description = head.attribution ? builder.createString(head.attribution) : null;
  const [organization, crsName, wkt] = [crs.code?.authority, crs.name, crs.wkt].map((text) =>
    text ? builder.createString(text) : null,
  );
  Crs.startCrs(builder);
  if (organization) Crs.addOrg(builder, organization);
  if (crs.code) Crs.addCode(builder, crs.code.number);
  if (crsName) Crs.addName(builder, crsName);
  if (wkt) Crs.addWkt(builder, wkt);
  const system = Crs.endCrs(builder);
  Header.startHeader(builder);
  Header.addName(builder, title);
  Header.addGeometryType(builder, head.geometryType);
  if (columnVector !== null) Header.addColumns(builder, columnVector);
  Header.addFeaturesCount(builder, BigInt(head.featuresCount));
  Header.addIndexNodeSize(builder, 0);
  Header.addCrs(builder, system);
  if (description !== null) Header.addDescription(builder, description);
  builder.finishSizePrefixed(Header.endHeader(builder));
  return builder.asUint8Array();
}

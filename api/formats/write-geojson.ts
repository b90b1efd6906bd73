import { type Layer, type LayerCrs, WGS84 } from './layer.ts';
import { windRings } from './wind-rings.ts';

/** Features of one piece of text. */
const BATCH = 200;

/**
 * A layer as GeoJSON (RFC 7946): a FeatureCollection with its name and its sources, one feature a line, in pieces.
 *
 * Outlines go counter-clockwise. Values and coordinates are written as they are, objects and lists too. A system other
 * than WGS84 stands in the `crs` member of the format's first edition, which programs still read.
 *
 * @param attribution  who must be named; '' = nobody
 */
export function* writeGeojson({ name, columns, features, crs = WGS84 }: Layer, attribution: string): Generator<string> {
  const names = columns.map((column) => column.name);
  const system = crs.name !== WGS84.name && { crs: { type: 'name', properties: { name: nameOf(crs) } } };
  const head = { name, ...system, ...(attribution && { attribution }) };
  yield `{"type":"FeatureCollection",${JSON.stringify(head).slice(1, -1)},"features":[`;
  for (let at = 0; at < features.length; at += BATCH) {
    const lines = features.slice(at, at + BATCH).map(({ geometry, properties }) =>
      JSON.stringify({
        type: 'Feature',
        geometry: geometry && windRings(geometry, 'ccw'),
        properties: Object.fromEntries(
          names.map((key) => [key, Object.hasOwn(properties, key) ? properties[key] : null]),
        ),
      }),
    );
    yield `${at > 0 ? ',' : ''}\n${lines.join(',\n')}`;
  }
  yield '\n]}\n';
}

const nameOf = ({ name, code }: LayerCrs): string =>
  code ? `urn:ogc:def:crs:${code.authority}::${code.number}` : name;

import { zip } from 'fflate';
import { xmlText } from './check-values.ts';
import { cellOf, type Layer } from './layer.ts';
import { windRings } from './wind-rings.ts';

/** Features of one piece of text. */
const BATCH = 500;
const HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<kml xmlns="http://www.opengis.net/kml/2.2"><Document>\n';
const TAIL = '\n</Document></kml>\n';

/**
 * A layer as KML 2.2 in pieces, which is in WGS84 by definition: each feature a Placemark with its name, everything else
 * as extended data. Empty values are left out.
 *
 * @param attribution  becomes the document's description
 */
export async function* writeKml({ name, columns, features }: Layer, attribution: string): AsyncGenerator<string> {
  const { toKML } = await import('@placemarkio/tokml');
  yield `${HEAD}<name>${escaped(name)}</name>`;
  if (attribution) yield `<description>${escaped(attribution)}</description>`;
  for (let at = 0; at < features.length; at += BATCH) {
    const part = features.slice(at, at + BATCH).map(({ geometry, properties }) => ({
      type: 'Feature' as const,
      geometry: geometry && windRings(geometry, 'ccw'),
      properties: Object.fromEntries(
        columns.flatMap((column) => {
          const cell = cellOf(properties, column);
          return cell === null || cell === '' ? [] : [[column.name, typeof cell === 'string' ? xmlText(cell) : cell]];
        }),
      ),
    }));
    // A document for each would be held as a tree of its elements, forty times its size: only what is in it is taken.
    const document = toKML({ type: 'FeatureCollection', features: part });
    yield document.slice(document.indexOf('<Document>') + '<Document>'.length, document.lastIndexOf('</Document>'));
  }
  yield TAIL;
}

/** A KML as the zipped form that programs on a telephone open. */
export async function writeKmz(layer: Layer, attribution: string, writtenAt: Date): Promise<Uint8Array> {
  const pieces: Buffer[] = [];
  for await (const piece of writeKml(layer, attribution)) pieces.push(Buffer.from(piece));
  return new Promise((resolve, reject) => {
    zip({ 'doc.kml': Buffer.concat(pieces) }, { mtime: writtenAt }, (error, bytes) =>
      error ? reject(error) : resolve(bytes),
    );
  });
}

const escaped = (text: string): string =>
  xmlText(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

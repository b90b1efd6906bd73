import { DOMParser } from '@xmldom/xmldom';
import type { Feature, Geometry } from 'geojson';
import { checkFeature, heightFaults, type Notices } from './check-feature.ts';
import { shortText } from './check-values.ts';
import {
  type ByteSource,
  type FeatureStream,
  type FileWish,
  NO_WISH,
  pickLayer,
  UnreadableFile,
} from './file-features.ts';
import { gatherBytes } from './gather-bytes.ts';
import { joinCollection } from './join-collection.ts';
import { unzip } from './unzip.ts';

/**
 * Reads KML, or the KML of a KMZ: each Placemark a row, with its folder and its extended data as fields; the looks are
 * left out. Degrees, of a system that is not named: the format says WGS84, what Chinese web maps export is GCJ-02.
 *
 * A MultiGeometry of one kind is a Multi…, heights are dropped, what is drawn over the ground as a picture is left out.
 *
 * @throws UnreadableFile when it is no well-formed XML, has entities of its own, or only points to other files
 */
export async function* readKml(source: ByteSource, wish: FileWish = NO_WISH): FeatureStream {
  const { layers, layer, bytes } = await pickDocument(source, wish);
  const { kml } = await import('@tmcw/togeojson');
  const text = decode(bytes);
  const notices: Notices = { droppedHeights: 0 };
  let row = 0;
  for (const { folder, xml } of placemarks(text)) {
    const { features } = kml(parse(xml, row));
    for (const feature of features) {
      const geometry =
        feature.geometry?.type === 'GeometryCollection' ? joinCollection(feature.geometry) : feature.geometry;
      yield checkFeature({ type: 'Feature', geometry, properties: fieldsOf(feature, folder) }, ++row, notices);
    }
  }
  if (row === 0 && /<NetworkLink[\s>]/.test(text))
    throw new UnreadableFile(
      'The KML only points to another file (NetworkLink); open it in the program that made it and save what is shown',
      { reason: 'no-features' },
    );
  return {
    format: 'kml',
    ...(layers.length > 1 && { layers, layer }),
    crs: null,
    attribution: '',
    faults: heightFaults(notices),
  };
}

async function pickDocument(source: ByteSource, wish: FileWish) {
  for await (const start of source()) {
    if (start[0] === 0x50 && start[1] === 0x4b) break;
    return { layers: [], layer: '', bytes: await gatherBytes(source) };
  }
  const files = await unzip(source, (path) => /\.kml$/i.test(path) && !path.startsWith('__MACOSX'));
  // Some hold one document that only points to the others: those with places are its layers.
  const withPlaces = [...files].filter(([, bytes]) => Buffer.from(bytes).includes('<Placemark'));
  const documents = withPlaces.length > 0 ? withPlaces : [...files];
  const layers = documents.map(([name]) => ({ name, rows: null }));
  const { name } = pickLayer(layers, wish.layer);
  return { layers, layer: name, bytes: files.get(name)! };
}

function decode(bytes: Uint8Array): string {
  const declared = /^\s*<\?xml[^>]*encoding\s*=\s*["']([\w.-]+)["']/.exec(
    Buffer.from(bytes.subarray(0, 200))
      .toString('latin1')
      .replace(/^\xef\xbb\xbf/, ''),
  )?.[1];
  for (const encoding of [declared ?? 'utf-8', 'utf-8', 'gb18030'])
    try {
      return new TextDecoder(encoding, { fatal: true }).decode(bytes);
    } catch {
      // the next one
    }
  throw new UnreadableFile('The text of the KML is neither in the encoding that it names nor UTF-8 or GBK', {
    reason: 'encoding',
  });
}

interface Tag {
  start: number;
  /** behind it */
  end: number;
  /** '' of a comment, a text in CDATA and whatever else is not looked at */
  element: string;
  kind: 'opens' | 'closes' | 'empty';
}

const ELEMENT = /(\/?)(kml|Folder|Placemark|name|!DOCTYPE)(?=[\s/>])/y;

/** The tags of a document in one walk: what does not end is its end, and is not looked for again and again. */
function* tags(text: string): Generator<Tag> {
  let end = 0;
  for (let start = text.indexOf('<'); start >= 0; start = text.indexOf('<', end)) {
    const close = text.startsWith('<!--', start) ? '-->' : text.startsWith('<![CDATA[', start) ? ']]>' : '>';
    const found = text.indexOf(close, start);
    if (found < 0) return;
    end = found + close.length;
    ELEMENT.lastIndex = start + 1;
    const [, slash, element = ''] = ELEMENT.exec(text) ?? [];
    const kind = slash === '/' ? 'closes' : text[found - 1] === '/' ? 'empty' : 'opens';
    yield { start, end, element: close === '>' ? element : '', kind };
  }
}

/**
 * The Placemarks one by one, each as a document of its own: a whole one takes forty times its size in memory.
 *
 * Only what a Placemark stands in is looked at here; whether it is well-formed the parser says.
 */
function* placemarks(text: string): Generator<{ folder: string; xml: string }> {
  const folders: string[] = [];
  let root = '';
  let begun = -1;
  let nameStart = -1;
  let closed = false;
  for (const { start, end, element, kind } of tags(text)) {
    if (element === '!DOCTYPE')
      throw new UnreadableFile('The KML has a document type with entities of its own, which are not read', {
        reason: 'not-kml',
      });
    if (element === '' || kind === 'empty') continue;
    if (begun >= 0) {
      if (element !== 'Placemark' || kind !== 'closes') continue;
      const folder = folders.filter((name) => name !== '').join('/');
      yield { folder, xml: `${root}${text.slice(begun, end)}</kml>` };
      begun = -1;
    } else if (element === 'Placemark') begun = start;
    else if (element === 'kml') {
      if (kind === 'opens') root = text.slice(start, end);
      else closed = true;
    } else if (element === 'Folder') {
      if (kind === 'opens') folders.push('');
      else folders.pop();
    } else if (kind === 'opens') nameStart = end;
    else if (nameStart >= 0) {
      // The first name within a folder is its own; one before any folder is the document's.
      if (folders.at(-1) === '') folders[folders.length - 1] = plainText(text.slice(nameStart, start));
      nameStart = -1;
    }
  }
  if (!closed || begun >= 0)
    throw new UnreadableFile('The KML ends too early: it was cut off; copy or export it again', { reason: 'cut-off' });
}

const plainText = (xml: string): string =>
  shortText(
    xml
      .replace(/^\s*<!\[CDATA\[|\]\]>\s*$/g, '')
      .replaceAll('&lt;', '<')
      .replaceAll('&gt;', '>')
      .replaceAll('&amp;', '&')
      .trim(),
    200,
  );

function parse(xml: string, row: number) {
  let why = '';
  try {
    return new DOMParser({
      onError: (level, message) => {
        if (level === 'warning') return;
        why ||= message;
        throw new Error(message);
      },
    }).parseFromString(xml, 'text/xml');
  } catch (error) {
    throw new UnreadableFile(
      `The KML is not well-formed XML after Placemark ${row} (${shortText(why, 100)}); export it again`,
      { cause: error, reason: 'not-kml' },
    );
  }
}

/** What the reader adds for the looks of a feature. */
const LOOKS =
  /^(style(Url|Hash|MapHash)|(stroke|fill|icon|label)(-.*)?|coordinateProperties|@geometry-type|visibility)$/;

function fieldsOf({ properties }: Feature<Geometry | null>, folder: string): Record<string, unknown> {
  const fields: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(properties ?? {}))
    if (!LOOKS.test(name)) fields[name] = isHtml(value) ? value.value : value;
  if (folder !== '' && !Object.hasOwn(fields, 'folder')) fields.folder = folder;
  return fields;
}

const isHtml = (value: unknown): value is { value: string } =>
  typeof value === 'object' && value !== null && '@type' in value && 'value' in value;

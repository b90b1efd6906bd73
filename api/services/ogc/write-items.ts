import { isDeepStrictEqual } from 'node:util';
import type { Position } from 'geojson';
import { z } from 'zod';
import { ORGANIZATION_ATTRIBUTE_NAMES, type PlaceAttribute, SITE_ATTRIBUTE_NAMES } from '../../contract/site-kinds.ts';
import { type AskedChange, NEW_THINGS, THING_PATCHES, type ThingFields } from '../../contract/thing-edits.ts';
import type { Collection, Column } from '../../db/ogc-collections.ts';
import { type ItemRow, readItem } from '../../db/ogc-items.ts';
import { ProblemError } from '../../problems.ts';
import { changeThings } from '../things/change-things.ts';
import type { Keeper } from '../things/keeper.ts';
import { moveGeometry, type OgcCrs } from './crs.ts';

/** A collection whose features can be made and changed. */
export type Editable = Collection & { readonly edits: NonNullable<Collection['edits']> };
export const isEditable = (collection: Collection): collection is Editable => collection.edits !== null;

/** Shown, and not for whoever edits to say: they come back with every feature and are passed over. */
const READ_ONLY = new Set(['estimated', 'source_id']);

const sentFeature = z.looseObject({
  type: z.literal('Feature'),
  geometry: z.looseObject({ type: z.string(), coordinates: z.array(z.unknown()) }).optional(),
  properties: z.record(z.string(), z.unknown()).nullish(),
});
/** A feature of which only what changes is given: RFC 7396. */
const sentPart = sentFeature.partial();

type Sent = z.infer<typeof sentPart>;

/** @returns the id of the new feature. @throws ProblemError as changeThings, and 'invalid-request' for a body that will not do */
export async function createItem(keeper: Keeper, collection: Editable, body: unknown, crs: OgcCrs): Promise<number> {
  const sent = read(sentFeature, body);
  const given = { ...propertiesIn(sent, collection), ...placeIn(sent, crs) };
  const known = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== null));
  const fields = read<ThingFields>(
    NEW_THINGS[collection.edits] as z.ZodType<ThingFields>,
    toFields(known, collection),
    'properties',
  );
  const done = await changeThings(
    keeper,
    [{ action: 'create', layer: collection.edits, fields } as AskedChange],
    'ogc',
  );
  return done.changes[0]!.thing;
}

/**
 * Changes a feature: to what is sent and nothing else (`whole`: properties that are left out are empty then), or in what is
 * sent alone. What is as it was is not taken for said, so a figure that was shared out does not become counted.
 *
 * @param asked  the version that the change was made on; null = whatever stands
 * @throws ProblemError as changeThings, 'precondition-failed' when it is another by now
 */
export async function changeItem(
  keeper: Keeper,
  collection: Editable,
  id: number,
  asked: number | null,
  body: unknown,
  { crs, whole }: { crs: OgcCrs; whole: boolean },
): Promise<void> {
  const { before, version } = await requireVersion(keeper, collection, id, asked);
  const sent = read(whole ? sentFeature.required({ geometry: true }) : sentPart, body);
  const known = JSON.parse(before.properties) as ThingFields;
  const left = whole ? Object.fromEntries(writable(collection).map(({ name }) => [name, null])) : {};
  const given = { ...left, ...propertiesIn(sent, collection) };
  const changed = Object.fromEntries(
    Object.entries(given).filter(([name, value]) => !isDeepStrictEqual(value, known[name])),
  );
  const place = placeIn(sent, crs);
  const moved = isDeepStrictEqual(place.geometry, JSON.parse(before.geometry)) ? {} : place;
  const fields = read<ThingFields>(
    THING_PATCHES[collection.edits] as z.ZodType<ThingFields>,
    toFields({ ...changed, ...moved }, collection),
    'properties',
  );
  await atVersion(() =>
    changeThings(keeper, [{ action: 'change', layer: collection.edits, id, version, fields } as AskedChange], 'ogc'),
  );
}

/** Takes a feature out of use. @throws as changeItem */
export async function removeItem(
  keeper: Keeper,
  collection: Editable,
  id: number,
  asked: number | null,
): Promise<void> {
  const { version } = await requireVersion(keeper, collection, id, asked);
  await atVersion(() => changeThings(keeper, [{ action: 'retire', layer: collection.edits, id, version }], 'ogc'));
}

/** What stands, and at which version. @throws ProblemError 'precondition-failed' when that is not the one asked for */
async function requireVersion(
  { db }: Keeper,
  collection: Editable,
  id: number,
  asked: number | null,
): Promise<{ before: ItemRow; version: number }> {
  const row = await readItem(db, db.scope.county, { collection, division: null }, id);
  if (!row)
    throw new ProblemError('not-found', `There is no feature ${id} in ${collection.id}; it may have been retired.`);
  if (row.version === null || (asked !== null && row.version !== asked)) throw changedSince(row.version);
  return { before: row, version: row.version };
}

const changedSince = (currentVersion: number | null | undefined): ProblemError =>
  new ProblemError('precondition-failed', 'Somebody changed it since it was read; read it again.', {
    ...(currentVersion == null ? {} : { currentVersion }),
  });

/** Who loses the race after the version has been looked at is told the same. */
async function atVersion(work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (error instanceof ProblemError && error.type === 'stale-version')
      throw changedSince(error.extras.currentVersion);
    throw error;
  }
}

function read<T>(schema: z.ZodType<T>, value: unknown, where = ''): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const { path, message } = parsed.error.issues[0]!;
  const place = [...(where ? [where] : []), ...path.map((key) => snakeCase(String(key)))].join('.');
  throw new ProblemError('invalid-request', `In the feature${place ? `, ${place}` : ''}: ${message}.`);
}

const writable = ({ columns }: Editable): Column[] => columns.filter(({ name }) => !READ_ONLY.has(name));

function propertiesIn({ properties }: Sent, collection: Editable): ThingFields {
  const given = Object.entries(properties ?? {}).filter(([name]) => !READ_ONLY.has(name));
  const stray = given.find(([name]) => !collection.columns.some((column) => column.name === name));
  if (stray)
    throw new ProblemError(
      'invalid-request',
      `${collection.id} have no property "${stray[0].slice(0, 60)}"; there are ${writable(collection)
        .map(({ name }) => name)
        .join(', ')}.`,
    );
  return Object.fromEntries(given);
}

/** How far lists of coordinates nest: the places of the rings of the parts of a MultiPolygon. */
const DEEPEST = 4;

/** The place in EPSG:4326, without heights. */
function placeIn({ geometry }: Sent, crs: OgcCrs): { geometry?: unknown } {
  if (!geometry) return {};
  const isPlace = (part: unknown, depth: number): boolean =>
    Array.isArray(part) &&
    (part.every((each) => typeof each === 'number')
      ? part.length >= 2
      : depth < DEEPEST && part.every((each) => isPlace(each, depth + 1)));
  if (!isPlace(geometry.coordinates, 1))
    throw new ProblemError('invalid-request', 'In the feature, geometry: its coordinates are no places [x, y].');
  return { geometry: moveGeometry(geometry, (position: Position) => crs.toLngLat(position).slice(0, 2)) };
}

const camelCase = (name: string): string => name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
const snakeCase = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** Attributes of a kind stand in `data`, under the names of the contract. */
const ATTRIBUTES: Readonly<Record<string, readonly PlaceAttribute[]>> = {
  ...{ site: SITE_ATTRIBUTE_NAMES, organization: ORGANIZATION_ATTRIBUTE_NAMES },
};

/** Properties as the fields of a thing: see contract/thing-edits.ts. Where text is empty they have '', and null elsewhere. */
function toFields(properties: ThingFields, collection: Editable): ThingFields {
  const attributes = new Map((ATTRIBUTES[collection.edits] ?? []).map((name) => [snakeCase(name), name]));
  const fields: ThingFields = {};
  const data: ThingFields = {};
  for (const [name, value] of Object.entries(properties)) {
    const column = collection.columns.find((each) => each.name === name);
    const attribute = attributes.get(name);
    if (attribute) data[attribute] = column?.type === 'list' && typeof value === 'string' ? value.split('、') : value;
    else fields[camelCase(name)] = value === null ? noneOf(collection, column) : value;
  }
  return { ...fields, ...(Object.keys(data).length > 0 && { data }) };
}

/** What stands for nothing: '' of free text, 0 of the figures of a building, which always has them. */
function noneOf({ edits }: Editable, column: Column | undefined): unknown {
  if (column?.type === 'string' && !column.values) return '';
  return edits === 'building' && (column?.name === 'households' || column?.name === 'residents') ? 0 : null;
}

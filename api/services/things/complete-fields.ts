import { isDeepStrictEqual } from 'node:util';
import { ORGANIZATION_ATTRIBUTES, SITE_ATTRIBUTES } from '../../contract/site-kinds.ts';
import type { EditLayer, ThingFields, ThingPatch } from '../../contract/thing-edits.ts';
import type { SiteKind } from '../../contract/words.ts';
import { ProblemError } from '../../problems.ts';

/** What a thing has of which nothing is said. */
const NOTHING_SAID: Record<EditLayer, ThingFields> = {
  building: {
    ...{ name: '', streetName: '', houseNumber: '', kind: 'residential', floors: null, heightM: null },
    ...{ households: 0, residents: 0, estimated: false, householdsCounted: false, compound: null },
  },
  compound: {
    ...{ name: '', address: '', manager: '', management: 'unknown', households: null, builtYear: null },
    ...{ stage: 'built', expectedHouseholds: null, expectedOn: null, walls: null, gates: null },
  },
  site: { address: '', building: null, compound: null, data: {}, outline: null },
  organization: { address: '', building: null, data: {} },
  party_org: {
    ...{ form: 'single', parent: null, region: null, site: null },
    ...{ building: null, compound: null, organization: null },
  },
};

/**
 * All fields that a thing is to have: as it was (null = it is new) with what is given of it.
 *
 * @throws ProblemError 'rejected-by-rule' for an attribute that things of the kind do not have
 */
export function completeFields(layer: EditLayer, before: ThingFields | null, given: ThingPatch): ThingFields {
  const known = before ?? NOTHING_SAID[layer];
  const said = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  const fields: ThingFields = { ...known, ...said };
  for (const shape of ['geometry', 'outline']) if (fields[shape]) fields[shape] = asMulti(fields[shape] as Shape);
  if (layer === 'building') Object.assign(fields, countedBy(fields, said));
  if (said.data)
    fields.data = mergedData(layer, fields.kind as string, known.data as Attributes, said.data as Attributes);
  return fields;
}

interface Shape {
  type: string;
  coordinates: unknown[];
}

/** Areas are stored so; the same area is the same whichever way it is sent. */
const asMulti = ({ type, coordinates }: Shape): Shape =>
  type === 'Polygon' ? { type: 'MultiPolygon', coordinates: [coordinates] } : { type, coordinates };

/** Whoever enters a figure has counted. Residents alone leave households shared out that were. */
function countedBy(fields: ThingFields, said: ThingFields): ThingFields {
  const householdsCounted = said.households !== undefined ? true : fields.householdsCounted;
  const counts = said.residents !== undefined && (householdsCounted === true || fields.households === 0);
  return { householdsCounted, estimated: counts ? false : fields.estimated };
}

type Attributes = Record<string, unknown>;

function mergedData(layer: EditLayer, kind: string, known: Attributes, given: Attributes): Attributes {
  const shape: Record<string, { safeParse(value: unknown): { success: boolean } }> =
    layer === 'site' ? SITE_ATTRIBUTES[kind as SiteKind].shape : ORGANIZATION_ATTRIBUTES.shape;
  const merged: Attributes = { ...known };
  for (const [key, value] of Object.entries(given)) {
    if (value === null) {
      delete merged[key];
      continue;
    }
    const fits = Object.hasOwn(shape, key)
      ? shape[key]!.safeParse(value).success
      : isDeepStrictEqual(known[key], value);
    if (!fits)
      throw new ProblemError(
        'rejected-by-rule',
        `A ${layer} of kind ${kind} has no attribute ${key} with such a value; see SITE_ATTRIBUTES of the contract, or leave it out.`,
        { reason: 'attribute-unknown', values: { attribute: key, kind } },
      );
    merged[key] = value;
  }
  return merged;
}

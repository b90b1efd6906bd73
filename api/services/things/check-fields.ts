import { isDeepStrictEqual } from 'node:util';
import { type EditLayer, PARTY_ORG_ANCHORS, THING_LINKS, type ThingFields } from '../../contract/thing-edits.ts';
import type { Tx } from '../../db/database.ts';
import { listStanding, readLinksAt, readOwnAnchors, readShapes, type ShapeRow } from '../../db/thing-edits.ts';
import { ProblemError } from '../../problems.ts';

/** Things of a county do not lie farther than this beside it: a typing error puts them much farther away. */
const NEAR_M = 50_000;
/** Smaller than any hut: a slip of the hand. */
const SMALLEST_M2 = 1;

/** A thing that is about to be written, with the place that it has among those asked for. */
export interface ToCheck {
  step: number;
  layer: EditLayer;
  fields: ThingFields;
  /** null = it is new */
  before: ThingFields | null;
  /** fields that whoever asks has named */
  said: ReadonlySet<string>;
}

/**
 * Looks at what is drawn and named, and fills in what follows from the place: the inner point of a building, and the
 * building and the compound that a thing belongs to, unless they are said.
 *
 * @param returning  what is brought back together with them, as `layer id`: it may be named already
 * @throws ProblemError that names the first thing at fault, and where
 */
export async function checkFields(
  tx: Tx,
  county: string,
  things: readonly ToCheck[],
  returning: ReadonlySet<string>,
): Promise<void> {
  const drawn = things.flatMap((thing) =>
    ['geometry', 'outline'].flatMap((field) => {
      const shape = thing.fields[field] as object | null | undefined;
      const isOther = !isDeepStrictEqual(shape, thing.before?.[field]);
      return shape && isOther && thing.said.has(field) ? [{ thing, field, shape }] : [];
    }),
  );
  const shapes = await readShapes(
    tx,
    county,
    drawn.map(({ shape }) => shape),
  );
  for (const [i, { thing, field }] of drawn.entries()) {
    const shape = shapes[i]!;
    refuseShape(county, thing, shape, field === 'geometry');
    if (thing.layer === 'building') thing.fields.innerPoint = shape.innerPoint;
  }
  await fillLinks(
    tx,
    drawn.filter(({ field }) => field === 'geometry').map(({ thing }) => thing),
  );
  await refuseLinks(tx, county, things, returning);
  await refuseAnchors(tx, things);
}

function refuseShape(county: string, { step, layer }: ToCheck, shape: ShapeRow, isPlace: boolean): void {
  if (shape.reason !== null) {
    const at: [number, number] | null =
      shape.badLng === null || shape.badLat === null ? null : [shape.badLng, shape.badLat];
    throw new ProblemError(
      'invalid-edit',
      `The outline of the ${layer} cannot be used (${shape.reason}); draw it so that its line does not cross or touch itself.`,
      { reason: 'shape-invalid', values: { why: shape.reason }, step, ...(at ? { at } : {}) },
    );
  }
  const at = (shape.innerPoint as { coordinates: [number, number] }).coordinates;
  if (shape.areaM2 !== null && shape.areaM2 < SMALLEST_M2)
    throw new ProblemError(
      'invalid-edit',
      `The outline of the ${layer} encloses less than ${SMALLEST_M2} m²; draw it larger.`,
      {
        ...{ reason: 'shape-small', values: { m2: SMALLEST_M2 }, step, at },
      },
    );
  if (shape.awayM !== null && shape.awayM > NEAR_M) {
    const km = Math.round(shape.awayM / 1000);
    throw new ProblemError(
      'invalid-edit',
      `The ${layer} lies ${km} km beside county ${county}; check longitude and latitude, longitude comes first.`,
      { reason: 'far-away', values: { km }, step, at },
    );
  }
  if (isPlace && shape.own === false) throw outsideRegion(step, layer, at);
}

export const outsideRegion = (step: number, layer: EditLayer, at?: [number, number]): ProblemError =>
  new ProblemError(
    'forbidden',
    `The ${layer} lies outside the region that this account keeps; ask the county's administrator.`,
    {
      ...{ reason: 'outside-region', values: { layer }, step },
      ...(at ? { at } : {}),
    },
  );

async function fillLinks(tx: Tx, placed: readonly ToCheck[]): Promise<void> {
  const open = placed.filter(({ layer, said }) => Object.keys(THING_LINKS[layer]).some((field) => !said.has(field)));
  const found = await readLinksAt(
    tx,
    open.map(({ layer, fields }) => ({
      ...{ layer, kind: String(fields.kind) },
      point: (layer === 'building' ? fields.innerPoint : fields.geometry) as object,
    })),
  );
  for (const [i, { layer, fields, said }] of open.entries())
    for (const field of ['building', 'compound'] as const)
      if (field in THING_LINKS[layer] && !said.has(field)) fields[field] = found[i]![field];
}

/** What is named has to be there; what a thing named before may have gone meanwhile. */
async function refuseLinks(
  tx: Tx,
  county: string,
  things: readonly ToCheck[],
  returning: ReadonlySet<string>,
): Promise<void> {
  const named = things.flatMap(({ step, layer, fields, before }) =>
    Object.entries(THING_LINKS[layer]).flatMap(([field, to]) => {
      const id = fields[field];
      const isNew = typeof id === 'number' && id !== before?.[field] && !returning.has(`${to} ${id}`);
      return isNew ? [{ step, field, to, id }] : [];
    }),
  );
  for (const to of new Set(named.map((each) => each.to))) {
    const asked = named.filter((each) => each.to === to);
    const standing = await listStanding(
      tx,
      county,
      to,
      asked.map(({ id }) => id),
    );
    const missing = asked.find(({ id }) => !standing.has(id));
    if (missing)
      throw new ProblemError(
        'rejected-by-rule',
        `County ${county} has no ${to} ${missing.id}, which ${missing.field} names; choose another one or leave it out.`,
        { reason: 'no-link', values: { layer: to, id: missing.id }, step: missing.step },
      );
  }
}

async function refuseAnchors(tx: Tx, things: readonly ToCheck[]): Promise<void> {
  const orgs = things.filter(({ layer }) => layer === 'party_org');
  const crowded = orgs.find(
    ({ fields, said }) =>
      PARTY_ORG_ANCHORS.some((anchor) => said.has(anchor)) &&
      PARTY_ORG_ANCHORS.filter((anchor) => fields[anchor] !== null).length > 1,
  );
  if (crowded)
    throw new ProblemError(
      'rejected-by-rule',
      'A party organization stands in one place: a region, a site, a building, a compound or an organization; empty the others.',
      { reason: 'anchors', step: crowded.step },
    );
  const own = await readOwnAnchors(
    tx,
    orgs.map(({ fields }) => fields),
  );
  const foreign = orgs.find((_, i) => !own[i]);
  if (foreign) throw outsideRegion(foreign.step, 'party_org');
}

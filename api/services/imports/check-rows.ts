import { createHash } from 'node:crypto';
import type { Geometry, Position } from 'geojson';
import type { MatchCandidate } from '../../contract/import-matches.ts';
import type { Fault, ImportSettings } from '../../contract/imports.ts';
import type { ImportRow } from '../../db/imports.ts';
import { firstPosition } from '../../formats/check-feature.ts';
import { nameOf } from '../../formats/file-features.ts';
import type { PlaceCheck } from './check-place.ts';
import type { JoinedRow } from './join/join-rows.ts';
import type { RowPages } from './row-pages.ts';

/** A staged row after the checks that hold for every target. */
export interface CheckedRow {
  row: number;
  properties: Record<string, unknown>;
  /** valid: as staged, or mended when the settings allow it; null = the row is left out */
  geometry: Geometry | null;
  innerPoint: Position | null;
  areaM2: number;
  at: Position | null;
  faults: Fault[];
  /** what the row calls itself */
  name: string | undefined;
  mended: boolean;
  /** what its words name, which gives it its place */
  joined: MatchCandidate | null;
  /** of it, where it has one */
  joinedKind: string;
  /** somebody decided so when it was joined */
  leftOut: boolean;
}

type Policy = ImportSettings['faults'];

/**
 * The staged rows in the order of the file, each with what is wrong with it and the geometry that may be used.
 *
 * Row faults that can be mended are errors until `policy` says mend; then they are warnings and the mended geometry
 * comes. Mending keeps every corner: an outline that crosses itself becomes the areas it encloses.
 *
 * @param place  is told of every row; a row that does not lie where its county is comes without geometry, and its fault
 *               is kept there
 */
export async function* checkRows(pages: RowPages, policy: Policy, place: PlaceCheck): AsyncGenerator<CheckedRow> {
  const seen = new Twins();
  for await (const page of pages) for (const row of page) yield keepInPlace(checkRow(row, policy, seen), policy, place);
}

function checkRow(staged: JoinedRow, policy: Policy, seen: Twins): CheckedRow {
  const { row, data, geometry } = staged;
  const at = staged.innerPoint ?? (geometry && 'coordinates' in geometry ? firstPosition(geometry.coordinates) : null);
  const name = nameOf(data.properties);
  const found: FoundFault[] = data.faults.map(({ name: _, ...known }) => known);
  if (staged.invalid) found.push(invalidFault(staged, staged.invalid));
  const twin = geometry && !staged.joined ? seen.find(geometry, row) : null;
  if (twin !== null) found.push(twinFault(twin));
  const faults = found.map(
    (fault): Fault => ({ row, ...(name ? { name } : {}), at: at as [number, number] | null, ...fault }),
  );
  return settle(staged, faults, policy, at, name);
}

/** A point whose ordinates are swapped can be turned round; an outline would have another size. */
function keepInPlace(checked: CheckedRow, policy: Policy, place: PlaceCheck): CheckedRow {
  const { row, name, at, geometry } = checked;
  const stray = at && place.look(at);
  if (!stray) return checked;
  const mendable = stray.mendable && geometry?.type === 'Point';
  const mended = mendable && policy === 'mend';
  const fault: Fault = {
    ...{ ...stray, mendable, severity: mended ? 'warning' : 'error' },
    ...{ row, ...(name ? { name } : {}), at: at as [number, number] },
  };
  place.keep(fault);
  if (!mended) return { ...checked, geometry: null };
  const turned = geometry.coordinates.slice(0, 2).reverse();
  return { ...checked, at: turned, geometry: { type: 'Point', coordinates: turned }, mended: true };
}

/** A fault of a row whose number, name and place are known. */
type FoundFault = Pick<Fault, 'kind' | 'severity' | 'detail' | 'mendable'> & Partial<Fault>;

const invalidFault = (staged: ImportRow, { reason, at }: NonNullable<ImportRow['invalid']>): FoundFault => ({
  kind: KINDS.find(([pattern]) => pattern.test(reason))?.[1] ?? 'invalid-geometry',
  severity: 'error',
  ...(at && { at }),
  detail: invalidDetail(staged),
  mendable: staged.mended !== null,
});

const twinFault = (twin: number): FoundFault => ({
  kind: 'duplicate',
  severity: 'warning',
  detail: `The row lies exactly where row ${twin} lies; both are kept`,
  values: { otherRow: twin },
  mendable: false,
});

function settle(
  staged: JoinedRow,
  faults: Fault[],
  policy: Policy,
  at: Position | null,
  name: string | undefined,
): CheckedRow {
  const errors = faults.filter((fault) => fault.severity === 'error');
  const consented = policy === 'mend' && errors.every((fault) => fault.mendable);
  const usable = errors.length === 0 || consented;
  const geometry = staged.invalid ? staged.mended : staged.geometry;
  return {
    row: staged.row,
    properties: staged.data.properties,
    geometry: usable ? geometry : null,
    innerPoint: staged.innerPoint,
    areaM2: staged.areaM2,
    at,
    name,
    faults: consented ? faults.map((fault) => ({ ...fault, severity: 'warning' })) : faults,
    mended: consented && errors.length > 0,
    joined: staged.joined ?? null,
    joinedKind: staged.joinedKind ?? '',
    leftOut: staged.leftOut ?? false,
  };
}

const KINDS: readonly (readonly [RegExp, string])[] = [
  [/^Ring Self-intersection/, 'self-touching'],
  [/^Self-intersection/, 'self-crossing'],
  [/^Hole lies outside/, 'hole-outside'],
  [/^Too few points/, 'too-few-points'],
];

function invalidDetail({ invalid, mended, areaM2 }: ImportRow): string {
  const what = `The outline is not valid (${invalid!.reason.toLowerCase()})`;
  if (mended === null) return `${what} and encloses no area that could be kept`;
  const parts = mended.type === 'MultiPolygon' ? mended.coordinates.length : 1;
  const corners = `no corner moves, ${areaM2 < 10 ? areaM2.toFixed(1) : Math.round(areaM2)} m² in ${parts} ${parts === 1 ? 'part' : 'parts'}`;
  return `${what}; mending keeps the area it encloses (${corners})`;
}

/** Finds the earlier row with the same geometry. */
class Twins {
  /** rows by a number made of both ordinates: most points have one of their own, and text would take ten times as long */
  readonly #points = new Map<number, { x: number; y: number; row: number }[]>();
  readonly #others = new Map<string, number>();

  find(geometry: Geometry, row: number): number | null {
    if (geometry.type === 'Point') return this.#findPoint(geometry.coordinates[0]!, geometry.coordinates[1]!, row);
    const key = createHash('md5').update(JSON.stringify(geometry)).digest('base64');
    const twin = this.#others.get(key);
    if (twin === undefined) this.#others.set(key, row);
    return twin ?? null;
  }

  #findPoint(x: number, y: number, row: number): number | null {
    const key = x * Math.PI + y;
    const known = this.#points.get(key);
    const twin = known?.find((point) => point.x === x && point.y === y);
    if (twin) return twin.row;
    if (known) known.push({ x, y, row });
    else this.#points.set(key, [{ x, y, row }]);
    return null;
  }
}

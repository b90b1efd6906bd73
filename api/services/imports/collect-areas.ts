import type { MultiPolygon, Polygon, Position } from 'geojson';
import type { Fault, ImportSettings } from '../../contract/imports.ts';
import type { RegionKind } from '../../contract/words.ts';
import { AttributeReader, type Complain } from './attributes.ts';
import type { PlaceCheck } from './check-place.ts';
import { checkRows } from './check-rows.ts';
import { FaultList, growBounds, type LngLatBounds } from './fault-list.ts';
import { eachPosition } from './look-at-file.ts';
import type { RowPages } from './row-pages.ts';

/** A region or block of the file. */
export interface FileArea {
  /** rows of the file that it is made of */
  fileRows: number[];
  name: string;
  nameEn: string;
  code: string | null;
  residents: number | null;
  households: number | null;
  geometry: Polygon | MultiPolygon;
}

export interface CollectedAreas {
  areas: FileArea[];
  faults: FaultList;
  rows: number;
  ready: number;
  refused: number;
  mended: number;
  bounds: LngLatBounds | null;
  /** of the first row, whatever is wrong with it; '' without one */
  firstName: string;
}

/** Digits of a code at its level; longer ones are cut when nothing but zeros follows. */
const CODE_DIGITS: Partial<Record<RegionKind, number>> = { county: 6, street: 9, community: 12, grid: 15 };
const MOST_RESIDENTS = 50_000_000;

/**
 * The regions or blocks that the staged rows come to. Rows with one code are parts of one region.
 *
 * @param settings  with the mapping that holds
 * @param level     of regions; null for blocks, which need no name
 */
export async function collectAreas(
  pages: RowPages,
  settings: ImportSettings,
  level: RegionKind | null,
  place: PlaceCheck,
): Promise<CollectedAreas> {
  const collected: CollectedAreas = {
    areas: [],
    faults: new FaultList(),
    ...{ rows: 0, ready: 0, refused: 0, mended: 0 },
    ...{ bounds: null, firstName: '' },
  };
  const byCode = new Map<string, FileArea>();
  for await (const checked of checkRows(pages, settings.faults, place)) {
    const { row, faults, properties, geometry, at } = checked;
    collected.rows += 1;
    const note = (severity: Fault['severity'], fault: Pick<Fault, 'kind' | 'detail' | 'values'>): void => {
      faults.push({ ...fault, severity, row, name: checked.name, at: at as [number, number] | null, mendable: false });
    };
    const complain: Complain = (kind, detail, values) => note('warning', { kind, detail, ...(values && { values }) });
    const read = new AttributeReader(properties, settings.mapping, settings.constants, complain);
    const name = read.text('name');
    collected.firstName ||= name;
    if (geometry !== null && geometry.type !== 'Polygon' && geometry.type !== 'MultiPolygon')
      note('error', {
        kind: 'wrong-geometry',
        detail: `The row is a ${geometry.type}, an area (Polygon) is wanted`,
        values: { type: geometry.type },
      });
    else if (geometry !== null && level !== null && name === '')
      note('error', { kind: 'no-name', detail: 'A region needs a name; map the field that holds it' });
    else if (geometry !== null) {
      collected.ready += 1;
      if (checked.mended) collected.mended += 1;
      eachPosition(geometry.coordinates, (position: Position) => {
        collected.bounds = growBounds(collected.bounds, position);
      });
      const area: FileArea = {
        fileRows: [row],
        name,
        nameEn: read.text('name_en'),
        code: level === null ? null : readCode(read, level, complain),
        residents: read.whole('population', MOST_RESIDENTS),
        households: read.whole('households', MOST_RESIDENTS),
        geometry,
      };
      const first = area.code === null ? undefined : byCode.get(area.code);
      if (first) joinPart(first, area, complain);
      else {
        collected.areas.push(area);
        if (area.code !== null) byCode.set(area.code, area);
      }
    }
    collected.faults.add(faults);
  }
  collected.faults.add(place.faults());
  collected.bounds = place.elsewhere ?? collected.bounds;
  collected.refused = collected.rows - collected.ready;
  return collected;
}

function readCode(read: AttributeReader, level: RegionKind, complain: Complain): string | null {
  const text = read.text('code');
  if (text === '') return null;
  const digits = CODE_DIGITS[level];
  const code = digits && text.length > digits && /^0+$/.test(text.slice(digits)) ? text.slice(0, digits) : text;
  if (/^\d{6,15}$/.test(code)) return code;
  complain('bad-code', `"${text}" is no code of 6 to 15 digits; the region gets a code of its own`, { value: text });
  return null;
}

/** A figure that is repeated on every part counts once; parts with figures of their own are added up. */
function joinPart(first: FileArea, part: FileArea, complain: Complain): void {
  complain('joined-parts', `Row ${first.fileRows[0]} has the same code ${first.code}; both are parts of one region`, {
    otherRow: first.fileRows[0]!,
  });
  first.fileRows.push(...part.fileRows);
  first.geometry = { type: 'MultiPolygon', coordinates: [...polygonsOf(first.geometry), ...polygonsOf(part.geometry)] };
  if (part.residents !== null && part.residents !== first.residents)
    first.residents = (first.residents ?? 0) + part.residents;
  if (part.households !== null && part.households !== first.households)
    first.households = (first.households ?? 0) + part.households;
}

export const polygonsOf = (geometry: Polygon | MultiPolygon): Position[][][] =>
  geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates;

import type { Areal, BuildFault, FabricReport } from '../../../geo/index.ts';
import { type FileFault, nameOf } from '../../formats/file-features.ts';
import { InputError } from '../command.ts';
import type { Place, Places } from '../read-places.ts';

/** Rows of a file that are areas, and what is wrong with the others. */
export interface Areas {
  readonly file: Places;
  readonly rows: readonly Place[];
  readonly polygons: readonly Areal[];
  /** of rows that could not be read, or are no areas */
  readonly faults: readonly PlacedFault[];
  /** about the file as a whole, and what is not worth a fault */
  readonly notes: readonly string[];
}

/** A fault as it is told: by rows of the file. */
export interface PlacedFault {
  readonly kind: string;
  /** degrees */
  readonly at: readonly [lng: number, lat: number] | null;
  readonly areaM2: number;
  readonly widthM: number;
  readonly rows: readonly number[];
  readonly names: readonly string[];
  /** what mending does about it: puts it right, leaves it as a hole, or cannot help */
  readonly action: BuildFault['action'];
  readonly detail?: string;
}

/** @throws InputError when the file holds no area, with what it holds and the action that takes it */
export function areasOf(file: Places): Areas {
  const rows = file.places.filter(({ geometry }) => isAreal(geometry));
  if (rows.length === 0) throw new InputError(noAreas(file));
  const told = new Set(file.faults.filter(({ severity }) => severity === 'error').map(({ row }) => row));
  const others = file.places.filter(({ row, geometry }) => geometry && !isAreal(geometry) && !told.has(row));
  return {
    file,
    rows,
    polygons: rows.map(({ geometry }) => geometry as Areal),
    faults: [
      ...file.faults.filter(({ row, severity }) => row !== null && severity === 'error').map(rowFault),
      ...others.map(({ row, properties, geometry }) =>
        rowFault({
          ...{ kind: 'not-an-area', severity: 'error', row, at: null, mendable: false, name: nameOf(properties) },
          detail: `It is a ${geometry!.type}`,
        }),
      ),
    ],
    notes: file.faults.filter(({ row, severity }) => row === null || severity === 'warning').map(noteOf),
  };
}

const isAreal = (geometry: Place['geometry']): geometry is Areal =>
  geometry?.type === 'Polygon' || geometry?.type === 'MultiPolygon';

function noAreas({ name, places, faults }: Places): string {
  if (places.length === 0) return `${name} holds no features; export it again.`;
  const kinds = [...new Set(places.flatMap(({ geometry }) => geometry?.type ?? []))];
  if (kinds.length === 0)
    return `${name} holds no areas: none of its ${places.length} rows has a geometry that can be read${faults[0] ? ` (row ${faults[0].row}: ${faults[0].detail})` : ''}.`;
  const lines = kinds.some((kind) => kind.endsWith('LineString'));
  const hint = lines ? 'fabric blocks makes areas of lines' : 'name a file of polygons';
  return `${name} holds no areas, its ${places.length} rows are ${kinds.join(' and ')}; ${hint}.`;
}

const rowFault = ({ kind, row, at, name, mendable, detail }: FileFault): PlacedFault => ({
  kind,
  at: at && [at[0]!, at[1]!],
  areaM2: 0,
  widthM: 0,
  rows: row === null ? [] : [row],
  names: name ? [name] : [],
  action: mendable ? 'mended' : 'refused',
  detail,
});

export const noteOf = ({ row, detail }: FileFault): string => (row === null ? detail : `Row ${row}: ${detail}`);

/** What the fabric says of its polygons, by rows of the file: those that the polygons were made of. */
export const placedFaults = (rows: readonly Place[], { faults }: FabricReport): PlacedFault[] =>
  faults.map(({ kind, at, areaM2, widthM, polygons, action }) => {
    const concerned = polygons.map((polygon) => rows[polygon]!);
    const names = concerned.flatMap(({ properties }) => nameOf(properties) ?? []);
    return { kind, at, areaM2, widthM, rows: concerned.map(({ row }) => row), names, action };
  });

export function countKinds(faults: readonly { kind: string }[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { kind } of faults) counts[kind] = (counts[kind] ?? 0) + 1;
  return counts;
}

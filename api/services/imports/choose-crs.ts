import { parseCrs, plainCrsName } from '../../../geo/crs/epsg.ts';
import { fromOffset, isInChina, OFFSET_CRS, type OffsetCrs } from '../../../geo/crs/offset-crs.ts';
import type { Fault, ImportReport } from '../../contract/imports.ts';
import type { Db } from '../../db/database.ts';
import { type CatalogueCrs, crsByCode, crsByPlainName } from '../../db/imports.ts';
import { ProblemError } from '../../problems.ts';
import { distanceM } from './distance.ts';
import type { LngLatBounds } from './fault-list.ts';
import { systemsInMetres } from './guess-crs.ts';
import type { DegreeRows, Look, Transform } from './look.ts';

export interface ChosenCrs {
  crs: ImportReport['crs'];
  transform: Transform;
  faults: Fault[];
}

type Bounds = [number, number, number, number];

/**
 * In which CRS a file's coordinates are: what the person chose, else what the file says, else a guess from the numbers.
 *
 * @param near    where the file should lie: numbers in metres without a name are taken for a system that puts them there, to
 *                be confirmed
 * @param chosen  EPSG:nnnn, ESRI:nnnn, GCJ-02, BD-09, PRJ; null = nothing chosen
 * @throws ProblemError 'unknown-crs' with the code, when it is not in the catalogue or cannot be used; when nothing
 *   is said and the numbers are no degrees
 */
export async function chooseCrs(
  db: Db,
  look: Pick<Look, 'crs' | 'bounds'> & Partial<Pick<Look, 'degrees'>>,
  chosen: string | null,
  near: LngLatBounds | null = null,
): Promise<ChosenCrs> {
  if (chosen) return named(db, look, chosen, 'chosen', 'chosen for this import');
  const stated = look.crs;
  if (stated?.kind === 'code') return named(db, look, stated.code, 'file', `the file names ${stated.code}`);
  if (stated?.kind === 'wkt') return fromWkt(db, stated);
  if (stated)
    throw new ProblemError(
      'unknown-crs',
      `The file names the coordinate reference system ${stated.text}, which is not known here; choose one, for example EPSG:4548 or GCJ-02`,
      { reason: 'crs-unknown', values: { name: stated.text } },
    );
  return (await inMetres(db, look, near)) ?? guessed(look.bounds, look.degrees ?? null);
}

async function named(
  db: Db,
  look: Pick<Look, 'crs'>,
  code: string,
  source: ChosenCrs['crs']['source'],
  why: string,
): Promise<ChosenCrs> {
  if ((OFFSET_CRS as readonly string[]).includes(code))
    return {
      crs: { name: code, source, why },
      transform: { kind: 'offset', from: code as OffsetCrs },
      faults: [],
    };
  if (code === 'PRJ') {
    if (look.crs?.kind !== 'wkt')
      throw new ProblemError('unknown-crs', 'The file has no .prj whose definition could be used; choose an EPSG code');
    return { crs: { name: 'PRJ', source, why }, transform: usable('The .prj', look.crs.wkt), faults: [] };
  }
  const [authority, number] = code.split(':');
  const known = await crsByCode(db, authority!, Number(number));
  if (!known)
    throw new ProblemError(
      'unknown-crs',
      `${code} is not in the catalogue of coordinate reference systems; choose another one`,
      { reason: 'crs-unknown', values: { name: code } },
    );
  return inCatalogue(known, source, why);
}

function inCatalogue(known: CatalogueCrs, source: ChosenCrs['crs']['source'], why: string): ChosenCrs {
  return {
    crs: { name: known.name, source, why },
    transform: isWgs84(known.proj4) ? { kind: 'none' } : usable(known.name, known.proj4),
    faults: datumFaults(known),
  };
}

/** Degrees on WGS84, CGCS2000 or another of its kind: nothing to do. */
const isWgs84 = (proj4: string): boolean =>
  /\+proj=longlat/.test(proj4) &&
  /\+(datum=WGS84|ellps=(GRS80|WGS84))/.test(proj4) &&
  !/towgs84=[^ ]*[1-9]/.test(proj4);

/** Old datums without parameters are taken as WGS84, which may be wrong by some hundred metres: told, not hidden. */
function datumFaults({ name, proj4 }: CatalogueCrs): Fault[] {
  if (/\+(datum=|towgs84=|nadgrids=|ellps=(GRS80|WGS84))|\+a=6378137/.test(proj4)) return [];
  return [
    wholeFile(
      'datum-unknown',
      `The catalogue has no shift from the datum of ${name} to WGS84; places can be wrong by up to some hundred metres`,
    ),
  ];
}

/** A definition that has a code is taken from the catalogue, one that has only a name is looked up by it. */
async function fromWkt(
  db: Db,
  { wkt, name, code }: { wkt: string; name: string; code: string | null },
): Promise<ChosenCrs> {
  const known = code
    ? await crsByCode(db, code.split(':')[0]!, Number(code.split(':')[1]))
    : await crsByPlainName(db, plainCrsName(name));
  if (known) return inCatalogue(known, 'file', `the .prj names ${name}`);
  return {
    crs: { name: 'PRJ', source: 'file', why: `the .prj defines ${name}` },
    transform: usable(code ?? `The .prj (${name})`, wkt),
    faults: [],
  };
}

function usable(name: string, definition: string): Transform {
  const crs = parseCrs(definition);
  if (crs.ok) return { kind: 'definition', definition };
  throw new ProblemError(
    'unknown-crs',
    `${name} cannot be used here: ${crs.reason}; transform the file to EPSG:4326 or EPSG:4490 first`,
    { reason: 'crs-unusable', values: { name } },
  );
}

/** No person imports metres into a wrong place unseen: what is guessed of them waits for their word. */
async function inMetres(
  db: Db,
  { crs, bounds, degrees }: Parameters<typeof chooseCrs>[1],
  near: LngLatBounds | null,
): Promise<ChosenCrs | null> {
  if (!bounds || !near || !degrees || degrees.usual + degrees.swapped > 0) return null;
  const middle = [(bounds[0] + bounds[2]) / 2, (bounds[1] + bounds[3]) / 2] as const;
  const [likely, ...others] = systemsInMetres(middle, near);
  if (likely === undefined) {
    if (systemsInMetres([middle[1], middle[0]], near).length === 0) return null;
    throw new ProblemError(
      'unknown-crs',
      'The coordinates look swapped: the first numbers are northings, the second eastings; export the file with the easting first',
      { reason: 'crs-swapped' },
    );
  }
  const chosen = await named(db, { crs }, likely, 'guessed', `in ${likely} its numbers lie in the county`);
  const also = others.length > 0 ? ` (or ${others.join(', ')})` : '';
  const guess = wholeFile(
    'crs-guessed',
    `The file names no coordinate reference system; in ${likely}${also} it lies in the county: look at it on the map and confirm it with --crs ${likely}`,
    { name: likely, others: others.join(' ') },
  );
  return { ...chosen, faults: [...chosen.faults, { ...guess, severity: 'error' }] };
}

const WGS84 = 'EPSG:4326';

/**
 * Degrees when most rows can be: a few that cannot are told by their row. Where the rows were not counted all have to be.
 */
function guessed(bounds: Bounds | null, rows: DegreeRows | null): ChosenCrs {
  const wgs84 = (why: string, faults: Fault[] = []): ChosenCrs => ({
    crs: { name: WGS84, source: 'guessed', why },
    transform: { kind: 'none' },
    faults,
  });
  if (bounds === null) return wgs84('the file has no coordinates');
  const [minX, minY, maxX, maxY] = bounds;
  const allDegrees = minX >= -180 && maxX <= 180 && minY >= -90 && maxY <= 90;
  const degrees = rows ? (rows.usual + rows.swapped) * 2 > rows.placed : allDegrees;
  if (!degrees && minY >= -180 && maxY <= 180 && minX >= -90 && maxX <= 90)
    throw new ProblemError(
      'unknown-crs',
      'The coordinates look swapped: the first numbers are latitudes, the second longitudes; export the file with longitude first',
      { reason: 'crs-swapped' },
    );
  if (!degrees)
    throw new ProblemError(
      'unknown-crs',
      `The file names no coordinate reference system and its numbers (x ${short(minX)} to ${short(maxX)}, y ${short(minY)} to ${short(maxY)}) are no degrees; choose the system, for example EPSG:4548`,
      { reason: 'crs-unnamed' },
    );
  const centre: [number, number] = rows?.middle ?? [(minX + maxX) / 2, (minY + maxY) / 2];
  if (!isInChina(centre)) return wgs84('degrees without a name');
  const offsetM = Math.round(distanceM(centre, fromOffset('GCJ-02', centre) as [number, number]));
  return wgs84('degrees without a name', [
    wholeFile(
      'gcj02-possible',
      `The file does not say in which system its degrees are. They are taken as WGS84; if it comes from a Chinese web map they are GCJ-02, and everything stands ${offsetM} m off: compare it with known places, or choose GCJ-02`,
      { metres: offsetM },
    ),
  ]);
}

const short = (n: number): string => String(Number(n.toPrecision(7)));

const wholeFile = (kind: string, detail: string, values?: Fault['values']): Fault => ({
  ...{ kind, severity: 'warning', row: null, at: null, detail, mendable: false },
  ...(values && { values }),
});

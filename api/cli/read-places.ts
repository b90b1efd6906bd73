import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Position } from 'geojson';
import { parseCrs } from '../../geo/crs/epsg.ts';
import { definitionOf } from '../../geo/crs/known-crs.ts';
import { fromOffset, OFFSET_CRS, type OffsetCrs } from '../../geo/crs/offset-crs.ts';
import { type CrsStatement, type FileFault, type FileFeature, UnreadableFile } from '../formats/file-features.ts';
import { openFile } from '../formats/open-file.ts';
import { InputError } from './command.ts';

/** A row of a file, in degrees (EPSG:4326). */
export type Place = FileFeature;

export interface Places {
  /** of the file, without its folder */
  readonly name: string;
  readonly places: readonly Place[];
  /** of rows (places in degrees) and of the file as a whole */
  readonly faults: readonly FileFault[];
  /** the system that its coordinates were in */
  readonly crs: string;
  readonly attribution: string;
}

/**
 * A file of any format that is read, as a whole and in degrees, without a database.
 *
 * Systems: what the .prj defines, or one of `definitionOf`, GCJ-02 or BD-09; degrees when nothing is said.
 *
 * @param crs  EPSG:nnnn, GCJ-02 or BD-09 in place of what the file says; null = as the file says
 * @throws InputError when the file is not there, cannot be read, or is in a system that cannot be worked out
 */
export async function readPlaces(path: string, crs: string | null): Promise<Places> {
  const name = basename(path);
  await checkThere(path);
  try {
    const stream = (await openFile(path))();
    const places: Place[] = [];
    const faults: FileFault[] = [];
    for (;;) {
      const next = await stream.next();
      if (next.done) {
        const { attribution } = next.value;
        const chosen = chooseCrs(name, crs, next.value.crs, places);
        const all = [...faults, ...next.value.faults];
        return { name, crs: chosen.name, attribution, ...inDegrees(places, all, chosen.toLngLat) };
      }
      places.push(next.value.feature);
      faults.push(...next.value.faults);
    }
  } catch (error) {
    if (error instanceof UnreadableFile) throw new InputError(`${name} cannot be read: ${error.message}`);
    throw error;
  }
}

/** @throws InputError where no file can be read */
export async function checkThere(path: string): Promise<void> {
  const info = await stat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') throw new InputError(`There is no file ${path}; check its name and where you stand.`);
    throw new InputError(`${path} cannot be opened (${error.code ?? error.message}); check its permissions.`);
  });
  if (info.isDirectory()) throw new InputError(`${path} is a directory; name a file in it.`);
}

type ToLngLat = ((position: Position) => Position) | null;

function chooseCrs(
  file: string,
  chosen: string | null,
  stated: CrsStatement | null,
  places: readonly Place[],
): { name: string; toLngLat: ToLngLat } {
  if (chosen !== null) return named(file, chosen);
  if (stated?.kind === 'code') return named(file, stated.code);
  if (stated?.kind === 'wkt') {
    const known = stated.code === null ? null : definitionOf(stated.code);
    return { name: stated.code ?? stated.name, toLngLat: transformOf(file, stated.name, known ?? stated.wkt) };
  }
  if (stated) throw new InputError(`${file} names the system ${stated.text}, which is not known; say it with --crs.`);
  checkDegrees(file, places);
  return { name: WGS84, toLngLat: null };
}

const WGS84 = 'EPSG:4326';

function named(file: string, code: string): { name: string; toLngLat: ToLngLat } {
  if ((OFFSET_CRS as readonly string[]).includes(code))
    return { name: code, toLngLat: (position) => fromOffset(code as OffsetCrs, position) };
  const definition = definitionOf(code);
  if (definition === null)
    throw new InputError(
      `${file}: ${code} is not known without a database; EPSG:4326, 4490, 4491–4554, 3857, UTM (326nn, 327nn), GCJ-02 and BD-09 are. Transform the file to one of them.`,
    );
  return { name: code, toLngLat: definition.startsWith('+proj=longlat') ? null : transformOf(file, code, definition) };
}

function transformOf(file: string, name: string, definition: string): (position: Position) => Position {
  const crs = parseCrs(definition);
  if (crs.ok) return crs.toLngLat;
  throw new InputError(`${file}: ${name} cannot be used (${crs.reason}); transform the file to EPSG:4326.`);
}

/** A file that names no system is taken to be in degrees, if that can be. */
function checkDegrees(file: string, places: readonly Place[]): void {
  let degrees = true;
  let swapped = true;
  for (const { geometry } of places) {
    if (!geometry) continue;
    eachPosition(geometry.coordinates, ([x, y]) => {
      degrees &&= isOnGlobe(x!, y!);
      swapped &&= isOnGlobe(y!, x!);
    });
  }
  if (degrees) return;
  throw new InputError(
    swapped
      ? `${file}: latitude seems to stand before longitude; export it with longitude first.`
      : `${file} names no coordinate reference system and its numbers are no degrees; say it with --crs, for example --crs EPSG:4548.`,
  );
}

const isOnGlobe = (lng: number, lat: number): boolean => Math.abs(lng) <= 180 && Math.abs(lat) <= 90;

type Nested = Position | Nested[];

function eachPosition(value: Nested, visit: (position: Position) => void): void {
  if (typeof value[0] === 'number') visit(value as Position);
  else for (const inner of value as Nested[]) eachPosition(inner, visit);
}

function inDegrees(
  places: readonly Place[],
  faults: readonly FileFault[],
  toLngLat: ToLngLat,
): Pick<Places, 'places' | 'faults'> {
  if (!toLngLat) return { places, faults };
  const outside: FileFault[] = [];
  const moved = (value: Nested): Nested =>
    typeof value[0] === 'number' ? toLngLat(value as Position) : (value as Nested[]).map(moved);
  const inPlace = places.map((place): Place => {
    if (!place.geometry) return place;
    const coordinates = moved(place.geometry.coordinates);
    let onGlobe = true;
    eachPosition(coordinates, ([x, y]) => {
      onGlobe &&= isOnGlobe(x!, y!);
    });
    if (onGlobe) return { ...place, geometry: { ...place.geometry, coordinates } as Place['geometry'] };
    const detail = 'Its coordinates are not longitude and latitude in this coordinate reference system';
    const { row } = place;
    outside.push({ kind: 'outside-the-globe', severity: 'error', row, at: null, detail, mendable: false });
    return { ...place, geometry: null };
  });
  const told = faults.map((fault) => ({ ...fault, at: fault.at && toLngLat(fault.at) }));
  return { places: inPlace, faults: [...told, ...outside] };
}

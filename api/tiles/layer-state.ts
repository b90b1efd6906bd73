import type { Layer } from '../contract/words.ts';
import type { Database } from '../db/database.ts';
import { type DivisionHead, listDivisions } from '../db/divisions.ts';
import { readLayerChanges } from '../db/layers.ts';
import { BUFFER, EXTENT, TILE_LAYERS } from './layers.ts';

/** Zoom of the squares that the change counters count by, and how many there are along a side. */
export const SQUARE_ZOOM = 12;
const SIDE = 2 ** SQUARE_ZOOM;
/** key of the counter that stands for every square */
export const EVERYWHERE = -1;

export const squareKey = (x: number, y: number): number => (x < 0 ? EVERYWHERE : x * SIDE + y);
export const squareOf = (key: number): { x: number; y: number } => ({ x: Math.floor(key / SIDE), y: key % SIDE });

/** Versions of a layer by square. Never changed in place, so two readings can be compared. */
export type SquareVersions = ReadonlyMap<number, number>;

/** What is known of a county without asking the database. */
export interface CountyState {
  divisions: readonly DivisionHead[];
  versions: ReadonlyMap<string, SquareVersions>;
}

const NO_SQUARES: SquareVersions = new Map();

export const squaresOf = (state: CountyState, layer: Layer): SquareVersions => state.versions.get(layer) ?? NO_SQUARES;

/** The division in force on a date (yyyy-mm-dd). */
export const divisionOn = (state: CountyState, date: string): DivisionHead | null =>
  state.divisions.find(({ validFrom, validTo }) => validFrom <= date && (validTo === null || date < validTo)) ?? null;

/**
 * A number that grows with every change of the layers in the tile or its buffer: the sum of the counters of its z12
 * squares. A sum and not the greatest, since of two changes the later number may be committed first.
 */
export function tileVersion(state: CountyState, layers: readonly Layer[], z: number, x: number, y: number): number {
  let version = 0;
  for (const layer of layers) {
    const squares = squaresOf(state, layer);
    version += squares.get(EVERYWHERE) ?? 0;
    if (z >= SQUARE_ZOOM) {
      const steps = z - SQUARE_ZOOM;
      version += squares.get(squareKey(x >> steps, y >> steps)) ?? 0;
    } else {
      version += sumWithin(squares, z, x, y);
    }
  }
  return version;
}

function sumWithin(squares: SquareVersions, z: number, x: number, y: number): number {
  const side = 2 ** (SQUARE_ZOOM - z);
  const margin = Math.ceil((side * BUFFER) / EXTENT);
  let sum = 0;
  for (const [key, version] of squares) {
    if (key === EVERYWHERE) continue;
    const square = squareOf(key);
    const inX = square.x >= x * side - margin && square.x < (x + 1) * side + margin;
    if (inX && square.y >= y * side - margin && square.y < (y + 1) * side + margin) sum += version;
  }
  return sum;
}

/** The division belongs to what the layers show. */
export const dependsOnDivision = (layers: readonly Layer[]): boolean =>
  layers.some((layer) => TILE_LAYERS[layer].ofDivision);

export interface LayerStates {
  /** The county's counters and divisions: from memory, or read now when they are new or have changed. */
  of(county: string): Promise<CountyState>;
  close(): Promise<void>;
}

/** Keeps counters and divisions in memory; a notification on the channel `layer` makes a county be read again. */
export async function openLayerStates(database: Database): Promise<LayerStates> {
  const states = new Map<string, Promise<CountyState>>();
  const stop = await database.listen('layer', (county) => {
    if (county === '') states.clear();
    else states.delete(county);
  });

  async function read(county: string): Promise<CountyState> {
    const db = database.as({ county, role: 'viewer' });
    // divisions first: a division that appears in between has bumped its counter, and another notification follows
    const divisions = await listDivisions(db, county);
    const versions = new Map<string, Map<number, number>>();
    for (const { layer, x, y, version } of await readLayerChanges(db, county)) {
      const squares = versions.get(layer) ?? new Map<number, number>();
      versions.set(layer, squares.set(squareKey(x, y), version));
    }
    return { divisions, versions };
  }

  return {
    of(county) {
      const known = states.get(county);
      if (known) return known;
      const reading = read(county);
      states.set(county, reading);
      reading.catch(() => {
        if (states.get(county) === reading) states.delete(county);
      });
      return reading;
    },
    close: stop,
  };
}

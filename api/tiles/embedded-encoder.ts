import type { Layer } from '../contract/words.ts';
import type { Database } from '../db/database.ts';
import { type LayerRow, readLayerRows } from '../db/layers.ts';
import type { TileEncoder, TileRequest } from './encoder.ts';
import { type IndexThread, startIndexThread } from './index-thread.ts';
import type { Box } from './layer-index.ts';
import { EVERYWHERE, SQUARE_ZOOM, type SquareVersions, squareOf, squaresOf } from './layer-state.ts';
import { TILE_LAYERS } from './layers.ts';

/** Rows of one statement: the embedded database serves one caller at a time, so none may hold it long. */
const PAGE = 2_000;
/** A layer up to this size is read anew after a change; of a larger one only the changed squares. */
const SMALL_LAYER = 2_000;
/** Features that the thread keeps; what was used longest ago goes first. */
const MOST_FEATURES = 1_000_000;

/** What the thread holds of one layer of one county (and division). */
interface Held {
  features: number;
  /** the counters it is as new as */
  squares: SquareVersions | null;
  /** requests that are about to cut a tile from it; it is not dropped before they have */
  users: number;
  /** requests for one index wait for each other */
  turn: Promise<unknown>;
}

/**
 * Tiles for the store that has no ST_AsMVT: one updatable geojson-vt index per county and layer in a thread of its own,
 * read page by page from the owner's functions on first use, and brought up to date square by square after a change.
 */
export function createEmbeddedEncoder(database: Database, mostFeatures = MOST_FEATURES): TileEncoder {
  let thread = startIndexThread();
  let held = new Map<string, Held>();

  /** A thread that died takes its indexes with it; the next request builds them again. */
  function runningThread(): IndexThread {
    if (thread.ended) {
      held = new Map();
      thread = startIndexThread();
    }
    return thread;
  }

  async function update(
    thread: IndexThread,
    index: string,
    entry: Held,
    layer: Layer,
    request: TileRequest,
  ): Promise<void> {
    const squares = squaresOf(request.state, layer);
    const changed = entry.squares === null ? 'all' : changedSince(entry.squares, squares);
    if (changed === null) return;
    const within = changed === 'all' || entry.features <= SMALL_LAYER ? null : boxAround(changed);
    const division = TILE_LAYERS[layer].ofDivision ? request.division : null;
    const db = database.as({ county: request.county, role: 'viewer' });
    for (let page: LayerRow[] | null = null; page === null || page.length === PAGE; ) {
      const rows = await readLayerRows(db, layer, division, within, page?.at(-1)?.id ?? 0, PAGE);
      await thread.ask({ op: 'stage', index, rows, first: page === null });
      page = rows;
    }
    entry.features = (await thread.ask({ op: 'replace', index, within })) as number;
    entry.squares = newest(entry.squares, squares);
  }

  /** Brings the index of a layer up to the request's counters. */
  async function prepare(thread: IndexThread, index: string, layer: Layer, request: TileRequest): Promise<void> {
    const entry = held.get(index)!;
    const turn = entry.turn.then(() => update(thread, index, entry, layer, request));
    entry.turn = turn.catch(() => forget(index, entry));
    await turn;
  }

  /** A failed index is not used again, but not another one that has come in its place. */
  function forget(index: string, entry: Held): void {
    if (held.get(index) === entry) held.delete(index);
  }

  /** Takes the indexes for one request; the function given back lets them go. */
  function take(indexes: readonly string[]): () => void {
    const taken = indexes.map((index) => {
      const entry = held.get(index) ?? { features: 0, squares: null, users: 0, turn: Promise.resolve() };
      entry.users += 1;
      held.delete(index); // to the end: used last
      held.set(index, entry);
      return entry;
    });
    return () => {
      for (const entry of taken) entry.users -= 1;
    };
  }

  async function forgetOldest(thread: IndexThread): Promise<void> {
    let features = 0;
    for (const entry of held.values()) features += entry.features;
    for (const [index, entry] of held) {
      if (features <= mostFeatures) return;
      if (entry.users > 0) continue;
      features -= entry.features;
      held.delete(index);
      await thread.ask({ op: 'drop', index });
    }
  }

  return {
    async encode(request) {
      const thread = runningThread();
      const layers = request.layers.map((layer) => ({ name: layer, index: indexName(layer, request) }));
      const letGo = take(layers.map(({ index }) => index));
      try {
        await Promise.all(layers.map(({ name, index }) => prepare(thread, index, name, request)));
        await forgetOldest(thread);
        return await thread.tile({ layers, z: request.z, x: request.x, y: request.y });
      } finally {
        letGo();
      }
    },
    close: async () => {
      await thread.close();
    },
  };
}

const indexName = (layer: Layer, { county, division }: TileRequest): string =>
  `${county}/${layer}${TILE_LAYERS[layer].ofDivision ? `/${division ?? 'none'}` : ''}`;

/** Squares whose counter has grown; null when none has, 'all' when the change had no place. */
function changedSince(known: SquareVersions, now: SquareVersions): number[] | 'all' | null {
  if (known === now) return null;
  const changed = [...now].filter(([key, version]) => version > (known.get(key) ?? 0)).map(([key]) => key);
  if (changed.length === 0) return null;
  return changed.includes(EVERYWHERE) ? 'all' : changed;
}

function newest(a: SquareVersions | null, b: SquareVersions): SquareVersions {
  if (a === null) return b;
  const merged = new Map(a);
  for (const [key, version] of b) merged.set(key, Math.max(version, merged.get(key) ?? 0));
  return merged;
}

/** The box of lon/lat round some z12 squares. */
function boxAround(squares: readonly number[]): Box {
  const places = squares.map(squareOf);
  const side = 2 ** SQUARE_ZOOM;
  const lng = (x: number): number => (x / side) * 360 - 180;
  const lat = (y: number): number => (Math.atan(Math.sinh(Math.PI * (1 - (2 * y) / side))) * 180) / Math.PI;
  const xs = places.map(({ x }) => x);
  const ys = places.map(({ y }) => y);
  return [lng(Math.min(...xs)), lat(Math.max(...ys) + 1), lng(Math.max(...xs) + 1), lat(Math.min(...ys))];
}

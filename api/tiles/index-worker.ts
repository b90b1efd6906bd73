import { parentPort } from 'node:worker_threads';
import type { GeoJSONVTTile } from '@maplibre/geojson-vt';
import { fromGeojsonVt } from '@maplibre/vt-pbf';
import type { LayerRow } from '../db/layers.ts';
import type { FromIndexThread, IndexAnswer, IndexAsk, ToIndexThread } from './index-protocol.ts';
import { createLayerIndex, type IndexedFeature, type LayerIndex } from './layer-index.ts';
import { EXTENT } from './layers.ts';

/** The thread that holds the tile indexes of the embedded store and cuts tiles, off the server's event loop. */
const indexes = new Map<string, LayerIndex>();
const staged = new Map<string, IndexedFeature[]>();

const toFeature = ({ geometry, ...row }: LayerRow): IndexedFeature => ({ ...row, geometry: JSON.parse(geometry) });

function answer(ask: IndexAsk): IndexAnswer {
  switch (ask.op) {
    case 'stage': {
      const rows = (!ask.first && staged.get(ask.index)) || [];
      for (const row of ask.rows) rows.push(toFeature(row));
      staged.set(ask.index, rows);
      return rows.length;
    }
    case 'replace': {
      const index = indexes.get(ask.index) ?? createLayerIndex();
      const rows = staged.get(ask.index) ?? [];
      staged.delete(ask.index);
      indexes.set(ask.index, index);
      if (ask.within) index.replaceWithin(ask.within, rows);
      else index.replace(rows);
      return index.size;
    }
    case 'drop':
      staged.delete(ask.index);
      indexes.delete(ask.index);
      return 0;
    case 'tile':
      return encodeTile(ask);
  }
}

/** Layers without a feature in the tile are left out, as ST_AsMVT does. */
function encodeTile({ layers, z, x, y }: Extract<IndexAsk, { op: 'tile' }>): Uint8Array {
  const filled: Record<string, GeoJSONVTTile> = {};
  for (const { name, index } of layers) {
    const features = indexes.get(index)?.tile(z, x, y) ?? [];
    if (features.length > 0) filled[name] = { features } as GeoJSONVTTile;
  }
  return fromGeojsonVt(filled, { version: 2, extent: EXTENT }).slice();
}

parentPort?.on('message', ({ id, ...ask }: ToIndexThread) => {
  let message: FromIndexThread;
  try {
    message = { id, answer: answer(ask as IndexAsk) };
  } catch (error) {
    message = { id, error: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
  parentPort?.postMessage(message);
});

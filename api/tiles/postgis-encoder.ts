import type { Database } from '../db/database.ts';
import { readTile } from '../db/layers.ts';
import type { TileEncoder } from './encoder.ts';

/** Tiles by ST_AsMVT, several layers in one statement. */
export const createPostgisEncoder = (database: Database): TileEncoder => ({
  encode: ({ county, layers, z, x, y, division }) =>
    readTile(database.as({ county, role: 'viewer' }), layers, z, x, y, division),
  close: async () => {},
});

import { PARTING_CLASSES, type PartingTable } from '../../db/region-areas.ts';
import type { BlocksInput } from './build-blocks.ts';
import type { CollectedThing } from './collect-things.ts';

type Lines = BlocksInput['lines'];

/** Lines, or the table for which an import has collected them. */
export type PartingLines = Lines | PartingTable;

/** The same choice as for lines that are in the database: see `readPartingLines`. */
export const partingLines = (things: readonly CollectedThing[], table: PartingTable): Lines =>
  things.flatMap((thing): Lines => {
    if (thing.table !== table) return [];
    if (thing.table === 'road') {
      const tunnel = thing.row.tags?.tunnel ?? 'no';
      return PARTING_CLASSES.includes(thing.row.class) && (tunnel === 'no' || tunnel === 'false')
        ? [thing.row.geom]
        : [];
    }
    if (thing.table === 'water') return thing.row.kind === 'stream' ? [] : [thing.row.geom];
    return thing.table === 'railway' || thing.table === 'compound' ? [thing.row.geom] : [];
  });

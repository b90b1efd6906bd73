import type { Command } from './command.ts';

interface Entry {
  summary: string;
  /** never handed over to a running server: it works on files alone, or must not meet one */
  alone?: true;
  load: () => Promise<{ command: Command }>;
}

/** Every command by name, loaded when called, so that the list itself is quick. `serve` stands apart, in main.ts. */
export const COMMANDS: Readonly<Record<string, Entry>> = {
  backup: {
    summary: 'write the whole store, photographs and secrets included, into one file',
    load: () => import('./backup.ts'),
  },
  check: {
    summary: 'recompute the figures of the demo counties from the database and compare',
    load: () => import('./check.ts'),
  },
  divide: {
    summary: 'score plans of divided units, propose new ones, count all there are, from polygon files or graphs',
    alone: true,
    load: () => import('./divide.ts'),
  },
  doctor: {
    summary: 'look for what is wrong with the store and tell what to do; exit code 1 when something is',
    load: () => import('./doctor.ts'),
  },
  export: {
    summary: 'write a layer as GeoJSON, Shapefile, GeoPackage, FlatGeobuf, KML, CSV or XLSX, in any coordinate system',
    load: () => import('./export.ts'),
  },
  fabric: {
    summary: 'check and mend polygon files, dissolve them by a field, make blocks of lines; needs no database',
    alone: true,
    load: () => import('./fabric.ts'),
  },
  import: {
    summary:
      'load GeoJSON, Shapefile (zipped), GeoPackage, FlatGeobuf, KML, CSV or XLSX into a county; an unknown county is created',
    load: () => import('./import.ts'),
  },
  restore: {
    summary: 'make a store of a backup, on the embedded database or on PostgreSQL; --check only looks at the file',
    alone: true,
    load: () => import('./restore.ts'),
  },
  seed: {
    summary: 'load a demo county; --scale 20 makes one twenty times as large',
    load: () => import('./seed.ts'),
  },
  thing: {
    summary: 'add, change, retire and restore single things; their history; undo',
    load: () => import('./thing.ts'),
  },
  upgrade: {
    summary: 'bring a store of an older version up to this one: backup, then the changes, then doctor',
    load: () => import('./upgrade.ts'),
  },
  user: {
    summary:
      'make accounts, give them roles and take them back, change passwords, sign them out, disable them, list them',
    load: () => import('./user.ts'),
  },
};

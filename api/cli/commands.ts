import type { Command } from './command.ts';

interface Entry {
  summary: string;
  load: () => Promise<{ command: Command }>;
}

/** Every command by name, loaded when called, so that the list itself is quick. `serve` stands apart, in main.ts. */
export const COMMANDS: Readonly<Record<string, Entry>> = {
  import: {
    summary: 'load GeoJSON (also .gz) or a zipped Shapefile into a county; an unknown county is created',
    load: () => import('./import.ts'),
  },
  user: {
    summary: 'make accounts, give them roles, change passwords, disable them, list them',
    load: () => import('./user.ts'),
  },
};

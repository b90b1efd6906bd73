import type { ScopedDatabase } from '../api/db/database.ts';
import { loadThings } from '../api/services/load-things.ts';
import type { Town } from './town/town.ts';

/** Ids of what other records refer to, by index in the town. */
export interface TownIds {
  compounds: number[];
  buildings: number[];
}

/** Everything of a town that its generator made. */
export async function loadTown(db: ScopedDatabase, town: Town, onProgress: (share: number) => void): Promise<TownIds> {
  const compounds = await loadThings(
    db,
    'compound',
    town.compounds.map((compound) => ({ ...compound, geom: compound.geometry })),
  );
  const buildings = await loadThings(
    db,
    'building',
    town.buildings.map((building) => ({
      ...building,
      geom: building.geometry,
      compound: building.compound === null ? null : compounds[building.compound]!,
    })),
    (share) => onProgress(0.8 * share),
  );
  await loadThings(
    db,
    'road',
    town.roads.map((road) => ({ ...road, geom: road.geometry })),
  );
  await loadThings(
    db,
    'railway',
    town.railways.map(({ name, geometry }) => ({ name, geom: geometry })),
  );
  await loadThings(
    db,
    'water',
    town.water.map(({ name, kind, geometry }) => ({ name, kind, geom: geometry })),
  );
  await loadThings(
    db,
    'landuse',
    town.landuse.map(({ name, kind, geometry }) => ({ name, kind, geom: geometry })),
  );
  onProgress(1);
  return { compounds, buildings };
}

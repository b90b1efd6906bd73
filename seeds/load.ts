import { readCountyKind, setCountyBounds, upsertCounty } from '../api/db/county-register.ts';
import type { Database, ScopedDatabase } from '../api/db/database.ts';
import { listDivisions } from '../api/db/divisions.ts';
import { upsertPublishedFigures } from '../api/db/published-figures.ts';
import { stoppable } from '../api/db/stoppable.ts';
import { copyThings } from '../api/db/things.ts';
import { clearCounty } from '../api/services/clear-county.ts';
import { type InstalledDivision, stageDivision, switchStagedDivision } from '../api/services/install-division.ts';
import { reserveThingIds } from '../api/services/load-things.ts';
import { locateThings } from '../api/services/locate-things.ts';
import { recount } from '../api/services/recount.ts';
import { type DemoCounty, demoCounty } from './demo-counties.ts';
import { loadFurnishing } from './load-furnishing.ts';
import { loadTown } from './load-town.ts';
import { prepareApart } from './prepare-apart.ts';
import { groundOf, type PreparedCounty } from './prepare-county.ts';
import { tallyRows } from './tally-rows.ts';

export interface LoadProgress {
  county: string;
  name: string;
  step: string;
  /** of the county, 0 … 1 */
  share: number;
}

export interface LoadOptions {
  /** area, buildings and people as a multiple of the county's own; default 1 */
  scale?: number;
  /** another town for the same county */
  seed?: number;
  onProgress?: (progress: LoadProgress) => void;
  /** stops the load before its next statement; what is half loaded then, the next load clears */
  signal?: AbortSignal;
}

/**
 * Loads one demo county, or waits for who is loading it now. Nobody sees its divisions before the last step; what a killed start left half loaded is
 * cleared and loaded anew.
 *
 * @returns false when the county has a division already, whoever made it: then nothing is changed
 * @throws RangeError for a code that is no demo county's, a county with data of its own, a scale that is too small;
 *   the signal's reason
 */
export async function loadCounty(database: Database, code: string, options: LoadOptions = {}): Promise<boolean> {
  const county = demoCounty(code);
  const { signal } = options;
  const say = (step: string, share: number): void =>
    options.onProgress?.({ county: code, name: county.name, step, share });
  return database.alone(`demo ${code}`, () => load(database, county, say, options), {
    ...(signal && { signal }),
    onWait: () => say('waiting for another load of it', 0),
  });
}

async function load(
  database: Database,
  county: DemoCounty,
  say: (step: string, share: number) => void,
  options: LoadOptions,
): Promise<boolean> {
  const { code } = county;
  const db = stoppable(database.as({ county: code, role: 'admin' }), options.signal);
  if ((await listDivisions(db, code)).length > 0) return false;

  say('generating the town', 0);
  const registered = await readCountyKind(db, code);
  if (registered === 'own')
    throw new RangeError(`County ${code} is there already with data of its own; the demo is not loaded over them`);
  const prepared = await prepareApart(
    { code, scale: options.scale ?? 1, seed: options.seed?.toString() },
    options.signal,
  );
  if (registered) await clearCounty(db);
  const { data, figures } = county;
  await upsertCounty(db, { ...data, demo: true });
  const staged = await stageAll(db, prepared, (share) => say('dividing it', 0.15 + 0.2 * share));
  const last = staged.at(-1)!;

  say('building it', 0.35);
  const townIds = await loadTown(db, prepared.divided.town, (share) => say('building it', 0.35 + 0.4 * share));
  say('furnishing it', 0.75);
  await loadFurnishing(db, county.furnish(groundOf(county, prepared, last.codes)), townIds, last.regionIds);
  say('counting', 0.8);
  await locateThings(db, { fabric: last.fabric, seq: last.seq, graph: prepared.divided.fabric });
  for (const { division } of staged) await recount(db, division);
  await upsertPublishedFigures(db, code, figures.published);

  const tallies = tallyRows(figures, prepared.divided, last.fabric);
  const ids = await reserveThingIds(db, 'tally', tallies.length);
  await db.transaction(async (tx) => {
    await copyThings(
      tx,
      code,
      'tally',
      tallies.map((row, i) => ({ ...row, id: ids[i]! })),
    );
    for (const [i, each] of staged.entries())
      await switchStagedDivision(tx, code, each, prepared.divisions[i]!.validFrom);
    await setCountyBounds(tx, code, last.division);
  });
  say('ready', 1);
  return true;
}

/** The divisions of a county stand on one fabric. */
async function stageAll(
  db: ScopedDatabase,
  { divisions }: PreparedCounty,
  onProgress: (share: number) => void,
): Promise<InstalledDivision[]> {
  const staged: InstalledDivision[] = [];
  for (const [i, division] of divisions.entries())
    staged.push(
      await stageDivision(db, { ...division, storedFabric: staged[0]?.fabric }, (share) =>
        onProgress((i + share) / divisions.length),
      ),
    );
  return staged;
}

import { DEMO_COUNTIES } from '../../seeds/demo-counties.ts';
import type { Health } from '../contract/health.ts';
import { hasOwnCounty, readCountyKind } from '../db/county-register.ts';
import { listDivisions } from '../db/divisions.ts';
import type { OpenedDatabase } from '../db/open.ts';

export interface DemoOptions {
  database: OpenedDatabase;
  /** what is being loaded now, for the health route; kept up to date here */
  loading: Health['loading'];
  say: (line: string) => void;
  /** stops the load; the next start clears what is half loaded and loads it anew */
  signal: AbortSignal;
}

/** The demo county to show first, if there is any. */
export const firstCounty = async (database: OpenedDatabase): Promise<string | null> =>
  (await loadedCounties(database))[0] ?? null;

/**
 * Loads the demo counties into a database that holds none but demo counties: the default one before this resolves when
 * there is none at all, the others behind it. What an earlier start did not finish is finished; a county of one's own
 * means: no demo.
 *
 * @returns the county to show first, if there is any, and `loadOthers`, which does not reject: a failure is said
 */
export async function loadDemo(options: DemoOptions): Promise<{ first: string | null; loadOthers(): Promise<void> }> {
  const loaded = await loadedCounties(options.database);
  const shown = loaded[0] ?? null;
  if (await hasOwnCounty(options.database)) return { first: shown, loadOthers: async () => {} };
  const missing = DEMO_COUNTIES.filter(({ code }) => !loaded.includes(code));
  if (shown) return { first: shown, loadOthers: () => loadBehind(options, missing) };

  const [first, ...others] = DEMO_COUNTIES;
  options.loading.push(...[first!, ...others].map(toLoad));
  await loadOne(options, first!);
  return { first: first!.code, loadOthers: () => loadBehind(options, others) };
}

interface Named {
  code: string;
  name: string;
}

const toLoad = ({ code, name }: Named) => ({ county: code, name, progress: 0 });

/** The demo counties that are complete: they have a division in force or to come. */
async function loadedCounties(database: OpenedDatabase): Promise<string[]> {
  const loaded: string[] = [];
  for (const { code } of DEMO_COUNTIES) {
    const db = database.as({ county: code, role: 'viewer' });
    if ((await readCountyKind(db, code)) === 'demo' && (await listDivisions(db, code)).length > 0) loaded.push(code);
  }
  return loaded;
}

async function loadBehind(options: DemoOptions, missing: readonly Named[]): Promise<void> {
  const { loading, signal, say } = options;
  let at: Named | undefined;
  try {
    loading.splice(0, loading.length, ...missing.map(toLoad));
    for (at of missing) {
      if (signal.aborted) return;
      await loadOne(options, at);
    }
  } catch (error) {
    loading.length = 0;
    if (signal.aborted) return; // the next start clears what is half loaded
    const reason = error instanceof Error ? error.message : String(error);
    say(
      `${at?.name ?? 'The demo'} could not be loaded (${reason}); what is missing is left out, the next start tries again`,
    );
  }
}

async function loadOne({ database, loading, say, signal }: DemoOptions, { code, name }: Named): Promise<void> {
  const { loadCounty } = await import('../../seeds/load.ts');
  const started = performance.now();
  let said = '';
  await loadCounty(database, code, {
    signal,
    onProgress: ({ step, share }) => {
      const entry = loading.find(({ county }) => county === code);
      if (entry) entry.progress = share;
      const line = `${name}: ${step}`;
      if (line !== said && share < 1) say(line);
      said = line;
    },
  });
  const at = loading.findIndex(({ county }) => county === code);
  if (at >= 0) loading.splice(at, 1);
  say(`${name} is there (${((performance.now() - started) / 1000).toFixed(1)} s)`);
}

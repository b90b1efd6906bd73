import type { Health } from '../contract/health.ts';
import type { OpenedDatabase } from '../db/open.ts';

export interface DemoOptions {
  database: OpenedDatabase;
  /** what is being loaded now, for the health route; kept up to date here */
  loading: Health['loading'];
  say: (line: string) => void;
  /** stops the load; the next start clears what is half loaded and loads it anew */
  signal: AbortSignal;
}

/**
 * Loads the demo counties into a database that holds none but demo counties: the default one before this resolves when
 * there is none at all, the others behind it. What an earlier start did not finish is finished; a county of one's own
 * means: no demo.
 *
 * @returns the county to show first, if there is any, and `loadOthers`, which does not reject: a failure is said
 */
export async function loadDemo(options: DemoOptions): Promise<{ first: string | null; loadOthers(): Promise<void> }> {
  const present = await presentCounties(options.database);
  const shown = present.loaded[0] ?? null;
  if (present.own) return { first: shown, loadOthers: async () => {} };
  if (shown) return { first: shown, loadOthers: () => loadBehind(options, missingCounties(present.loaded)) };

  const [first, ...others] = await missingCounties([]);
  options.loading.push(...[first!, ...others].map(toLoad));
  await loadOne(options, first!);
  return { first: first!.code, loadOthers: () => loadBehind(options, Promise.resolve(others)) };
}

interface Named {
  code: string;
  name: string;
}

const toLoad = ({ code, name }: Named) => ({ county: code, name, progress: 0 });

async function missingCounties(loaded: readonly string[]): Promise<Named[]> {
  const { DEMO_COUNTIES } = await import('../../seeds/demo-counties.ts');
  return DEMO_COUNTIES.filter(({ code }) => !loaded.includes(code));
}

/** Counties that are not demo ones, and the demo ones that are complete: they have a division in force. */
async function presentCounties(database: OpenedDatabase): Promise<{ own: boolean; loaded: string[] }> {
  const { rows } = await database.owner.pool('tongxin').query<{ code: string; demo: boolean; complete: boolean }>(`
    select code, demo, exists (select from division d where d.county = c.code and d.valid is not null) as complete
      from county c order by demo desc, code`);
  return {
    own: rows.some(({ demo }) => !demo),
    loaded: rows.filter(({ complete }) => complete).map(({ code }) => code),
  };
}

async function loadBehind(options: DemoOptions, missing: Promise<Named[]>): Promise<void> {
  const { loading, signal, say } = options;
  let at: Named | undefined;
  try {
    const counties = await missing;
    loading.splice(0, loading.length, ...counties.map(toLoad));
    for (at of counties) {
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

import type { Health } from '../contract/health.ts';
import type { OpenedDatabase } from '../db/open.ts';

export interface DemoOptions {
  database: OpenedDatabase;
  /** what is being loaded now, for the health route; kept up to date here */
  loading: Health['loading'];
  say: (line: string) => void;
  /** ends after the county at hand */
  signal: AbortSignal;
}

/**
 * Loads the demo counties into a database that holds none but demo counties: the default one before this resolves, the
 * others behind it. What an earlier start did not finish is finished; a county of one's own means: no demo.
 *
 * @returns a promise of the others; it does not reject, a failure is said
 */
export async function loadDemo(options: DemoOptions): Promise<{ others: Promise<void> }> {
  const { DEMO_COUNTIES } = await import('../../seeds/demo-counties.ts');
  const present = await presentCounties(options.database);
  const missing = DEMO_COUNTIES.filter(({ code }) => !present.loaded.includes(code));
  if (present.own || missing.length === 0) return { others: Promise.resolve() };

  options.loading.push(...missing.map(({ code, name }) => ({ county: code, name, progress: 0 })));
  const [first, ...others] = missing;
  const isDefault = first?.code === DEMO_COUNTIES[0]?.code;
  if (isDefault) await loadOne(options, first!.code, first!.name);
  return { others: loadBehind(options, isDefault ? others : missing) };
}

/** Counties that are not demo ones, and the demo ones that are complete: they have a division in force. */
async function presentCounties(database: OpenedDatabase): Promise<{ own: boolean; loaded: string[] }> {
  const { rows } = await database.owner.pool('tongxin').query<{ code: string; demo: boolean; complete: boolean }>(`
    select code, demo, exists (select from division d where d.county = c.code and d.valid is not null) as complete
      from county c`);
  return {
    own: rows.some(({ demo }) => !demo),
    loaded: rows.filter(({ complete }) => complete).map(({ code }) => code),
  };
}

async function loadBehind(options: DemoOptions, counties: readonly { code: string; name: string }[]): Promise<void> {
  for (const { code, name } of counties) {
    if (options.signal.aborted) return;
    try {
      await loadOne(options, code, name);
    } catch (error) {
      options.loading.length = 0;
      if (options.signal.aborted) return; // the next start clears what is half loaded
      const reason = error instanceof Error ? error.message : String(error);
      options.say(`${name} could not be loaded (${reason}); the others are left out, the next start tries again`);
      return;
    }
  }
}

async function loadOne({ database, loading, say }: DemoOptions, code: string, name: string): Promise<void> {
  const { loadCounty } = await import('../../seeds/load.ts');
  const started = performance.now();
  let said = '';
  await loadCounty(database, code, {
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

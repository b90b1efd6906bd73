import { checkFigures, FIGURES } from '../../seeds/figures/check-figures.ts';
import type { FigureResult } from '../../seeds/figures/figure.ts';
import { type Command, UsageError } from './command.ts';
import { parseWords } from './parse-words.ts';

const FAILED = 1;

/** `tongxin check figures`: every figure of the sources, recomputed from the database. */
export const command: Command = {
  name: 'check',
  usage: 'figures [--county CODE]... [--json]',
  summary: 'recompute the figures of the demo counties from the database and compare',
  run: async (argv, io, open) => {
    const { counties, json } = readArguments(argv);
    const results = await checkFigures(await open(), counties);
    if (json) io.out(JSON.stringify(results, null, 2));
    else for (const line of table(results)) io.out(line);
    return results.some(({ status }) => status === 'fail') ? FAILED : 0;
  },
};

function readArguments(argv: string[]): { counties: string[]; json: boolean } {
  const known = [...new Set(FIGURES.map(({ county }) => county))];
  const parsed = parseWords(argv, { county: { type: 'string', multiple: true }, json: { type: 'boolean' } });
  if (parsed.positionals.join(' ') !== 'figures') throw new UsageError('check knows one thing to check: figures.');
  const counties = parsed.values.county ?? known;
  const unknown = counties.find((county) => !known.includes(county));
  if (unknown !== undefined)
    throw new UsageError(`No figure speaks of county ${unknown}; the counties are ${known.join(', ')}.`);
  return { counties, json: parsed.values.json ?? false };
}

function table(results: readonly FigureResult[]): string[] {
  const ordered = results.toSorted((a, b) => a.row - b.row || a.county.localeCompare(b.county));
  const lines = ordered.map(({ row, county, status, name, expected, found }) =>
    [String(row).padStart(3), county, status.padEnd(9), name, `expected ${expected || '–'}`, `found ${found}`].join(
      '  ',
    ),
  );
  const count = (status: string): number => results.filter((result) => result.status === status).length;
  const sums = ['pass', 'fail', 'parameter', 'text'].map((status) => `${count(status)} ${status}`);
  return [...lines, '', sums.join(', ')];
}

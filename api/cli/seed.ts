import { DEMO_COUNTIES } from '../../seeds/demo-counties.ts';
import { loadCounty } from '../../seeds/load.ts';
import { type Command, InputError, UsageError } from './command.ts';
import { parseWords } from './parse-words.ts';

const LARGEST_SCALE = 100;

/** `tongxin seed CODE`: loads one demo county, at a size of choice. */
export const command: Command = {
  name: 'seed',
  usage: 'CODE [--scale N] [--seed S]',
  summary: 'load a demo county; --scale 20 makes one twenty times as large',
  run: async (argv, io, open) => {
    const { code, scale, seed } = readArguments(argv);
    const asked = { ...(scale !== undefined && { scale }), ...(seed !== undefined && { seed }) };
    const started = performance.now();
    let said = '';
    const loading = loadCounty(await open(), code, {
      ...asked,
      signal: io.signal,
      onProgress: ({ step, share }) => {
        const line = `${step} ${Math.round(share * 100)} %`;
        if (line !== said && (share === 1 || step !== said.replace(/ \d+ %$/, ''))) io.err(line);
        said = line;
      },
    });
    const loaded = await loading.catch((error: unknown) => {
      throw error instanceof RangeError ? new UsageError(error.message) : error;
    });
    if (!loaded && Object.keys(asked).length > 0) throw new InputError(isThere(code, Object.keys(asked)));
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    io.out(loaded ? `County ${code} is loaded (${seconds} s).` : `County ${code} was loaded before; nothing to do.`);
    return 0;
  },
};

const isThere = (code: string, asked: readonly string[]): string =>
  `County ${code} is there already and stays as it is; ${asked.map((name) => `--${name}`).join(' and ')} can be given for a county that is not: set DATA_DIR to an empty directory, or DATABASE_URL to an empty database.`;

function readArguments(argv: string[]): { code: string; scale: number | undefined; seed: number | undefined } {
  const parsed = parseWords(argv, { scale: { type: 'string' }, seed: { type: 'string' } });
  const [code, ...more] = parsed.positionals;
  const codes = DEMO_COUNTIES.map((county) => county.code);
  if (code === undefined || more.length > 0) throw new UsageError(`Name one county: ${codes.join(', ')}.`);
  if (!codes.includes(code)) throw new UsageError(`There is no demo county ${code}; there are ${codes.join(', ')}.`);
  const scale = parsed.values.scale === undefined ? undefined : Number(parsed.values.scale);
  if (scale !== undefined && !(scale > 0 && scale <= LARGEST_SCALE))
    throw new UsageError(`--scale takes a number above 0 and up to ${LARGEST_SCALE}, not "${parsed.values.scale}".`);
  const seed = parsed.values.seed === undefined ? undefined : Number(parsed.values.seed);
  if (seed !== undefined && !Number.isSafeInteger(seed))
    throw new UsageError(`--seed takes a whole number, not "${parsed.values.seed}".`);
  return { code, scale, seed };
}

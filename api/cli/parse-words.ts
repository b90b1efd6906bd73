import { type ParseArgsConfig, parseArgs } from 'node:util';
import { UsageError } from './command.ts';

/**
 * The words behind a command's name as options and the rest.
 *
 * @throws UsageError for an option that is not there, lacks its value, or has one too many
 */
export function parseWords<const Options extends NonNullable<ParseArgsConfig['options']>>(
  argv: string[],
  options: Options,
) {
  try {
    return parseArgs({ args: withSigns(argv), options, allowPositionals: true });
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    // Node goes on with advice about words that begin with "-", which nobody here needs.
    throw new UsageError(`${error.message.split(/\. |\n/)[0]!.replace(/\.$/, '')}.`);
  }
}

/** "--tolerance -1" as one word, so that the number is told to be wrong and not taken for an option. */
const withSigns = (argv: string[]): string[] =>
  argv.flatMap((word, i) => {
    const isNumber = (at: number): boolean => /^--[a-z]/.test(argv[at - 1] ?? '') && /^-\d/.test(argv[at] ?? '');
    if (isNumber(i)) return [];
    return isNumber(i + 1) ? [`${word}=${argv[i + 1]}`] : [word];
  });

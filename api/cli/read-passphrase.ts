import { type CommandIo, UsageError } from './command.ts';

const SHORTEST = 12;

/**
 * The first line of standard input.
 *
 * @throws UsageError when there is none, or it is easily guessed
 */
export async function readPassphrase(io: CommandIo): Promise<string> {
  const given = await io.secret?.(null);
  if (!given) throw new UsageError('--passphrase-stdin reads the passphrase from standard input, which is empty.');
  if ([...given].length < SHORTEST) throw new UsageError(`The passphrase must have ${SHORTEST} characters or more.`);
  return given;
}

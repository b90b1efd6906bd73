import { SetupError } from '../db/setup-error.ts';
import { examine, type Finding } from '../services/doctor/examine.ts';
import type { Command, CommandIo } from './command.ts';
import { parseWords } from './parse-words.ts';

const OPTIONS = { json: { type: 'boolean' } } as const;
const MARKS = { well: 'ok  ', look: 'look', ill: 'ILL ' } as const;

/** `tongxin doctor`: looks at the whole store; exit code 1 when something is wrong. */
export const command: Command = {
  name: 'doctor',
  usage: '[--json]',
  summary: 'look for what is wrong with the store and tell what to do; exit code 1 when something is',
  run: async (argv, io, open, settings) => {
    const { values } = parseWords(argv, OPTIONS);
    const { dataDir } = settings();
    const findings = await open({ asItIs: true }).then(
      (database) => examine(database, dataDir),
      (error: unknown): Finding[] => {
        if (!(error instanceof SetupError)) throw error;
        return [{ check: 'opening', state: 'ill', says: error.message }];
      },
    );
    if (values.json) io.out(JSON.stringify(findings, null, 2));
    else tellFindings(io, findings);
    return findings.some(({ state }) => state === 'ill') ? 1 : 0;
  },
};

export function tellFindings(io: CommandIo, findings: readonly Finding[]): void {
  const width = Math.max(...findings.map(({ check }) => check.length));
  for (const { check, state, says } of findings) io.out(`${MARKS[state]}  ${check.padEnd(width)}  ${says}`);
}

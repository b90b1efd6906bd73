import { mkdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type OpenBackup, openBackup } from '../services/backup/open-backup.ts';
import { restoreBackup } from '../services/backup/restore-backup.ts';
import { type Command, type CommandIo, UsageError } from './command.ts';
import { parseWords } from './parse-words.ts';

const OPTIONS = {
  check: { type: 'boolean' },
  replace: { type: 'boolean' },
  'passphrase-stdin': { type: 'boolean' },
} as const;

/** `tongxin restore`: a store out of a backup, on either database. The server must not run. */
export const command: Command = {
  name: 'restore',
  usage: [
    'FILE [--check] [--replace] [--passphrase-stdin]',
    '--check reads the whole file and tells what it holds; --replace puts a store aside that is there already.',
  ].join('\n'),
  summary: 'make a store of a backup, on the embedded database or on PostgreSQL; --check only looks at the file',
  run: async (argv, io, _open, settings) => {
    const { positionals, values } = parseWords(argv, OPTIONS);
    const [named, ...more] = positionals;
    if (named === undefined || more.length > 0) throw new UsageError('restore takes one file.');
    const { dataDir, databaseUrl } = settings();
    const scratch = join(tmpdir(), `tongxin-restore-${process.pid}-${Date.now()}`);
    mkdirSync(scratch, { mode: 0o700 });
    let backup: OpenBackup | undefined;
    try {
      io.err('reading the backup and comparing every part with its table of contents');
      const passphrase = async () => (values['passphrase-stdin'] ? ((await io.secret?.(null)) ?? null) : null);
      backup = await openBackup(resolve(io.cwd, named), { scratch, passphrase, signal: io.signal });
      tell(io, backup);
      if (values.check) return 0;
      const { rows, migrated, aside } = await restoreBackup({
        backup,
        databaseUrl,
        dataDir,
        replace: values.replace ?? false,
        onStep: io.err,
        onNotice: io.err,
        signal: io.signal,
      });
      io.out(`Restored: ${rows} rows, every table compared with the backup. Everybody signs in anew.`);
      if (migrated.length > 0) io.out(`Brought up to this version: ${migrated.join(', ')}`);
      if (aside) io.out(`What was there before is in ${aside}; delete it when you need it no more.`);
      return 0;
    } finally {
      await backup?.close();
      rmSync(scratch, { recursive: true, force: true });
    }
  },
};

function tell(io: CommandIo, { manifest }: OpenBackup): void {
  const { at, program, database, counties, migrations, parts } = manifest;
  const rows = parts.reduce((sum, part) => sum + (part.kind === 'table' ? part.rows : 0), 0);
  const files = parts.filter(({ kind }) => kind === 'file').length;
  io.out(
    `Backup of ${at}, by program ${program} on ${database.kind === 'pg' ? 'PostgreSQL' : 'embedded PostgreSQL'} ${database.postgres}, schema ${migrations.at(-1)?.name}`,
  );
  io.out(
    `${rows} rows, ${files} photographs and secrets; counties: ${counties.map(({ code, name }) => `${code} ${name}`).join(', ') || 'none'}`,
  );
}

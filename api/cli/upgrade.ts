import { join, resolve } from 'node:path';
import { analyzeTables } from '../db/backup-tables.ts';
import { makeDirectory } from '../db/make-directory.ts';
import { appliedMigrations, migrate, readMigrations } from '../db/migrate.ts';
import type { OpenedDatabase } from '../db/open.ts';
import { backupName } from '../services/backup/backup-name.ts';
import { writeBackup } from '../services/backup/write-backup.ts';
import { examine } from '../services/doctor/examine.ts';
import { type Command, UsageError } from './command.ts';
import { tellFindings } from './doctor.ts';
import { parseWords } from './parse-words.ts';

const OPTIONS = { 'no-backup': { type: 'boolean' } } as const;

/** `tongxin upgrade`: backup, migrations, doctor. */
export const command: Command = {
  name: 'upgrade',
  usage: [
    '[FOLDER] [--no-backup]',
    'The backup goes to FOLDER, DATA_DIR/backups without one. On PostgreSQL stop every server of the older version first.',
  ].join('\n'),
  summary: 'bring a store of an older version up to this one: backup, then the changes, then doctor',
  run: async (argv, io, open, settings) => {
    const { positionals, values } = parseWords(argv, OPTIONS);
    if (positionals.length > 1) throw new UsageError('upgrade takes one folder.');
    const database = await open({ asItIs: true });
    const { dataDir } = settings();
    const { applied, pending } = await readState(database);
    if (pending.length === 0) {
      io.out('The store is up to date.');
      return 0;
    }
    if (applied > 0 && !values['no-backup']) {
      const folder = positionals[0] ? resolve(io.cwd, positionals[0]) : join(dataDir, 'backups');
      makeDirectory(folder);
      const file = join(folder, backupName(new Date()));
      await writeBackup({ database, dataDir, file, signal: io.signal, onStep: io.err });
      io.out(`Backup: ${file}`);
    }
    const session = await database.owner.checkout();
    try {
      await migrate(session, readMigrations(), io.err);
      await analyzeTables(session);
    } finally {
      session.release();
    }
    io.out(`Brought up to this version: ${pending.join(', ')}`);
    const findings = await examine(database, dataDir);
    tellFindings(io, findings);
    return findings.some(({ state }) => state === 'ill') ? 1 : 0;
  },
};

async function readState(database: OpenedDatabase): Promise<{ applied: number; pending: string[] }> {
  const session = await database.owner.checkout();
  try {
    const applied = new Set((await appliedMigrations(session)).map(({ name }) => name));
    const pending = readMigrations().map(({ name }) => name);
    return { applied: applied.size, pending: pending.filter((name) => !applied.has(name)) };
  } finally {
    session.release();
  }
}

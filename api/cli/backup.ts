import { statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { backupName } from '../services/backup/backup-name.ts';
import { writeBackup } from '../services/backup/write-backup.ts';
import { type Command, UsageError } from './command.ts';
import { parseWords } from './parse-words.ts';
import { readPassphrase } from './read-passphrase.ts';

const OPTIONS = { 'passphrase-stdin': { type: 'boolean' }, json: { type: 'boolean' } } as const;

/** `tongxin backup`: the whole store into one file, while the server runs or not. */
export const command: Command = {
  name: 'backup',
  usage: [
    '[FILE|FOLDER] [--passphrase-stdin] [--json]',
    'Without FILE it is named by the time, in FOLDER or where you stand. With a passphrase it is encrypted; without one',
    'only its owner may read it, and it holds whatever the database holds.',
  ].join('\n'),
  summary: 'write the whole store, photographs and secrets included, into one file',
  run: async (argv, io, open, settings) => {
    const { positionals, values } = parseWords(argv, OPTIONS);
    if (positionals.length > 1) throw new UsageError('backup takes one file or folder.');
    const named = resolve(io.cwd, positionals[0] ?? '.');
    const isFolder = statSync(named, { throwIfNoEntry: false })?.isDirectory() ?? false;
    const file = isFolder ? join(named, backupName(new Date())) : named;
    const passphrase = values['passphrase-stdin'] ? await readPassphrase(io) : null;
    const started = performance.now();
    const { manifest, bytes, heldMs } = await writeBackup({
      database: await open({ asItIs: true }),
      dataDir: settings().dataDir,
      file,
      passphrase,
      signal: io.signal,
      ...(!values.json && { onStep: io.err }),
    });
    const rows = manifest.parts.reduce((sum, part) => sum + (part.kind === 'table' ? part.rows : 0), 0);
    const files = manifest.parts.filter(({ kind }) => kind === 'file').length;
    const seconds = (performance.now() - started) / 1000;
    if (values.json) {
      io.out(JSON.stringify({ file, bytes, rows, files, counties: manifest.counties, seconds, heldMs }, null, 2));
      return 0;
    }
    const counties = manifest.counties.map(({ code, name }) => `${code} ${name}`).join(', ');
    io.out(
      `${file}: ${(bytes / 1e6).toFixed(1)} MB in ${seconds.toFixed(1)} s, encrypted: ${passphrase ? 'yes' : 'no'}`,
    );
    io.out(`${rows} rows, ${files} photographs and secrets; counties: ${counties || 'none'}`);
    return 0;
  },
};

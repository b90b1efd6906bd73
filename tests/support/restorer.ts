import { openBackup } from '../../api/services/backup/open-backup.ts';
import { restoreBackup } from '../../api/services/backup/restore-backup.ts';

/** A process that restores `file` into an embedded store and dies without a word when it says the given step. */
const [file = '', dataDir = '', scratch = '', dieAt = ''] = process.argv.slice(2);
const backup = await openBackup(file, { scratch, passphrase: async () => null });
await restoreBackup({
  ...{ backup, dataDir, replace: true },
  onStep: (step) => {
    if (step.startsWith(dieAt)) process.kill(process.pid, 'SIGKILL');
  },
});

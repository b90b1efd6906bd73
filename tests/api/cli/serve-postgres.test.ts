import { afterAll, describe, expect, test } from 'vitest';
import { openDatabase } from '../../../api/db/open.ts';
import { createPostgres } from '../../support/databases.ts';
import { type Program, startProgram } from '../../support/program.ts';
import { scratchDirectory } from '../../support/scratch.ts';

const adminUrl = process.env.TEST_DATABASE_URL;
describe.skipIf(!adminUrl)('a server that is started on an empty PostgreSQL', () => {
  let program: Program | undefined;
  let drop = async (): Promise<void> => {};
  afterAll(async () => {
    await program?.stop();
    await drop();
  });

  test('loads no demo county into it', async () => {
    const made = await createPostgres(adminUrl ?? '');
    drop = made.drop;
    program = await startProgram({ DATABASE_URL: made.url, DATA_DIR: scratchDirectory('serve') }, ['--no-web']);
    const health = (await (await fetch(new URL('api/health', program.url))).json()) as { loading: unknown[] };
    expect(health.loading).toEqual([]);
    await program.stop();
    const database = await openDatabase({ databaseUrl: made.url, dataDir: '' });
    const { rows } = await database.owner.pool('tongxin').query('select code from county');
    await database.close();
    expect(rows).toEqual([]);
  });
});

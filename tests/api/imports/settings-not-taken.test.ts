import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { type ImportReport, type ImportSettings, importSettings } from '../../../api/contract/imports.ts';
import type { ScopedDatabase } from '../../../api/db/database.ts';
import {
  changeSettings,
  openBatch,
  readIntoBatch,
  readPreview,
  readReport,
} from '../../../api/services/imports/imports.ts';
import { eachDatabase } from '../../support/databases.ts';
import { scratchDirectory } from '../../support/scratch.ts';
import { communities } from '../../support/small-files.ts';

const COUNTY = '992127';

eachDatabase('settings that a file is not good for', (database) => {
  let db: ScopedDatabase;
  let path: string;

  beforeAll(() => {
    db = database().as({ county: COUNTY, role: 'admin' });
    path = join(scratchDirectory('settings'), 'communities.geojson');
    writeFileSync(path, JSON.stringify(communities));
  });

  const settingsWith = (more: Partial<ImportSettings>): ImportSettings =>
    importSettings.parse({ target: 'regions', level: 'community', countyName: '小县', ...more });

  /** What a person gets to see after asking for other settings. */
  async function changed(id: string, settings: ImportSettings): Promise<ImportReport> {
    const { rereads } = await changeSettings(db, id, settings);
    if (rereads) await readIntoBatch(db, id, path).catch(() => undefined);
    return readReport(db, id);
  }

  describe('leave a preview as it was', () => {
    test.each([
      ['a filter that no row passes', { where: 'name=不存在' }, 'unreadable-file', /None of the 2 rows/],
      ['a system that nobody knows', { crs: 'EPSG:992198' }, 'unknown-crs', /EPSG:992198/],
    ] as const)('%s', async (_what, asked, type, detail) => {
      const id = await openBatch(db, 'communities.geojson', settingsWith({}));
      const before = await readIntoBatch(db, id, path);
      expect(before).toMatchObject({ status: 'preview', ready: 2, problem: null });

      const after = await changed(id, { ...before.settings, ...asked });
      expect(after).toEqual({ ...before, progress: after.progress, problem: { ...after.problem, type } });
      expect(after.problem?.detail).toMatch(detail);
      expect((await readPreview(db, id)).features).toHaveLength(2);

      const again = await changed(id, { ...before.settings, where: 'name=西社区' });
      expect(again).toMatchObject({ status: 'preview', rows: 1, problem: null });
    });
  });

  test('end an import that never was a preview, with the reason', async () => {
    const id = await openBatch(db, 'communities.geojson', settingsWith({ crs: 'EPSG:992198' }));
    await expect(readIntoBatch(db, id, path)).rejects.toMatchObject({ type: 'unknown-crs' });
    expect(await readReport(db, id)).toMatchObject({ status: 'failed', problem: { type: 'unknown-crs' } });
  });
});

import type { Position } from 'geojson';
import { describe, expect, test } from 'vitest';
import { importSettings } from '../../../api/contract/imports.ts';
import type { ScopedDatabase } from '../../../api/db/database.ts';
import { SqlError } from '../../../api/db/sql-error.ts';
import type { FeatureStream, FileFeature } from '../../../api/formats/file-features.ts';
import type { ImportWorker } from '../../../api/services/imports/import-worker.ts';
import { lookAtFile, rowFilter } from '../../../api/services/imports/look-at-file.ts';
import { saveEvaluation } from '../../../api/services/imports/read-import.ts';

/** So many rows with the same geometry. */
async function* rows(count: number, geometry: FileFeature['geometry']): FeatureStream {
  for (let row = 1; row <= count; row++) yield { feature: { row, geometry, properties: {} }, faults: [] };
  return { format: 'geojson', crs: null, attribution: '', faults: [] };
}
const everything = rowFilter('');
const NOTHING = { format: null, layers: [], layer: null, table: null };

describe('one import takes', () => {
  test('half a million rows, and not one more', async () => {
    expect(await lookAtFile(rows(500_000, null), everything)).toMatchObject({ rows: 500_000, bounds: null });
    await expect(lookAtFile(rows(500_001, null), everything)).rejects.toMatchObject({
      tooLarge: true,
      message: expect.stringMatching(/more than 500,000 rows, the limit of one import; split it/),
    });
  });

  test('five million positions', async () => {
    const coordinates: Position[] = Array.from({ length: 100_000 }, (_, i) => [124 + i / 1e6, 43]);
    const line = { type: 'LineString' as const, coordinates };
    expect((await lookAtFile(rows(50, line), everything)).rows).toBe(50);
    await expect(lookAtFile(rows(51, line), everything)).rejects.toMatchObject({
      tooLarge: true,
      message: expect.stringMatching(/more than 5,000,000 positions/),
    });
  });

  test('only the rows that the filter lets through count', async () => {
    expect(await lookAtFile(rows(600_000, null), rowFilter('kind=x'))).toMatchObject({ rows: 0, fileRows: 600_000 });
  });
});

describe('what the database says of a value that every check let through', () => {
  /** A database that refuses the first statement with that SQLSTATE. */
  const refusing = (code: string): ScopedDatabase => {
    const refuse = () => Promise.reject(new SqlError({ message: 'no such value', code }));
    return { kind: 'pg', scope: { county: '992185', role: 'admin' }, query: refuse, transaction: refuse };
  };
  const check = (code: string) =>
    saveEvaluation(
      {
        ...{ db: refusing(code), batch: '00000000-0000-4000-8000-000000000000' },
        ...{ settings: importSettings.parse({ target: 'roads' }), worker: {} as ImportWorker },
      },
      {
        ...NOTHING,
        crs: { name: 'EPSG:4326', source: 'guessed', why: '' },
        fields: [],
        attribution: '',
        fileFaults: [],
      },
    );

  test.each(['22003', '22P05', '23514', '23502'])('SQLSTATE %s is a fault of the file', async (code) => {
    await expect(check(code)).rejects.toMatchObject({
      type: 'unreadable-file',
      message: 'The file holds a value that the database refuses (no such value); correct the file and send it again',
    });
  });

  test.each(['57014', '53200', '42P01'])('SQLSTATE %s is none', async (code) => {
    await expect(check(code)).rejects.toMatchObject({ code });
  });
});

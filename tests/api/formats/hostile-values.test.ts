import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { checkFeature } from '../../../api/formats/check-feature.ts';
import { MAX_NESTING, storableProperties, storableText } from '../../../api/formats/check-values.ts';
import { openFile } from '../../../api/formats/open-file.ts';

const NUL = String.fromCharCode(0);
const HALF = String.fromCharCode(0xd83d);
const nested = (depth: number): unknown => JSON.parse('['.repeat(depth) + ']'.repeat(depth));
const rowWith = (properties: object, geometry: object = { type: 'Point', coordinates: [1, 2] }) =>
  checkFeature({ type: 'Feature', properties, geometry }, 1, { droppedHeights: 0 });

describe('properties that no database can hold', () => {
  test.each([
    ['a NUL in a text', { note: `a${NUL}b` }, 'bad-text', /"note" holds a NUL character/],
    ['a NUL in a name', { [`no${NUL}te`]: 1 }, 'bad-text', /"no\ufffdte" holds a NUL/],
    ['a NUL deep inside', { note: [{ [NUL]: 1 }] }, 'bad-text', /"note" holds a NUL/],
    ['half a character', { note: HALF }, 'bad-text', /"note" holds half a character/],
    ['nesting without end', { note: nested(50_000) }, 'too-deep', /"note" is nested more than 100 deep/],
  ])('%s: a fault of the row, which keeps its other properties', (_, properties, kind, detail) => {
    const { feature, faults } = rowWith({ ...properties, name: '甲' });
    expect(faults).toMatchObject([
      { kind, severity: 'error', row: 1, name: '甲', detail: expect.stringMatching(detail) },
    ]);
    expect(feature.properties).toEqual({ name: '甲' });
  });

  test('whole characters outside the first plane and nesting of a usual depth are kept', () => {
    const properties = { name: '𠮷😀', note: nested(MAX_NESTING) };
    expect(storableProperties(properties)).toEqual({ properties, faults: [] });
  });

  test('what is shown of any text can be stored', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary-ascii' }), (a, b) => {
        const text = storableText(`${a}${HALF}${b}${NUL}`);
        return !text.includes(NUL) && !/\\ud[89a-f]/.test(JSON.stringify(text));
      }),
      { seed: 5, numRuns: 200 },
    );
  });

  test('an id, a bbox or a geometry nested without end is told, not a crash', () => {
    const deep = nested(50_000);
    const { faults } = checkFeature(
      { type: 'Feature', id: { deep }, bbox: deep, properties: null, geometry: { type: 'Point', coordinates: deep } },
      1,
      { droppedHeights: 0 },
    );
    expect(faults.map(({ kind }) => kind)).toEqual(['bad-id', 'bad-bbox', 'too-deep', 'wrong-nesting']);
  });

  test('a type of geometry that every object inherits is none', () => {
    const { faults } = rowWith({}, { type: 'constructor', coordinates: [1, 2] });
    expect(faults).toMatchObject([{ kind: 'bad-geometry' }]);
  });
});

describe('a file that cannot be opened', () => {
  const folder = mkdtempSync(join(tmpdir(), 'hostile-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  test('is told by its name, without the folder of the server', async () => {
    writeFileSync(join(folder, 'there'), '{}');
    await expect(openFile(join(folder, 'gone'))).rejects.toThrow(/^gone cannot be opened \(ENOENT\).*send it again$/);
    await expect(openFile(folder)).rejects.toThrow(/^hostile-\w+ is not a file$/);
  });
});

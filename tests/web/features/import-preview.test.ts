import { expect, test } from 'vitest';
import type { Fault, ImportPreview } from '../../../api/contract/imports.ts';
import { previewLayers } from '../../../web/features/import-data/preview-layers.ts';

const point = (row: number): ImportPreview['features'][number] => ({
  type: 'Feature',
  geometry: { type: 'Point', coordinates: [row, 0] },
  properties: { row, name: null },
});
const PREVIEW: ImportPreview = {
  type: 'FeatureCollection',
  features: [
    ...[1, 2, 3].map(point),
    { ...point(9), properties: { fault: 'no-name', severity: 'error', row: 2, detail: '' } },
  ],
  truncated: false,
};
const fault = (row: number, severity: Fault['severity'], at: Fault['at'] = [row, 0]): Fault => ({
  kind: 'no-name',
  severity,
  row,
  at,
  detail: '',
  mendable: false,
});
const sizes = (faults: readonly Fault[]) =>
  Object.fromEntries(
    previewLayers(PREVIEW, faults, 'light').map((layer) => [layer.id, 'data' in layer ? layer.data.length : 0]),
  );

test('each row is drawn once, in the colour of the worst that is said of it', () => {
  expect(sizes([fault(2, 'warning'), fault(2, 'error'), fault(3, 'warning')])).toEqual({
    ...{ 'import-fine': 1, 'import-warning': 1, 'import-error': 1 },
    'import-faults': 3,
  });
});

test('a file without faults is drawn in one colour', () => {
  expect(sizes([])).toEqual({ 'import-fine': 3, 'import-faults': 0 });
});

test('a fault without a place has no mark', () => {
  expect(sizes([fault(1, 'error', null)])['import-faults']).toBe(0);
});

test('hundreds of warnings would hide the map: their marks give way to those of errors', () => {
  const many = Array.from({ length: 500 }, (_, i) => fault(100 + i, 'warning'));
  expect(sizes([...many, fault(1, 'error')])['import-faults']).toBe(1);
});

test('the same is drawn in other shades in the dark', () => {
  const [light] = previewLayers(PREVIEW, [], 'light');
  const [dark] = previewLayers(PREVIEW, [], 'dark');
  expect(light).not.toEqual(dark);
  expect({ ...light, fill: null, line: null }).toEqual({ ...dark, fill: null, line: null });
});

import { expect, test } from 'vitest';
import { DEFAULT_LAYERS, presentLayers } from '../../../web/state/layer-keys.ts';

const ALL = { street: 3, community: 15, grid: 100 };

test('a county with every level shows what is on, the very same', () => {
  expect(presentLayers(DEFAULT_LAYERS, ALL)).toBe(DEFAULT_LAYERS);
  expect(presentLayers(DEFAULT_LAYERS, undefined)).toBe(DEFAULT_LAYERS);
});

test('a level that the county has not gives its zooms to the others', () => {
  const shown = presentLayers(DEFAULT_LAYERS, { community: 11 });
  expect(shown).toEqual({ ...DEFAULT_LAYERS, street: false, grid: false });
});

test('a level that is off stays off', () => {
  const layers = { ...DEFAULT_LAYERS, community: false };
  expect(presentLayers(layers, ALL)).toBe(layers);
});

import { expect, test } from 'vitest';
import { FEATURES } from '../../../web/app/features.ts';
import { bindingsNow, keyBindings } from '../../../web/app/keyboard.ts';
import { drawing } from '../../../web/features/redraw-boundaries/drawing-keys.ts';

const bindings = keyBindings(FEATURES, () => undefined);
const labelOf = (key: string) => bindingsNow(bindings).find(({ keys }) => keys.includes(key))?.label;

test('a key means what it means just now: b the buildings in 3D, and the brush while somebody draws', () => {
  expect(labelOf('b')).toBe('switch-layers:shortcut');
  const detach = drawing.attach({ cancelStroke: () => false, toolKey: () => false });
  expect(labelOf('b')).toBe('redraw-boundaries:tool.brush');
  detach();
  expect(labelOf('b')).toBe('switch-layers:shortcut');
});

test('no key stands in the sheet twice', () => {
  const detach = drawing.attach({ cancelStroke: () => false, toolKey: () => false });
  const keys = bindingsNow(bindings).flatMap((binding) => binding.keys);
  detach();
  expect(keys).toEqual([...new Set(keys)]);
});

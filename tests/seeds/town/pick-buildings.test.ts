import { describe, expect, test } from 'vitest';
import { generateTown } from '../../../seeds/town/generate-town.ts';
import { createBuildingPicker } from '../../../seeds/town/pick-buildings.ts';
import { SMALL, toMetres } from './support.ts';

describe('picking buildings for places', () => {
  const town = generateTown(SMALL.northern);

  test('takes none twice, and keeps to the uses and the community asked for', () => {
    const picker = createBuildingPicker(town);
    const first = picker.pick({ count: 6, uses: ['shop'], community: 1 });
    const second = picker.pick({ count: 6, uses: ['shop'], community: 1 });
    expect(new Set([...first, ...second]).size).toBe(12);
    for (const i of [...first, ...second]) expect(town.buildings[i]).toMatchObject({ use: 'shop', community: 1 });
  });

  test('prefers the first use named and the nearest to a place', () => {
    const picker = createBuildingPicker(town);
    const [best] = picker.pick({ count: 1, uses: ['hospital', 'shop'], near: town.options.centre });
    expect(town.buildings[best!]!.use).toBe('hospital');
    const [a, b] = picker.pick({ count: 2, uses: ['shop'], near: town.options.centre }).map((i) => {
      const [x, y] = toMetres(town, [town.buildings[i]!.innerPoint]) as [number, number];
      return Math.hypot(x, y);
    });
    expect(a!).toBeLessThanOrEqual(b!);
  });

  test('says what is missing when there are not enough', () => {
    expect(() => createBuildingPicker(town).pick({ count: 5, uses: ['railwaystation'] })).toThrow(
      'of 5 buildings of railwaystation',
    );
  });
});

import { expect, test, vi } from 'vitest';
import { blockAreaM2 } from '../../../../geo/fabric/draft/block-rings.ts';
import { createDraftFabric, toFabric } from '../../../../geo/fabric/draft/draft-fabric.ts';
import { blockAreasM2, validateFabric } from '../../../../geo/index.ts';
import { REAL_DATA_ABSENT } from '../../../support/real-data.ts';
import { edited, TOWNS } from './real-towns.ts';

// slow machines are no reason to fail
vi.setConfig({ testTimeout: 120_000 });

for (const { name, make } of TOWNS) {
  const title = `${name} is a valid fabric after hundreds of edits, with the areas of its blocks`;
  test.skipIf(!make)(make ? title : `${title} (${REAL_DATA_ABSENT})`, () => {
    const fabric = make!();
    expect(toFabric(createDraftFabric(fabric))).toEqual(fabric);
    const { draft, done } = edited(fabric, 600);
    expect(done).toBeGreaterThan(100);
    const after = toFabric(draft);
    expect(validateFabric(after)).toEqual([]);
    const areas = blockAreasM2(after);
    after.blocks.ids.forEach((id, block) => {
      expect(blockAreaM2(draft, id) / areas[block]!).toBeCloseTo(1, 6);
    });
  });
}

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { innerPoint } from '../../../geo/fabric/draft/block-rings.ts';
import { createDraftFabric } from '../../../geo/fabric/draft/draft-fabric.ts';
import { createBlockFinder } from '../../../geo/fabric/find-block.ts';
import { createLocator } from '../../../geo/index.ts';
import { anyTown } from './draft/drafts.ts';

test('in any town the inner point of a block lies in it, whoever looks', () => {
  fc.assert(
    fc.property(anyTown, (fabric) => {
      const draft = createDraftFabric(fabric);
      const find = createBlockFinder(fabric);
      const { locateCm } = createLocator(fabric);
      fabric.blocks.ids.forEach((id, index) => {
        const [x, y] = innerPoint(draft, id);
        expect(find(x, y)).toBe(index);
        expect(locateCm(x, y)).toBe(index);
      });
    }),
    { seed: 81, numRuns: 100 },
  );
});

test('outside there is none', () => {
  fc.assert(
    fc.property(anyTown, (fabric) => {
      const { xy } = fabric.arcs;
      const north = xy.reduce((most, c, i) => (i % 2 === 1 ? Math.max(most, c) : most), -Infinity);
      const find = createBlockFinder(fabric);
      expect(find(xy[0]!, north + 0.5)).toBe(-1);
    }),
    { seed: 82, numRuns: 20 },
  );
});

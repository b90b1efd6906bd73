import type { DivisionState } from '../../geo/divide/draft.ts';
import type { DraftRegion } from '../../geo/divide/edit.ts';
import type { GroundColumns } from '../../geo/divide/ground.ts';
import { chequeredFabric } from './chequered-fabric.ts';

/** A region as tests name it; what is left out is what most have. */
export const draftRegion = (region: Partial<DraftRegion> & Pick<DraftRegion, 'id' | 'kind'>): DraftRegion => ({
  ...{ parent: null, code: null, name: `${region.kind} ${region.id}`, nameEn: '', hue: region.id % 8 },
  ...{ locked: false, piecesReason: null },
  ...region,
});

/**
 * Twelve blocks of 100 m in four grids of two communities of one street.
 *
 *   ┌────┬────┬────┬────┐
 *   │ 9  │ 10 │ 11 │ 12 │      west (21): grids 31 (blocks 1 2 5 6) and 32 (blocks 9 10)
 *   ├────┼────┼────┼────┤      east (22): grids 33 (blocks 3 4 7 8) and 34 (blocks 11 12)
 *   │ 5  │ 6  │ 7  │ 8  │
 *   ├────┼────┼────┼────┤
 *   │ 1  │ 2  │ 3  │ 4  │
 *   └────┴────┴────┴────┘
 */
export function smallDivision(): DivisionState {
  const grids: Record<number, number[]> = { 31: [1, 2, 5, 6], 32: [9, 10], 33: [3, 4, 7, 8], 34: [11, 12] };
  return {
    fabric: chequeredFabric(4, 3),
    regions: [
      draftRegion({ id: 1, kind: 'county' }),
      draftRegion({ id: 11, kind: 'street', parent: 1 }),
      draftRegion({ id: 21, kind: 'community', parent: 11, name: '城西社区' }),
      draftRegion({ id: 22, kind: 'community', parent: 11, name: '城东社区' }),
      ...[31, 32].map((id) => draftRegion({ id, kind: 'grid', parent: 21 })),
      ...[33, 34].map((id) => draftRegion({ id, kind: 'grid', parent: 22 })),
      draftRegion({ id: 41, kind: 'network' }),
    ],
    assignment: new Map(
      Object.entries(grids).flatMap(([grid, blocks]) => blocks.map((block) => [block, Number(grid)])),
    ),
    groupings: { network: new Map([[21, 41]]), union: new Map() },
  };
}

/**
 * One building of 10 households and 25 residents in the middle of each block; blocks 6 and 7 are one compound (index 0);
 * one station in block 1.
 */
export function smallGround({ fabric }: DivisionState): GroundColumns {
  const { xy } = fabric.nodes;
  const count = fabric.blocks.ids.length;
  const middle = (block: number, axis: 0 | 1): number => {
    const [column, row] = [block % 4, Math.floor(block / 4)];
    return xy[2 * (row * 5 + column) + axis]! + 5000;
  };
  const all = (value: number): number[] => Array.from({ length: count }, () => value);
  return {
    buildings: {
      x: Array.from({ length: count }, (_, block) => middle(block, 0)),
      y: Array.from({ length: count }, (_, block) => middle(block, 1)),
      households: all(10),
      residents: all(25),
      estimated: all(0),
      compound: Array.from({ length: count }, (_, block) => (block === 5 || block === 6 ? 0 : -1)),
    },
    compounds: 1,
    stations: { x: [middle(0, 0)], y: [middle(0, 1)] },
    barriers: new Set(),
  };
}

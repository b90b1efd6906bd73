import { describe, expect, test } from 'vitest';
import { edit, type PlanEdit } from '../../../api/contract/plans.ts';
import type { Edit } from '../../../geo/divide/edit.ts';

type Writable<T> = T extends object ? { -readonly [Key in keyof T]: Writable<T[Key]> } : T;

/** The type checker refuses this file when one of the two knows an edit, a field or a value that the other does not. */
const received = (sent: PlanEdit): Edit => sent;
const sent = (done: Writable<Edit>): PlanEdit => done;

const ONE_OF_EACH: { [Kind in Edit['kind']]: Extract<Edit, { kind: Kind }> } = {
  assign: { kind: 'assign', blocks: [1, 2], to: null },
  'move-node': { kind: 'move-node', from: [0, 0], to: [5, -5] },
  'insert-node': { kind: 'insert-node', arc: 3, at: [1, 1] },
  'delete-node': { kind: 'delete-node', at: [1, 1] },
  'reshape-arc': { kind: 'reshape-arc', line: [0, 0, 5, 5], seed: 9 },
  'cut-block': { kind: 'cut-block', block: 1, line: [0, 0, 5, 5], ids: [9, 10, 11] },
  'merge-blocks': { kind: 'merge-blocks', keep: 1, others: [2] },
  'create-region': {
    kind: 'create-region',
    region: { id: 7, kind: 'grid', parent: 2, name: '第7网格', nameEn: '', hue: 3 },
  },
  'merge-regions': { kind: 'merge-regions', keep: 1, others: [2] },
  'split-region': {
    kind: 'split-region',
    region: 1,
    parts: [{ id: 8, name: '新社区', nameEn: '', hue: 0, blocks: [4] }],
  },
  'dissolve-region': { kind: 'dissolve-region', region: 1 },
  'rename-region': { kind: 'rename-region', region: 1, name: '城东社区', nameEn: 'Chengdong' },
  'recolour-region': { kind: 'recolour-region', region: 1, hue: 7 },
  'lock-region': { kind: 'lock-region', region: 1, locked: true },
  'move-region': { kind: 'move-region', region: 1, parent: null },
  'record-consent': { kind: 'record-consent', community: 1, to: 2, on: '2026-11-28', note: '居民代表会议' },
  'exempt-region': { kind: 'exempt-region', region: 1, piecesReason: '隔河的一块' },
  'group-community': { kind: 'group-community', community: 1, grouping: 'union', into: null },
};

describe('an edit on the wire is an edit of a draft', () => {
  test.each(Object.values(ONE_OF_EACH))('$kind', (done) => {
    const read = received(edit.parse(JSON.parse(JSON.stringify(sent(done as Writable<Edit>)))));
    expect(read).toEqual(done);
    expect(edit.safeParse({ ...done, besides: 1 }).success).toBe(false);
  });
});

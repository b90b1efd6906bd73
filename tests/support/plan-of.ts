import type { Plan } from '../../api/contract/plans.ts';

/** A plan as the server gives it, in whatever a test says of it and otherwise a fresh draft. */
export const planOf = (given: Partial<Plan> = {}): Plan => ({
  ...{ id: 1, title: '方案', description: '', level: 'community', status: 'draft', outdated: false, area: [] },
  base: { division: 1, name: '现行区划', fabric: 1, validFrom: '2020-01-01' },
  ...{ version: 0, baseVersion: 0, revision: 0, copyOf: null, effective: null, published: null, comments: 0 },
  author: { id: 'a', name: '王规划' },
  ...{ createdAt: '2026-11-01T00:00:00Z', updatedAt: '2026-11-02T00:00:00Z' },
  ...given,
});

import type { Draft } from '../../../geo/divide/draft.ts';
import { regionsOfLevel } from '../../state/plan/figures.ts';

/** Names that no region of the level has yet: 新社区1, 新社区2 … */
export function freshNames(
  draft: Draft,
  level: 'grid' | 'community',
  count: number,
  stem: (n: number) => string,
): string[] {
  const used = new Set(regionsOfLevel(draft, level).map(({ name }) => name));
  const names: string[] = [];
  for (let n = 1; names.length < count; n++) if (!used.has(stem(n))) names.push(stem(n));
  return names;
}

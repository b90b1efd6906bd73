import type { PlanReading } from '../../../api/contract/plan-reading.ts';
import type { PlanLevel } from '../../../api/contract/plans.ts';
import { adoptEdits } from '../../../geo/divide/adopt-proposal.ts';
import type { Draft } from '../../../geo/divide/draft.ts';
import type { Edit } from '../../../geo/divide/edit.ts';
import { blocksWithin } from '../../../geo/divide/regions.ts';
import { hueBeside } from '../../state/plan/new-region.ts';
import { isGrouping, paintEdits } from '../../state/plan/paint.ts';

/**
 * The edits of one step that make a draft what a file says: new regions, the blocks of each, and the end of grids and
 * communities that lose all their blocks.
 *
 * Blocks that are gone since the file was read are left out.
 *
 * @param newId  called for each new region
 */
export function readingEdits(
  draft: Draft,
  level: PlanLevel,
  { regions }: Pick<PlanReading, 'regions'>,
  newId: () => number,
): Edit[] {
  const read = regions
    .map((region) => ({ ...region, blocks: region.blocks.filter((block) => draft.fabric.blocks.has(block)) }))
    .filter(({ blocks }) => blocks.length > 0);
  if (isGrouping(level))
    return read.flatMap(({ region, name, blocks }): Edit[] => {
      const id = region ?? newId();
      const fresh = { id, name, nameEn: '', hue: hueBeside(draft, level, blocks), kind: level, parent: null };
      return [
        ...(region === null ? [{ kind: 'create-region', region: fresh } as const] : []),
        ...paintEdits(draft, { level, target: id }, blocks),
      ];
    });
  const proposed = {
    level,
    blocks: read.flatMap(({ blocks }) => blocks),
    partOf: read.flatMap(({ blocks }, part) => blocks.map(() => part)),
    continues: read.map(({ region }) => region),
  };
  const fresh = read.filter(({ region }) => region === null).map(({ name }) => ({ id: newId(), name }));
  return adoptEdits(draft, proposed, fresh);
}

interface ReadingSums {
  /** blocks that go to another region */
  readonly blocks: number;
  readonly fresh: number;
  readonly gone: number;
}

/** What the edits come to. */
export function sumsOf(draft: Draft, edits: readonly Edit[]): ReadingSums {
  let blocks = 0;
  for (const edit of edits) {
    if (edit.kind === 'assign') blocks += edit.blocks.length;
    if (edit.kind === 'group-community') blocks += blocksWithin(draft, edit.community).length;
  }
  const count = (kind: Edit['kind']): number => edits.filter((edit) => edit.kind === kind).length;
  return { blocks, fresh: count('create-region'), gone: count('dissolve-region') };
}

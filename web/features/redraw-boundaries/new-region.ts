import { useTranslation } from 'react-i18next';
import type { Edit } from '../../../geo/divide/edit.ts';
import { parentFor } from '../../../geo/divide/regions.ts';
import { planSession } from '../../state/plan/current.ts';
import { freshName, hueBeside } from '../../state/plan/new-region.ts';
import { paintEdits } from '../../state/plan/paint.ts';
import { planStore } from '../../state/plan/plan-store.ts';
import { randomId } from '../../state/plan/random-id.ts';

/**
 * Makes a region of the level that is painted, of the blocks given or with none yet; it is chosen and aimed at then.
 * A new grid without blocks lies where the chosen region does.
 */
export function useNewRegion(): (blocks: readonly number[]) => void {
  const { t } = useTranslation('redraw-boundaries');
  return (blocks) => {
    const plan = planSession.current();
    if (!plan) return;
    const { draft } = plan;
    const { level, regions } = planStore.getState();
    const beside = draft.regions.get(regions.at(-1) ?? -1);
    const parent =
      blocks.length > 0
        ? parentFor(draft, level, blocks)
        : beside
          ? beside.kind === level
            ? beside.parent
            : beside.id
          : parentFor(draft, level, [...draft.fabric.blocks.keys()].slice(0, 1));
    const name = freshName(draft, level, (n) => t(`newRegion.name.${level}`, { n }));
    const region = {
      ...{ id: randomId(), name, nameEn: '', hue: hueBeside(draft, level, blocks), kind: level },
      parent: level === 'network' || level === 'union' ? null : parent,
    };
    const edits: Edit[] = [
      { kind: 'create-region', region },
      ...paintEdits(draft, { level, target: region.id }, blocks),
    ];
    const label = { key: blocks.length > 0 ? 'createOf' : 'create', values: { name, n: blocks.length } };
    if (planSession.execute(label, edits).ok)
      planStore.setState({ target: region.id, regions: [region.id], blocks: [] });
  };
}

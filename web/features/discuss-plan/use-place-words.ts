import { useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { toCm } from '../../../geo/crs/local-crs.ts';
import type { Draft } from '../../../geo/divide/draft.ts';
import { regionAt } from '../../../geo/divide/regions.ts';
import { blockAt } from '../../../geo/fabric/draft/block-at.ts';
import { useNameOf } from '../../i18n/names.ts';
import { planSession } from '../../state/plan/current.ts';
import { openState, usePlan } from '../../state/plan/plan-store.ts';
import { useRegions } from '../../state/queries.ts';
import type { LngLat } from './comments-store.ts';

/** What a comment is about. */
export interface Subject {
  readonly place: LngLat | null;
  /** the region it names; null = none, or one that the plan has made */
  readonly region: number | null;
}

/** The community of a drawing at a place; null outside of them. */
export function communityAt(draft: Draft, [lng, lat]: LngLat): number | null {
  const block = blockAt(draft.fabric, ...toCm(draft.fabric.crs, lng, lat));
  return block === null ? null : regionAt(draft, block, 'community');
}

/** Says where a comment is pinned: in which region, by the name it has in the drawing, the plan's own regions included. */
export function usePlaceWords(): (subject: Subject) => string {
  const { t } = useTranslation('discuss-plan');
  const regions = useRegions().data?.regions;
  const nameOf = useNameOf();
  const byId = useMemo(() => new Map(regions?.map((region) => [region.id, region])), [regions]);
  const tick = usePlan((state) => openState(state)?.tick ?? -1);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the draft changes in place, the tick says when
  return useCallback(
    ({ place, region }) => {
      const draft = planSession.current()?.draft;
      const id = region ?? (draft && place ? communityAt(draft, place) : null);
      const found = id === null ? undefined : (draft?.regions.get(id) ?? byId.get(id));
      if (!found) return t('aPlace');
      return place ? t('inRegion', { name: nameOf(found) }) : nameOf(found);
    },
    [byId, nameOf, t, tick],
  );
}

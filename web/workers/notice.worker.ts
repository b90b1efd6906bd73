import { type ChangedArea, changedAreas } from '../../geo/divide/changed-areas.ts';
import { applyDelta, createDraft, toDivisionState } from '../../geo/divide/draft.ts';
import type { DraftRegion } from '../../geo/divide/edit.ts';
import { NO_GROUND } from '../../geo/divide/ground.ts';
import { identities } from '../../geo/divide/identities.ts';
import { type RegionOutline, regionOutlines } from '../../geo/divide/outlines.ts';
import { divisionOf, type PlanOnBase } from './division-of.ts';

export interface NoticeRequest {
  readonly plan: PlanOnBase;
  readonly level: DraftRegion['kind'];
  /** the region of the base that each region of the plan goes on as; new ones left out */
  readonly goesOnAs: ReadonlyMap<number, number>;
}

/** A plan before and after, for a picture of both: a region that goes on has one id in both. */
export interface NoticeContent {
  readonly before: readonly RegionOutline[];
  readonly after: readonly RegionOutline[];
  readonly changed: readonly ChangedArea[];
}
export type NoticeReply =
  | { readonly ok: true; readonly content: NoticeContent }
  | { readonly ok: false; readonly message: string };

function contentOf({ plan, level, goesOnAs }: NoticeRequest): NoticeContent {
  const division = divisionOf(plan);
  const base = createDraft(division, NO_GROUND);
  const draft = createDraft(division, NO_GROUND);
  for (const delta of plan.deltas) applyDelta(draft, delta);
  const identityOf = identities(base, goesOnAs);
  return {
    before: regionOutlines(division),
    after: regionOutlines(toDivisionState(draft)).map(({ region, ...outline }) => ({
      ...outline,
      region: { ...region, id: identityOf(region.id) },
    })),
    changed: changedAreas(base, draft, level, identityOf),
  };
}

self.onmessage = ({ data }: MessageEvent<NoticeRequest>) => {
  let reply: NoticeReply;
  try {
    reply = { ok: true, content: contentOf(data) };
  } catch (error) {
    reply = { ok: false, message: error instanceof Error ? error.message : String(error) };
  }
  self.postMessage(reply);
};

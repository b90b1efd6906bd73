import { type ChangedArea, changedAreas } from '../../geo/divide/changed-areas.ts';
import { applyDelta, createDraft, toDivisionState } from '../../geo/divide/draft.ts';
import type { DraftRegion } from '../../geo/divide/edit.ts';
import { NO_GROUND } from '../../geo/divide/ground.ts';
import { type RegionOutline, regionOutlines } from '../../geo/divide/outlines.ts';
import { divisionOf, type PlanOnBase } from './division-of.ts';

export interface NoticeRequest {
  readonly plan: PlanOnBase;
  readonly level: DraftRegion['kind'];
}

/** A plan before and after, for a picture of both. */
export interface NoticeContent {
  readonly before: readonly RegionOutline[];
  readonly after: readonly RegionOutline[];
  readonly changed: readonly ChangedArea[];
}
export type NoticeReply =
  | { readonly ok: true; readonly content: NoticeContent }
  | { readonly ok: false; readonly message: string };

function contentOf({ plan, level }: NoticeRequest): NoticeContent {
  const division = divisionOf(plan);
  const base = createDraft(division, NO_GROUND);
  const draft = createDraft(division, NO_GROUND);
  for (const delta of plan.deltas) applyDelta(draft, delta);
  return {
    before: regionOutlines(division),
    after: regionOutlines(toDivisionState(draft)),
    changed: changedAreas(base, draft, level),
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

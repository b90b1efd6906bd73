import type { Feature, FeatureCollection } from 'geojson';
import { applyDelta, createDraft, toDivisionState } from '../../geo/divide/draft.ts';
import { NO_GROUND } from '../../geo/divide/ground.ts';
import { regionOutlines } from '../../geo/divide/outlines.ts';
import { divisionOf, type PlanOnBase } from './division-of.ts';

/** Areas by kind, and a point for the name of each. Properties as in the tiles: name, name_en, hue, kind. */
export type OutlinesReply =
  | {
      readonly ok: true;
      readonly areas: Readonly<Record<string, FeatureCollection>>;
      readonly labels: FeatureCollection;
    }
  | { readonly ok: false; readonly message: string };

function outlinesOf(request: PlanOnBase): OutlinesReply {
  const draft = createDraft(divisionOf(request), NO_GROUND);
  for (const delta of request.deltas) applyDelta(draft, delta);
  const areas: Record<string, FeatureCollection> = {};
  const labels: Feature[] = [];
  for (const { region, coordinates, label } of regionOutlines(toDivisionState(draft))) {
    const { id, kind, name, nameEn, hue } = region;
    const properties = { name, name_en: nameEn || null, hue, kind };
    areas[kind] ??= { type: 'FeatureCollection', features: [] };
    areas[kind].features.push({ type: 'Feature', id, properties, geometry: { type: 'MultiPolygon', coordinates } });
    labels.push({ type: 'Feature', id, properties, geometry: { type: 'Point', coordinates: label } });
  }
  return { ok: true, areas, labels: { type: 'FeatureCollection', features: labels } };
}

self.onmessage = ({ data }: MessageEvent<PlanOnBase>) => {
  let reply: OutlinesReply;
  try {
    reply = outlinesOf(data);
  } catch (error) {
    reply = { ok: false, message: error instanceof Error ? error.message : String(error) };
  }
  self.postMessage(reply);
};

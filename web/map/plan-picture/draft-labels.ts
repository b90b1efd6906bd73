import type { Feature, FeatureCollection, Point } from 'geojson';
import type { PlanLevel } from '../../../api/contract/plans.ts';
import { toLngLat } from '../../../geo/crs/local-crs.ts';
import type { Draft } from '../../../geo/divide/draft.ts';
import type { DraftRegion } from '../../../geo/divide/edit.ts';
import { regionStats } from '../../../geo/divide/region-stats.ts';
import { blocksWithin } from '../../../geo/divide/regions.ts';
import { blockAt } from '../../../geo/fabric/draft/block-at.ts';
import { blockAreaM2 } from '../../../geo/fabric/draft/block-rings.ts';
import { sweepLine } from '../../../geo/fabric/polygons.ts';
import { blockPlace } from '../../state/plan/places.ts';
import type { DivisionPreview, LngLat } from '../../state/plan/plan-store.ts';

/** How a region is named on the map; the figures stand below the name. */
export interface LabelWords {
  name(region: Pick<DraftRegion, 'name' | 'nameEn'>): string;
  figures(households: number, region: Pick<DraftRegion, 'locked'>): string;
}

/** Levels that are named beside the one that is painted, and how: `fine` names appear from near only. */
const NAMED: Readonly<Record<PlanLevel, Partial<Record<DraftRegion['kind'], 'main' | 'fine'>>>> = {
  grid: { grid: 'fine', community: 'main' },
  community: { community: 'main' },
  network: { network: 'main', community: 'fine' },
  union: { union: 'main', community: 'fine' },
};

export interface DraftLabels {
  /**
   * @param households  of regions that a running stroke changes
   * @param preview     named in the place of the draft's regions of its level
   */
  collection(households?: ReadonlyMap<number, number>, preview?: DivisionPreview | null): FeatureCollection<Point>;
}

/** Names of a draft's regions, each at a place inside it, found again only where the region has changed. */
export function createDraftLabels(draft: Draft, level: PlanLevel, words: LabelWords): DraftLabels {
  const places = new Map<number, { stamp: number; place: LngLat | null }>();
  const placeOf = ({ id: region, kind }: DraftRegion): LngLat | null => {
    const { stamp } = draft.partition(kind).tallyOf(region);
    const known = places.get(region);
    if (known?.stamp === stamp) return known.place;
    const place = innerPlace(draft, blocksWithin(draft, region));
    places.set(region, { stamp, place });
    return place;
  };
  return {
    collection(changed, preview) {
      const features: Feature<Point>[] = [];
      const add = (region: Named, rank: string | undefined, place: LngLat | null, households: number): void => {
        if (!rank || !place) return;
        features.push({
          type: 'Feature',
          geometry: { type: 'Point', coordinates: [...place] },
          properties: {
            ...{ rank, hue: region.hue, households },
            ...{ name: words.name(region), figures: words.figures(households, region) },
          },
        });
      };
      const previewed = preview?.level === level ? blocksOfPreview(preview) : null;
      // Regions of the level that take no part in the preview keep their blocks, and their names.
      const isGone = (region: DraftRegion): boolean =>
        previewed !== null &&
        region.kind === level &&
        blocksWithin(draft, region.id).every((block) => preview!.regionOf.has(block));
      for (const region of draft.regions.values()) {
        const rank = NAMED[level][region.kind];
        if (!rank || isGone(region)) continue;
        add(region, rank, placeOf(region), changed?.get(region.id) ?? regionStats(draft, region.id).households);
      }
      for (const [id, blocks] of previewed ?? []) {
        const region = preview!.regions.get(id)!;
        add(region, NAMED[level][level], innerPlace(draft, blocks), region.households);
      }
      return { type: 'FeatureCollection', features };
    },
  };
}

type Named = Pick<DraftRegion, 'name' | 'nameEn' | 'hue' | 'locked'>;

function blocksOfPreview({ regionOf }: DivisionPreview): Map<number, number[]> {
  const lists = new Map<number, number[]>();
  for (const [block, region] of regionOf) {
    const list = lists.get(region);
    if (list) list.push(block);
    else lists.set(region, [block]);
  }
  return lists;
}

/** The centroid where that lies inside, else a place in the largest block; null for no blocks. */
export function innerPlace(draft: Draft, blocks: readonly number[]): LngLat | null {
  const [first] = blocks;
  if (first === undefined) return null;
  const within = new Set(blocks);
  const { fabric } = draft;
  let anchor: readonly [number, number] | null = null;
  let [area, momentX, momentY] = [0, 0, 0];
  for (const block of within) {
    for (const id of fabric.blocks.get(block)!) {
      const arc = fabric.arcs.get(id)!;
      const other = arc.left === block ? arc.right : arc.left;
      if (other !== null && within.has(other)) continue;
      anchor ??= [arc.xy[0]!, arc.xy[1]!];
      const [a, x, y] = sweepLine(arc.xy, 0, arc.xy.length - 2, ...anchor);
      const sign = arc.left === block ? 1 : -1;
      area += sign * a;
      momentX += sign * x;
      momentY += sign * y;
    }
  }
  if (anchor && area > 0) {
    const x = Math.round(anchor[0] + momentX / (3 * area));
    const y = Math.round(anchor[1] + momentY / (3 * area));
    const found = blockAt(fabric, x, y);
    if (found !== null && within.has(found)) return toLngLat(fabric.crs, x, y);
  }
  const largest = blocks.reduce((best, block) =>
    blockAreaM2(fabric, block) > blockAreaM2(fabric, best) ? block : best,
  );
  return blockPlace(draft, largest);
}

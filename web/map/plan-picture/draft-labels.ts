import type { Feature, FeatureCollection, Point } from 'geojson';
import type { GeoJSONSourceDiff } from 'maplibre-gl';
import type { PlanLevel } from '../../../api/contract/plans.ts';
import { toCm, toLngLat } from '../../../geo/crs/local-crs.ts';
import { isSame } from '../../../geo/divide/delta.ts';
import type { Draft } from '../../../geo/divide/draft.ts';
import type { DraftRegion } from '../../../geo/divide/edit.ts';
import { blocksWithin, regionAt } from '../../../geo/divide/regions.ts';
import { blockAt } from '../../../geo/fabric/draft/block-at.ts';
import { sweepLine } from '../../../geo/fabric/polygons.ts';
import { inPieces, type Steps } from '../../../geo/steps.ts';
import { blockPlace } from '../../state/plan/places.ts';
import type { DivisionPreview, LngLat } from '../../state/plan/plan-store.ts';

/** How a region is named on the map; the figures stand below the name. */
export interface LabelWords {
  name(region: Pick<DraftRegion, 'name' | 'nameEn'>): string;
  figures(households: number, region: Pick<DraftRegion, 'locked'>): string;
}

/**
 * Levels that are named beside the one that is painted, and how: `fine` names appear from near only, `part` ones are what
 * is put together here and yield to the names of what they are put into.
 */
const NAMED: Readonly<Record<PlanLevel, Partial<Record<DraftRegion['kind'], 'main' | 'part' | 'fine'>>>> = {
  grid: { grid: 'fine', community: 'main' },
  community: { community: 'main' },
  network: { network: 'main', community: 'part' },
  union: { union: 'main', community: 'part' },
};

export interface DraftLabels {
  /**
   * Every name, step by step; what changes meanwhile is for `changes`.
   * @param preview  named in the place of the draft's regions of its level
   */
  all(preview: DivisionPreview | null): Steps<FeatureCollection<Point>>;
  /**
   * What is different from what was last given; null = nothing. Not to be asked while all are being named.
   * @param households  of regions that a running stroke changes
   */
  changes(households: ReadonlyMap<number, number>): GeoJSONSourceDiff | null;
}

const NAMES_A_STEP = 10;

/** A name stays where it is while it lies in its region and this share of the area has not come or gone since. */
const STEADY = 0.1;

interface Placed {
  readonly place: LngLat | null;
  /** of the region when it was placed */
  readonly areaCm2: number;
  /** of the region when it was last looked at */
  readonly stamp: number;
}

/** Names of a draft's regions, each at a place inside it. Only those of regions that have changed are made again. */
export function createDraftLabels(draft: Draft, level: PlanLevel, words: LabelWords): DraftLabels {
  const kinds = Object.keys(NAMED[level]) as DraftRegion['kind'][];
  for (const kind of kinds) draft.partition(kind); // from now on the draft tells which regions are touched
  const places = new Map<number, Placed>();
  const given = new Map<number, Label>();
  /** as they were last given with other households than the draft's */
  let onTrial: readonly number[] = [];
  let read = 0;

  function placeOf({ id, kind }: DraftRegion): LngLat | null {
    const { stamp, areaCm2 } = draft.partition(kind).totalsOf(id);
    const known = places.get(id);
    if (known?.stamp === stamp) return known.place;
    if (known?.place && Math.abs(areaCm2 / known.areaCm2 - 1) < STEADY) {
      const block = blockAt(draft.fabric, ...toCm(draft.fabric.crs, ...known.place));
      if (block !== null && regionAt(draft, block, kind) === id) {
        places.set(id, { ...known, stamp });
        return known.place;
      }
    }
    const place = innerPlace(draft, blocksWithin(draft, id));
    places.set(id, { stamp, areaCm2, place });
    return place;
  }
  function labelOf(id: number, households?: number): Label | null {
    const region = draft.regions.get(id);
    const rank = region && NAMED[level][region.kind];
    const place = rank ? placeOf(region) : null;
    return (
      place && label(id, region!, rank!, place, households ?? draft.partition(region!.kind).totalsOf(id).households)
    );
  }
  const label = (id: number, region: Named, rank: string, place: LngLat, households: number): Label => ({
    ...{ type: 'Feature', id, geometry: { type: 'Point', coordinates: [...place] } },
    properties: {
      ...{ rank, hue: region.hue, households },
      ...{ name: words.name(region), figures: words.figures(households, region) },
    },
  });

  return {
    *all(preview) {
      const previewed = preview?.level === level ? blocksOfPreview(preview) : null;
      // Regions of the level that take no part in the preview keep their blocks, and their names.
      const isGone = (id: number): boolean =>
        previewed !== null &&
        draft.regions.get(id)?.kind === level &&
        blocksWithin(draft, id).every((block) => preview!.regionOf.has(block));
      given.clear();
      onTrial = [];
      read = draft.touched.length;
      yield* inPieces([...draft.regions.keys()], NAMES_A_STEP, (id) => {
        const made = isGone(id) ? null : labelOf(id);
        if (made) given.set(id, made);
      });
      yield* inPieces(previewed ?? [], NAMES_A_STEP, ([id, blocks]) => {
        const region = preview!.regions.get(id)!;
        const place = innerPlace(
          draft,
          blocks.filter((block) => draft.fabric.blocks.has(block)),
        );
        if (place) given.set(id, label(id, region, NAMED[level][level]!, place, region.households));
      });
      return { type: 'FeatureCollection', features: [...given.values()] };
    },
    changes(households) {
      const asked = new Set<number | null>([...draft.touched.slice(read), ...onTrial, ...households.keys()]);
      read = draft.touched.length;
      onTrial = [...households.keys()];
      const [add, remove]: [Label[], number[]] = [[], []];
      for (const id of asked) {
        if (id === null) continue;
        const made = labelOf(id, households.get(id));
        const before = given.get(id);
        if (made && !(before && isSameLabel(made, before))) add.push(made);
        if (made) given.set(id, made);
        else if (given.delete(id)) remove.push(id);
      }
      return add.length + remove.length > 0 ? { add, remove } : null;
    },
  };
}

interface Label extends Feature<Point> {
  readonly properties: Record<string, string | number>;
}

const isSameLabel = (a: Label, b: Label): boolean =>
  isSame(a.properties, b.properties) && isSame(a.geometry.coordinates, b.geometry.coordinates);

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
    draft.contentsOf(block).areaCm2 > draft.contentsOf(best).areaCm2 ? block : best,
  );
  return blockPlace(draft, largest);
}

import type { MultiPolygon } from 'geojson';
import type { LayerSpecification, StyleSpecification } from 'maplibre-gl';
import type { OutlineUrls } from '../state/plan-outlines.ts';
import { baseMap } from './layers/base-map.ts';
import type { LayerBuilder, LookContext } from './layers/context.ts';
import { DRAFT_SOURCES, draftBaseBorders, draftLabels } from './layers/draft.ts';
import { landuse, railway, water, waterLabels } from './layers/ground.ts';
import { markedArea, markedSource } from './layers/marked.ts';
import { outlineSources, withOutlines } from './layers/outlines.ts';
import {
  buildings,
  compoundLabels,
  compounds,
  houseNumbers,
  organizations,
  serviceCentres,
  siteAreas,
  sites,
} from './layers/places.ts';
import { blocks, groupingLines, regionFills, regionLabels, regionLines } from './layers/regions.ts';
import { roadLabels, roads } from './layers/roads.ts';
import type { Slot } from './overlay-registry.ts';
import { slotLayer } from './slots.ts';
import { baseMapSource, TILE_GROUPS, type TileAddress, type TileGroup, tileSource } from './sources.ts';

const slot =
  (name: Slot): LayerBuilder =>
  () => [slotLayer(name)];

/** From below: a base map or our own ground, region colour, water and roads over it, buildings, borders, pins, words. */
const BUILDERS: readonly LayerBuilder[] = [
  baseMap,
  landuse,
  regionFills,
  slot('under-roads'),
  water,
  compounds,
  railway,
  roads,
  blocks,
  siteAreas,
  buildings,
  regionLines,
  groupingLines,
  draftBaseBorders,
  markedArea,
  slot('under-labels'),
  organizations,
  waterLabels,
  roadLabels,
  houseNumbers,
  compoundLabels,
  // maplibre places the last layer's labels first: communities before grids; all pins before either would be too loud.
  sites,
  regionLabels,
  draftLabels,
  serviceCentres,
];

/** What a draft draws itself, of its own state. */
const NOT_WITH_DRAFT: ReadonlySet<LayerBuilder> = new Set([
  ...[regionFills, regionLines, groupingLines, regionLabels, blocks],
]);
const ONLY_WITH_DRAFT: ReadonlySet<LayerBuilder> = new Set([draftBaseBorders, draftLabels]);

/** The county and its regions: little to fetch, few shaders to compile and no letters to load, so it stands at once. */
const FIRST_BUILDERS: readonly LayerBuilder[] = [regionFills, slot('under-roads'), regionLines, slot('under-labels')];

export interface StyleInput extends LookContext {
  /** `first`: the regions alone, until they have been drawn once */
  readonly stage: 'first' | 'full';
  /** null while no county is open: the ground colour alone */
  readonly tiles: TileAddress | null;
  readonly fontFaces?: StyleSpecification['font-faces'];
  /** a draft stands in the place of the regions in force */
  readonly draft?: boolean;
  /** the regions of a plan, in the place of those in force */
  readonly outlines?: OutlineUrls | null;
  /** a place to be marked; left out where nothing ever is */
  readonly marked?: MultiPolygon | null;
}

/** State → the whole style of the map. maplibre draws the difference to what it shows. */
export function buildStyle({
  tiles,
  fontFaces,
  stage,
  draft = false,
  outlines = null,
  marked,
  ...look
}: StyleInput): StyleSpecification {
  const out = draft ? NOT_WITH_DRAFT : ONLY_WITH_DRAFT;
  const builders = (stage === 'first' ? FIRST_BUILDERS : BUILDERS).filter(
    (build) => !out.has(build) && (build !== markedArea || marked !== undefined),
  );
  const built = tiles ? builders.flatMap((build) => build(look)) : [];
  const layers = outlines ? withOutlines(built, outlines) : built;
  const used = new Set(layers.map((layer) => ('source' in layer ? layer.source : '')));
  const groups = (Object.keys(TILE_GROUPS) as TileGroup[]).filter((group) => used.has(group));
  const background: LayerSpecification = {
    id: 'background',
    type: 'background',
    paint: { 'background-color': look.palette.background },
  };
  return {
    version: 8,
    ...(fontFaces ? { 'font-faces': fontFaces } : {}),
    sources: {
      ...(tiles ? Object.fromEntries(groups.map((group) => [group, tileSource(group, tiles)])) : {}),
      ...(used.has('base-map') ? { 'base-map': baseMapSource(look.baseMap!) } : {}),
      ...(tiles && draft && stage === 'full' ? DRAFT_SOURCES : {}),
      ...(tiles && outlines ? outlineSources(outlines) : {}),
      ...(tiles && marked !== undefined && stage === 'full' ? { marked: markedSource(marked) } : {}),
    },
    light: { anchor: 'viewport', color: '#ffffff', intensity: 0.28, position: [1.2, 200, 40] },
    layers: [background, ...layers],
  };
}

/** The next style, with the draft's sources as they have been filled: a style knows them empty. */
export function keepDraft(drawn: StyleSpecification | undefined, next: StyleSpecification): StyleSpecification {
  const kept = Object.keys(DRAFT_SOURCES).filter((id) => drawn?.sources[id] && next.sources[id]);
  return { ...next, sources: { ...next.sources, ...Object.fromEntries(kept.map((id) => [id, drawn!.sources[id]!])) } };
}

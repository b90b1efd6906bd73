import type { LayerSpecification, StyleSpecification } from 'maplibre-gl';
import type { LayerBuilder, LookContext } from './layers/context.ts';
import { landuse, railway, water, waterLabels } from './layers/ground.ts';
import {
  buildings,
  compoundLabels,
  compounds,
  houseNumbers,
  organizations,
  siteAreas,
  sites,
} from './layers/places.ts';
import { blocks, groupingLines, regionFills, regionLabels, regionLines } from './layers/regions.ts';
import { roadLabels, roads } from './layers/roads.ts';
import { TILE_GROUPS, type TileAddress, type TileGroup, tileSource } from './sources.ts';

/** From below: ground, region colour, water and roads over it, buildings, borders, pins, words. */
const BUILDERS: readonly LayerBuilder[] = [
  landuse,
  regionFills,
  water,
  compounds,
  railway,
  roads,
  blocks,
  siteAreas,
  buildings,
  regionLines,
  groupingLines,
  organizations,
  waterLabels,
  roadLabels,
  houseNumbers,
  compoundLabels,
  // maplibre places the last layer's labels first: communities before grids, pins before either would be too loud.
  sites,
  regionLabels,
];

/** The county and its regions by name: little to fetch and few shaders to compile, so it stands at once. */
const FIRST_BUILDERS: readonly LayerBuilder[] = [regionFills, regionLines, regionLabels];

export interface StyleInput extends LookContext {
  /** `first`: the regions alone, until they have been drawn once */
  readonly stage: 'first' | 'full';
  /** null while no county is open: the ground colour alone */
  readonly tiles: TileAddress | null;
  readonly fontFaces?: StyleSpecification['font-faces'];
}

/** State → the whole style of the map. maplibre draws the difference to what it shows. */
export function buildStyle({ tiles, fontFaces, stage, ...look }: StyleInput): StyleSpecification {
  const builders = stage === 'first' ? FIRST_BUILDERS : BUILDERS;
  const layers = tiles ? builders.flatMap((build) => build(look)) : [];
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
    sources: tiles ? Object.fromEntries(groups.map((group) => [group, tileSource(group, tiles)])) : {},
    light: { anchor: 'viewport', color: '#ffffff', intensity: 0.28, position: [1.2, 200, 40] },
    layers: [background, ...layers],
  };
}

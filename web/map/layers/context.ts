import type { ExpressionSpecification, LayerSpecification } from 'maplibre-gl';
import type { BaseMap } from '../../../api/contract/base-maps.ts';
import type { LayerVisibility } from '../../state/layer-keys.ts';
import type { Language, ThemeName } from '../../state/preferences.ts';
import type { MapPalette } from '../palette.ts';

/** Everything a layer's look depends on. Layers are pure functions of it. */
export interface LookContext {
  readonly theme: ThemeName;
  readonly palette: MapPalette;
  readonly language: Language;
  readonly layers: LayerVisibility;
  /** a raster map of others under everything */
  readonly baseMap: BaseMap | null;
}

export type LayerBuilder = (look: LookContext) => LayerSpecification[];

/** Line width or size that grows with the zoom: `grow(1.4, [12, 1], [18, 12])`. */
export const byZoom = (base: number, ...stops: readonly [zoom: number, value: number][]): ExpressionSpecification =>
  ['interpolate', ['exponential', base], ['zoom'], ...stops.flat()] as ExpressionSpecification;

/** The name in the reader's language where there is one. */
export const nameIn = (language: Language): ExpressionSpecification =>
  language === 'en' ? ['coalesce', ['get', 'name_en'], ['get', 'name'], ''] : ['coalesce', ['get', 'name'], ''];

export const kindIs = (...kinds: string[]): ExpressionSpecification =>
  ['in', ['get', 'kind'], ['literal', kinds]] as ExpressionSpecification;

/** Colour by an attribute's value. */
export const matchColour = (
  attribute: string,
  colours: Readonly<Record<string, string>>,
  other: string,
): ExpressionSpecification => {
  const pairs = Object.entries(colours).filter(([, colour]) => colour !== other);
  return pairs.length === 0
    ? (['literal', other] as unknown as ExpressionSpecification)
    : (['match', ['get', attribute], ...pairs.flat(), other] as unknown as ExpressionSpecification);
};

/** Colour by a region's hue, 0 to 7. */
export const byHue = (colours: readonly string[]): ExpressionSpecification =>
  [
    'match',
    ['get', 'hue'],
    ...colours.slice(1).flatMap((colour, index) => [index + 1, colour]),
    colours[0]!,
  ] as unknown as ExpressionSpecification;

/** `raised` while the feature is hovered, `plain` otherwise. */
export const onHover = (
  raised: number | ExpressionSpecification,
  plain: number | ExpressionSpecification,
): ExpressionSpecification => ['case', ['boolean', ['feature-state', 'hover'], false], raised, plain];

/** A region's name steps above or below a pin in the middle of the region; to a side it would stand in the neighbour. */
export const STEPS_ASIDE = {
  'text-variable-anchor': ['center', 'top', 'bottom'] as ('center' | 'top' | 'bottom')[],
  'text-radial-offset': 1.8,
  'text-justify': 'auto' as const,
};

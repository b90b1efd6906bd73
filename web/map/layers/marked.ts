import type { MultiPolygon } from 'geojson';
import type { GeoJSONSourceSpecification } from 'maplibre-gl';
import { PLAN_COLOURS } from '../plan-picture/plan-colours.ts';
import { byZoom, type LayerBuilder } from './context.ts';

/** The place that somebody asked to see; always there, so that another place is a change of its data alone. */
export const markedSource = (area: MultiPolygon | null): GeoJSONSourceSpecification => ({
  type: 'geojson',
  data: area ?? { type: 'FeatureCollection', features: [] },
});

const css = ([red, green, blue, alpha]: readonly number[]): string =>
  `rgba(${red}, ${green}, ${blue}, ${alpha! / 255})`;

/** In the colour of what is not in force, between two lines of the ground's: seen on any fill, on both sides of a comparison. */
export const markedArea: LayerBuilder = ({ theme }) => {
  const { draft, halo } = PLAN_COLOURS[theme];
  const line = (id: string, colour: readonly number[], widthPx: number) => ({
    ...{ id, type: 'line' as const, source: 'marked', layout: { 'line-join': 'round' as const } },
    paint: { 'line-color': css(colour), 'line-width': byZoom(1, [11, widthPx * 0.7], [16, widthPx]) },
  });
  return [
    { id: 'marked-fill', type: 'fill', source: 'marked', paint: { 'fill-color': css(draft), 'fill-opacity': 0.22 } },
    line('marked-halo', halo, 7),
    line('marked-line', draft, 3),
  ];
};

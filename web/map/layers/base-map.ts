import type { LayerBuilder } from './context.ts';

/** A raster map of others lies in the place of our own ground; in the dark it is dimmed. */
export const baseMap: LayerBuilder = ({ baseMap, theme }) =>
  baseMap
    ? [
        {
          id: 'base-map',
          type: 'raster',
          source: 'base-map',
          paint: {
            'raster-fade-duration': 0,
            ...(theme === 'dark' ? { 'raster-brightness-max': 0.55, 'raster-saturation': -0.3 } : {}),
          },
        },
      ]
    : [];

import type { Feature } from '../../state/feature.ts';
import { messages } from './messages.ts';
import { RegionBrowser } from './region-browser.tsx';

export const browseRegions: Feature = {
  id: 'browse-regions',
  messages,
  panels: [{ mode: 'map', order: 20, component: RegionBrowser }],
};

import { browseRegions } from '../features/browse-regions/feature.ts';
import { importData } from '../features/import-data/feature.ts';
import { inspect } from '../features/inspect/feature.ts';
import { measure } from '../features/measure/feature.ts';
import { overview } from '../features/overview/feature.ts';
import { pickDate } from '../features/pick-date/feature.ts';
import { searchPlaces } from '../features/search-places/feature.ts';
import { signIn } from '../features/sign-in/feature.ts';
import { switchLayers } from '../features/switch-layers/feature.ts';
import type { Feature } from '../state/feature.ts';

/** Everything that Tongxin can do, one line each. A line less, and the rest still stands. */
export const FEATURES: readonly Feature[] = [
  signIn,
  overview,
  browseRegions,
  searchPlaces,
  pickDate,
  switchLayers,
  inspect,
  measure,
  importData,
];

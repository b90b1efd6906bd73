import { browseRegions } from '../features/browse-regions/feature.ts';
import { compareDivisions } from '../features/compare-divisions/feature.ts';
import { decidePlan } from '../features/decide-plan/feature.ts';
import { discussPlan } from '../features/discuss-plan/feature.ts';
import { editTable } from '../features/edit-table/feature.ts';
import { editThings } from '../features/edit-things/feature.ts';
import { enterTallies } from '../features/enter-tallies/feature.ts';
import { exportData } from '../features/export-data/feature.ts';
import { exportDivision } from '../features/export-division/feature.ts';
import { guidePractice } from '../features/guide-practice/feature.ts';
import { importData } from '../features/import-data/feature.ts';
import { importPlan } from '../features/import-plan/feature.ts';
import { inspect } from '../features/inspect/feature.ts';
import { manageHolidays } from '../features/manage-holidays/feature.ts';
import { managePeople } from '../features/manage-people/feature.ts';
import { managePlans } from '../features/manage-plans/feature.ts';
import { manageRules } from '../features/manage-rules/feature.ts';
import { measure } from '../features/measure/feature.ts';
import { myAccount } from '../features/my-account/feature.ts';
import { openInterface } from '../features/open-interface/feature.ts';
import { overview } from '../features/overview/feature.ts';
import { photos } from '../features/photos/feature.ts';
import { pickDate } from '../features/pick-date/feature.ts';
import { proposeDivision } from '../features/propose-division/feature.ts';
import { readAudit } from '../features/read-audit/feature.ts';
import { redrawBoundaries } from '../features/redraw-boundaries/feature.ts';
import { searchPlaces } from '../features/search-places/feature.ts';
import { signIn } from '../features/sign-in/feature.ts';
import { switchLayers } from '../features/switch-layers/feature.ts';
import { worklists } from '../features/worklists/feature.ts';
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
  editThings,
  photos,
  worklists,
  editTable,
  enterTallies,
  measure,
  guidePractice,
  managePlans,
  manageRules,
  redrawBoundaries,
  proposeDivision,
  decidePlan,
  discussPlan,
  compareDivisions,
  exportDivision,
  importPlan,
  importData,
  managePeople,
  manageHolidays,
  readAudit,
  myAccount,
  exportData,
  openInterface,
];

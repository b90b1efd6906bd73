import { type DivisionState, toDivisionState } from '../../../geo/divide/draft.ts';
import { regionStats } from '../../../geo/divide/region-stats.ts';
import type { PlanLevel } from '../../contract/plans.ts';
import { today } from '../../contract/today.ts';
import { type CountyRow, readCounty } from '../../db/counties.ts';
import type { ScopedDatabase } from '../../db/database.ts';
import { divisionInForce } from '../../db/divisions.ts';
import { listRegions } from '../../db/regions.ts';
import { ProblemError } from '../../problems.ts';
import { loadDivision } from '../plans/base-division.ts';
import { drawPlan, loadDrawn } from '../plans/evaluate-plan.ts';
import type { FabricFiles } from '../plans/fabric-files.ts';
import { requirePlan } from '../plans/plan-rights.ts';

/** What a file tells of a region beside its name; figures of members are never among it. */
export interface RegionFigures {
  areaM2: number;
  households: number;
  residents: number;
  buildings: number;
  /** residents were shared out from a larger figure */
  estimated: boolean;
}

/** A division, or a plan as it is drawn now, ready to be written in any format. */
export interface ExportSource {
  county: CountyRow;
  title: string;
  /** yyyy-mm-dd: the day it shows */
  date: string;
  state: DivisionState;
  /** what the plan draws; null = it is a division */
  level: PlanLevel | null;
  figures: ReadonlyMap<number, RegionFigures>;
}

/** @throws ProblemError 'not-found' when none is in force on that day */
export async function sourceOfDivision(files: FabricFiles, db: ScopedDatabase, date: string): Promise<ExportSource> {
  const { county } = db.scope;
  const division = await divisionInForce(db, county, date);
  if (!division)
    throw new ProblemError('not-found', `County ${county} has no division in force on ${date}; try another date.`);
  const state = await loadDivision(files, db, { division: division.id, fabric: division.fabric });
  const regions = await listRegions(db, county, division.id);
  return {
    ...{ county: await requireCounty(db), title: division.name, date, state, level: null },
    figures: new Map(regions.map((region) => [region.id, region])),
  };
}

/** @throws ProblemError 'not-found', also for a plan that the scope does not see */
export async function sourceOfPlan(files: FabricFiles, db: ScopedDatabase, id: number): Promise<ExportSource> {
  const { title, level } = await requirePlan({ db }, id);
  const draft = drawPlan(await loadDrawn(files, db, id));
  const state = toDivisionState(draft);
  const figures = new Map(state.regions.map((region) => [region.id, regionStats(draft, region.id)]));
  return { county: await requireCounty(db), title, date: today(), state, level, figures };
}

export async function requireCounty(db: ScopedDatabase): Promise<CountyRow> {
  const county = await readCounty(db, db.scope.county);
  if (county) return county;
  throw new ProblemError('not-found', `There is no county ${db.scope.county}.`);
}

/** Names a file by what it shows: 梨树县-现行区划-社区-2026-11-30. What file systems refuse is left out. */
export const fileName = (...parts: readonly string[]): string =>
  parts
    .map((part) => part.replace(/[\p{Cc}\p{Cf}\p{Cs}\\/:*?"<>|\s]+/gu, ' ').trim())
    .filter((part) => part !== '')
    .join('-');

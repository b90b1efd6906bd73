import { type PlanReading, planReading, type ReadingWish } from '../../api/contract/plan-reading.ts';
import { queryString } from './http.ts';
import { type UploadOptions, upload } from './upload.ts';

/** What a file would make of a plan; nothing is changed. */
export const readPlanFile = (
  county: string,
  plan: number,
  file: File,
  wish: ReadingWish,
  options?: UploadOptions,
): Promise<PlanReading> =>
  upload(`/api/counties/${county}/plans/${plan}/reading${queryString({ ...wish })}`, file, planReading, options);

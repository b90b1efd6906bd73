import { type ExportLosses, type ExportWish, exportLosses, LOSSES_HEADER } from '../../api/contract/exports.ts';
import { type DownloadedFile, type DownloadOptions, download } from './download.ts';
import { queryString } from './http.ts';

export interface ExportedFile extends Omit<DownloadedFile, 'headers'> {
  /** what the format could not hold */
  readonly losses: ExportLosses;
}

const path = (county: string, ...rest: (string | number)[]): string => ['/api/counties', county, ...rest].join('/');

async function take(address: string, options: DownloadOptions): Promise<ExportedFile> {
  const { headers, ...file } = await download(address, options);
  const told = headers.get(LOSSES_HEADER);
  return { ...file, losses: told === null ? [] : exportLosses.parse(JSON.parse(told)) };
}

/** @param date  yyyy-mm-dd; null = today */
export const exportDivision = (
  county: string,
  date: string | null,
  wish: ExportWish,
  options: DownloadOptions,
): Promise<ExportedFile> => take(`${path(county, 'division', 'export')}${queryString({ date, ...wish })}`, options);

export const exportPlan = (
  county: string,
  plan: number,
  wish: ExportWish,
  options: DownloadOptions,
): Promise<ExportedFile> => take(`${path(county, 'plans', plan, 'export')}${queryString({ ...wish })}`, options);

/** What a plan changes against its base, as a workbook in the reader's language. */
export const exportChangeList = (
  county: string,
  plan: number,
  lang: string,
  options: DownloadOptions,
): Promise<ExportedFile> => take(`${path(county, 'plans', plan, 'change-list')}${queryString({ lang })}`, options);

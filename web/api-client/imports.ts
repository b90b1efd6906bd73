import { z } from 'zod';
import { type MatchDecision, type MatchList, type MatchState, matchList } from '../../api/contract/import-matches.ts';
import {
  type ImportPreview,
  type ImportReport,
  type ImportSettings,
  importPreview,
  importReport,
  type ReportFormat,
} from '../../api/contract/imports.ts';
import { queryString, request } from './http.ts';
import { type UploadOptions, upload } from './upload.ts';

const path = (county: string, id?: string, step?: string): string =>
  ['/api/counties', county, 'imports', id, step].filter(Boolean).join('/');

/** Sends the file; nothing has been written when the reply comes. It may still be being read: ask `getImport`. */
export const startImport = (
  county: string,
  file: File,
  settings: Partial<ImportSettings> & Pick<ImportSettings, 'target'>,
  options?: UploadOptions,
): Promise<ImportReport> =>
  upload(
    `${path(county)}${queryString({ name: file.name, settings: JSON.stringify(settings) })}`,
    file,
    importReport,
    options,
  );

/** Imports of a county, newest first. */
export const listImports = (county: string, signal?: AbortSignal): Promise<ImportReport[]> =>
  request(path(county), z.array(importReport), { signal });

export const getImport = (county: string, id: string, signal?: AbortSignal): Promise<ImportReport> =>
  request(path(county, id), importReport, { signal });

/** Reads the staged file again with other settings. */
export const changeImport = (county: string, id: string, settings: ImportSettings): Promise<ImportReport> =>
  request(path(county, id), importReport, { method: 'PUT', body: settings });

/** Address of the report as a file, for a link that saves it. */
export const importReportAddress = ({ county, id }: ImportReport, format: ReportFormat, lang: string): string =>
  `${path(county, id, 'report')}${queryString({ format, lang })}`;

export const getImportPreview = (county: string, id: string, signal?: AbortSignal): Promise<ImportPreview> =>
  request(path(county, id, 'preview'), importPreview, { signal });

/** What rows were joined to, a page after another. */
export const getMatches = (
  county: string,
  id: string,
  { states, after }: { states: readonly MatchState[]; after: number },
  signal?: AbortSignal,
): Promise<MatchList> =>
  request(`${path(county, id, 'matches')}${queryString({ state: states.join(','), after })}`, matchList, { signal });

export const settleMatches = (county: string, id: string, decisions: readonly MatchDecision[]): Promise<null> =>
  request(path(county, id, 'matches'), null, { method: 'PUT', body: { decisions } });

/** The only step that writes: everything or nothing. */
export const switchImport = (county: string, id: string): Promise<ImportReport> =>
  request(path(county, id, 'switch'), importReport, { method: 'POST' });

export const dropImport = (county: string, id: string): Promise<null> =>
  request(path(county, id), null, { method: 'DELETE' });

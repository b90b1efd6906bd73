import { type AuditFilter, type AuditPage, auditPage } from '../../api/contract/audit.ts';
import { type DownloadedFile, download } from './download.ts';
import { queryString, request } from './http.ts';

const at = (county: string) => `/api/counties/${county}/audit`;

/** @param before  `next` of the page before; null = the latest */
export const readAudit = (
  county: string,
  filter: AuditFilter,
  before: number | null,
  signal?: AbortSignal,
): Promise<AuditPage> => request(`${at(county)}${queryString({ ...filter, before })}`, auditPage, { signal });

/** @throws ApiError `invalid-request` when there are more lines than a file takes */
export const exportAudit = (
  county: string,
  filter: AuditFilter,
  as: { format: 'csv' | 'xlsx'; language: 'zh' | 'en' },
): Promise<DownloadedFile> => download(`${at(county)}/export${queryString({ ...filter, ...as })}`);

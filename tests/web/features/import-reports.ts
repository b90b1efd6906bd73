import { type ImportReport, type ImportSettings, importSettings } from '../../../api/contract/imports.ts';

export const settingsOf = (given: Partial<ImportSettings> = {}): ImportSettings =>
  importSettings.parse({ target: 'buildings', ...given });

/** A preview of ten buildings with nothing wrong, but for what is given. */
export const reportOf = (given: Partial<ImportReport> = {}): ImportReport => ({
  id: '00000000-0000-4000-8000-000000000000',
  county: '990001',
  countyExists: true,
  fileName: 'buildings.geojson',
  status: 'preview',
  ...{ createdAt: '2026-12-01T01:30:00.000Z', finishedAt: null, accountName: '赵敏' },
  settings: settingsOf(),
  ...{ format: 'geojson', layers: [], layer: null, table: null },
  crs: { name: 'EPSG:4326', source: 'guessed', why: '' },
  fields: [],
  rows: 10,
  ready: 10,
  bounds: null,
  faults: [],
  faultTotal: 0,
  attribution: '',
  remembered: false,
  outcome: {},
  progress: 1,
  message: '',
  problem: null,
  ...given,
});

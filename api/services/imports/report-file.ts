import type { WordLanguage } from '../../contract/exports.ts';
import { FAULTS_WITH_REASON, faultMessages, faultValueMessages } from '../../contract/fault-words.ts';
import type { Fault, ImportReport, ReportFormat } from '../../contract/imports.ts';
import { clockTime } from '../../contract/today.ts';
import type { Row } from '../../formats/layer.ts';
import { writeCsv } from '../../formats/write-csv.ts';
import { type Sheet, type SheetColumn, writeXlsx } from '../../formats/write-xlsx.ts';
import { fileName } from '../exports/export-source.ts';
import { KIND_WORDS } from '../exports/words.ts';
import { REPORT_WORDS, type ReportWords } from './report-words.ts';

export interface ReportFile {
  name: string;
  mediaType: string;
  bytes: Uint8Array;
}

export const REPORT_MEDIA_TYPES: Readonly<Record<ReportFormat, string>> = {
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  csv: 'text/csv; charset=utf-8',
  json: 'application/json',
};

/**
 * An import's report as a file to keep: as a workbook what the import was and came to, and its faults row by row; as CSV
 * the faults alone, for whoever mends the file; as JSON all of it.
 */
export async function writeReport(
  report: ImportReport,
  { format, lang }: { format: ReportFormat; lang: WordLanguage },
): Promise<ReportFile> {
  const words = REPORT_WORDS[lang];
  const title = format === 'csv' ? words.faults : words.title;
  const [day] = clockTime(report.createdAt).split(' ');
  return {
    name: `${fileName(title, report.fileName, day!)}.${format}`,
    mediaType: REPORT_MEDIA_TYPES[format],
    bytes: await CONTENTS[format](report, lang, words),
  };
}

const CONTENTS: Readonly<
  Record<ReportFormat, (report: ImportReport, lang: WordLanguage, words: ReportWords) => Promise<Uint8Array>>
> = {
  xlsx: (report, lang, words) =>
    writeXlsx([summarySheet(report, lang, words), faultSheet(report, lang, words)], {
      title: `${words.title} ${report.fileName}`,
      writtenAt: new Date(),
    }),
  csv: async (report, lang, words) => {
    const { columns, rows } = faultSheet(report, lang, words);
    return Buffer.from([...writeCsv(columns, rows)].join(''));
  },
  json: async (report) => Buffer.from(`${JSON.stringify(report, null, 2)}\n`),
};

const text = (name: string, title: string): SheetColumn => ({ name, title, type: 'text' });

/** What the import was, when, by whom, and what came of it, line by line. */
function summarySheet(report: ImportReport, lang: WordLanguage, words: ReportWords): Sheet {
  const { settings, crs, finishedAt, faults, faultTotal } = report;
  const lines: (readonly [string, string | number | null])[] = [
    [words.county, report.county],
    [words.file, report.fileName],
    [words.target, words.targets[settings.target]],
    [words.level, settings.level && KIND_WORDS[lang][settings.level]],
    [words.mode, words.modes[settings.mode]],
    [words.status, words.statuses[report.status]],
    [words.person, report.accountName || words.byCommand],
    [words.begun, clockTime(report.createdAt)],
    [words.ended, finishedAt && clockTime(finishedAt)],
    [words.format, report.format],
    [words.layer, report.layer],
    [words.crs, report.format && crs.name],
    [words.filter, settings.where],
    [words.rows, report.rows],
    [words.ready, report.ready],
    [words.faultTotal, faultTotal],
    [words.listed, faults.length < faultTotal ? faults.length : null],
    ...Object.entries(report.outcome).map(([key, value]) => [words.outcome[key] ?? key, value] as const),
    [words.source, report.attribution],
    [words.message, report.message],
  ];
  return {
    name: words.summary,
    columns: [text('what', words.what), text('is', words.is)],
    rows: lines
      .filter(([, value]) => value !== null && value !== '')
      .map(([what, value]) => ({ what, is: String(value) })),
  };
}

function faultSheet({ faults, settings }: ImportReport, lang: WordLanguage, words: ReportWords): Sheet {
  return {
    name: words.faults,
    columns: [
      text('severity', words.severity),
      { name: 'row', title: words.row, type: 'integer', format: '0' },
      text('name', words.name),
      text('kind', words.kind),
      text('particulars', words.particulars),
      text('advice', words.advice),
      { name: 'lng', title: words.lng, type: 'real', format: '0.000000' },
      { name: 'lat', title: words.lat, type: 'real', format: '0.000000' },
      { name: 'area', title: words.area, type: 'real' },
    ],
    rows: faults.map((fault): Row => {
      const said: Readonly<Record<string, { name: string; advice: string }>> = faultMessages[lang];
      const { name = fault.kind, advice = '' } = said[fault.kind] ?? {};
      return {
        ...{ severity: words.severities[fault.severity], row: fault.row, name: fault.name ?? '' },
        ...{ kind: name, particulars: particularsOf(fault, lang, settings.mapping), advice },
        ...{ lng: fault.at?.[0] ?? null, lat: fault.at?.[1] ?? null, area: fault.areaM2 ?? null },
      };
    }),
  };
}

/** What this fault says beyond its kind; an attribute goes by the column of the file that it was taken from. */
function particularsOf({ kind, detail, values }: Fault, lang: WordLanguage, mapping: Record<string, string>): string {
  const sentences: Readonly<Record<string, string>> = faultValueMessages[lang];
  const sentence = sentences[kind];
  if (values && sentence) {
    const worded = (key: string): string => {
      const value = String(values[key] ?? '');
      return key === 'attribute' ? mapping[value] || value : value;
    };
    return sentence.replace(/\{\{(\w+)\}\}/g, (_, key: string) => worded(key));
  }
  return kind in faultMessages[lang] && !FAULTS_WITH_REASON.includes(kind) ? '' : detail;
}

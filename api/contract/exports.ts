import { z } from 'zod';
import { isoDate, regionKind } from './words.ts';

/**
 * Files to take away, under /api/counties/:county
 *
 *   GET /division/export?date=&format=&level=&encoding=    the division in force on a day (today)
 *   GET /plans/:id/export?format=&level=&encoding=         a plan as it is drawn now
 *   GET /plans/:id/change-list?lang=                       what a plan changes against its base (XLSX)
 *
 * Each comes with its name in `content-disposition`; what the format could not hold stands in `LOSSES_HEADER`.
 */
export const EXPORT_FORMATS = ['geojson', 'topojson', 'shapefile', 'geopackage', 'assignment-csv'] as const;
export const exportFormat = z.enum(EXPORT_FORMATS);
export type ExportFormat = z.infer<typeof exportFormat>;

export const TEXT_ENCODINGS = ['utf-8', 'gbk'] as const;
export const textEncoding = z.enum(TEXT_ENCODINGS);
export type TextEncodingName = z.infer<typeof textEncoding>;

const wish = {
  format: exportFormat,
  /** regions of one level alone; without it all levels, and for a table of blocks the plan's own, or the lowest of a division */
  level: regionKind.optional(),
  /** of names and texts in a Shapefile; utf-8 when left out */
  encoding: textEncoding.optional(),
};
const onlyShapefile = {
  message: 'only a Shapefile has a choice of encoding; leave it out',
  path: ['encoding'],
};
const fits = ({ format, encoding }: { format: ExportFormat; encoding?: TextEncodingName | undefined }): boolean =>
  encoding === undefined || format === 'shapefile';

export const planExport = z.strictObject(wish).refine(fits, onlyShapefile);
export const divisionExport = z.strictObject({ date: isoDate.optional(), ...wish }).refine(fits, onlyShapefile);
export type ExportWish = z.infer<typeof planExport>;

export const WORD_LANGUAGES = ['zh', 'en'] as const;
export type WordLanguage = (typeof WORD_LANGUAGES)[number];
export const changeList = z.strictObject({ lang: z.enum(WORD_LANGUAGES).default('zh') });

/** Holds `exportLosses` as JSON in ASCII; absent when nothing was lost. */
export const LOSSES_HEADER = 'x-losses';
/** What a file could not hold as it was, by layer. */
export const exportLosses = z.array(
  z.object({
    layer: z.string(),
    /** name of the column → name of the field */
    renamed: z.record(z.string(), z.string()),
    /** column → how many of its texts were cut */
    cut: z.record(z.string(), z.number()),
    /** characters that the encoding does not have; they stand as "?" */
    unencodable: z.number(),
    /** features without a place, which the format cannot hold: they are left out */
    placeless: z.number().optional(),
  }),
);
export type ExportLosses = z.infer<typeof exportLosses>;

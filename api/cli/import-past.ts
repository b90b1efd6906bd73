import { writeFile } from 'node:fs/promises';
import { extname, resolve } from 'node:path';
import { z } from 'zod';
import type { WordLanguage } from '../contract/exports.ts';
import { type ImportReport, REPORT_FORMATS, type ReportFormat } from '../contract/imports.ts';
import { clockTime } from '../contract/today.ts';
import { countyCode } from '../contract/words.ts';
import type { ScopedDatabase } from '../db/database.ts';
import { listReports, readReport } from '../services/imports/imports.ts';
import { writeReport } from '../services/imports/report-file.ts';
import { type CommandIo, InputError, type OpenStore, UsageError } from './command.ts';
import { parseWords } from './parse-words.ts';
import { printReport } from './print-import.ts';

const OPTIONS = {
  county: { type: 'string' },
  out: { type: 'string' },
  lang: { type: 'string' },
  json: { type: 'boolean' },
} as const;
interface Values {
  county?: string;
  out?: string;
  lang?: string;
  json?: boolean;
}

export const PAST_USAGE = [
  '  import list --county CODE [--json]',
  '  import report ID --county CODE [--out FILE.xlsx|.csv|.json] [--lang zh|en]',
].join('\n');

/** What is done to an import that has been, by its verb. */
type Action = (words: string[], values: Values) => (db: ScopedDatabase, io: CommandIo) => Promise<void>;

/** Whether the words ask about imports that have been, and do not name a file to bring in. */
export const isAboutPast = ([verb = '', ...words]: string[]): boolean =>
  Object.hasOwn(ACTIONS, verb) && !words.some((word) => word === '--as' || word.startsWith('--as='));

/** `tongxin import list`, `report`: what was brought in before. */
export async function lookAtPast(argv: string[], io: CommandIo, open: OpenStore): Promise<number> {
  const { positionals, values } = parseWords(argv, OPTIONS);
  const [verb = '', ...words] = positionals;
  const county = countyCode.safeParse(values.county);
  if (!county.success) throw new UsageError('Name the county: --county CODE, six digits.');
  const act = ACTIONS[verb]!(words, values);
  await act((await open()).as({ county: county.data, role: 'admin' }), io);
  return 0;
}

const ACTIONS: Readonly<Record<string, Action>> = {
  list: (words, { json }) => {
    if (words.length > 0) throw new UsageError(`"import list" takes nothing more, not "${words.join(' ')}".`);
    return async (db, io) => {
      const reports = await listReports(db);
      if (json) io.out(JSON.stringify(reports));
      else if (reports.length === 0) io.out(`Nothing was imported into county ${db.scope.county} yet.`);
      else for (const report of reports) io.out(lineOf(report));
    };
  },
  report: (words, { out, lang, json }) => {
    const id = readId(words);
    const language = readLanguage(lang);
    const format = out === undefined ? null : formatOf(out);
    return async (db, io) => {
      const report = await readReport(db, id);
      if (out !== undefined && format) {
        const path = resolve(io.cwd, out);
        const { bytes } = await writeReport(report, { format, lang: language });
        await writeFile(path, bytes).catch((error: NodeJS.ErrnoException) => {
          throw new InputError(
            `${path} cannot be written: ${error.code ?? error.message}; name another place with --out.`,
          );
        });
        io.out(`${path} written.`);
      } else if (json) io.out(JSON.stringify(report));
      else printReport(report, io.out);
    };
  },
};

/** Begun, by whom, which file as what, how it ended, what it wrote, and the id for the other commands. */
function lineOf({
  id,
  createdAt,
  accountName,
  fileName,
  settings,
  status,
  rows,
  ready,
  faultTotal,
}: ImportReport): string {
  const counts = `${ready} of ${rows} rows, ${faultTotal} faults`;
  const who = accountName || 'command line';
  return [clockTime(createdAt), id, status.padEnd(9), settings.target.padEnd(13), fileName, `(${counts}; ${who})`].join(
    '  ',
  );
}

function readId(words: string[]): string {
  const [id, ...more] = words;
  if (id === undefined || more.length > 0 || !z.uuid().safeParse(id).success)
    throw new UsageError('Name one import by the id that "import list" shows.');
  return id;
}

function readLanguage(lang = 'zh'): WordLanguage {
  if (lang === 'zh' || lang === 'en') return lang;
  throw new UsageError(`--lang is zh or en, not "${lang}".`);
}

function formatOf(out: string): ReportFormat {
  const ending = extname(out).toLowerCase().slice(1);
  const format = REPORT_FORMATS.find((each) => each === ending);
  if (!format) throw new UsageError(`--out takes a file that ends in .xlsx, .csv or .json, not "${out}".`);
  return format;
}

import type { Draft } from '../../../geo/divide/draft.ts';
import { blocksWithin } from '../../../geo/divide/regions.ts';
import { attributionIn } from '../../contract/attribution.ts';
import type { WordLanguage } from '../../contract/exports.ts';
import type { Publication } from '../../contract/plans.ts';
import { clockTime, today } from '../../contract/today.ts';
import { REGION_KINDS } from '../../contract/words.ts';
import type { ScopedDatabase } from '../../db/database.ts';
import { readAssignment, readRegionVersions } from '../../db/divisions.ts';
import type { Row } from '../../formats/layer.ts';
import { type Sheet, type SheetColumn, writeXlsx } from '../../formats/write-xlsx.ts';
import type { FabricFiles } from '../plans/fabric-files.ts';
import { movedBlocks } from '../plans/movements.ts';
import { requirePlan } from '../plans/plan-rights.ts';
import { describePublication, preparePublication } from '../plans/publication.ts';
import { CHANGE_WORDS, type ChangeWords } from './change-words.ts';
import { fileName, requireCounty } from './export-source.ts';
import { KIND_WORDS } from './words.ts';
import type { ExportedFile } from './write-division.ts';

export const CHANGE_LIST_MEDIA_TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

type RegionChange = Publication['regions'][number];
/** `renamed`: nothing but its name is another one. */
type Change = 'new' | 'gone' | 'renamed' | 'changed';
const CHANGES: readonly Change[] = ['new', 'gone', 'renamed', 'changed'];

/**
 * What a plan changes against its base, as a workbook: what it is about, regions, moves, and moved blocks one by one.
 *
 * Codes of new regions are those that publishing today would give, or those that were given.
 */
export async function writeChangeList(
  files: FabricFiles,
  db: ScopedDatabase,
  id: number,
  lang: WordLanguage,
): Promise<ExportedFile> {
  const plan = await requirePlan({ db }, id);
  const words = CHANGE_WORDS[lang];
  const kindWord = (kind: RegionChange['kind']): string => KIND_WORDS[lang][kind];
  const county = await requireCounty(db);
  const date = today();
  const prepared = await preparePublication(files, db, id, { effective: plan.effective ?? date, name: words.title });
  const { base, draft } = prepared.evaluated;
  const told = await describePublication(db, prepared, date);
  const given = plan.published === null ? null : await givenCodes(db, plan.published, draft);
  const regions = told.regions.map((region) => ({ ...region, code: given?.get(region.id ?? -1) ?? region.code }));
  const oldName = ({ was }: RegionChange): string | null => base.regions.get(was ?? -1)?.name ?? null;
  const nowhere = (name: string): string => name || words.nowhere;
  const all: Sheet[] = [
    summary(words, [
      [words.county, `${lang === 'en' ? county.nameEn || county.name : county.name} ${county.code}`],
      [words.plan, plan.title],
      [words.status, words.statuses[plan.status]],
      [words.base, plan.base.validFrom ? `${plan.base.name} (${plan.base.validFrom})` : plan.base.name],
      [words.level, kindWord(plan.level)],
      [words.effective, plan.effective ?? '—'],
      [words.madeOn, date],
      [words.codes, plan.published === null ? words.codesPlanned : words.codesGiven],
      ...(county.demo ? [[words.data, words.demo] as const] : []),
      ...(county.attribution ? [[words.sources, attributionIn(lang, county)] as const] : []),
    ]),
    {
      name: words.regions,
      columns: [
        text('kind', words.level),
        text('change', words.change),
        text('name', words.name),
        text('oldName', words.oldName),
        text('code', words.code),
        text('oldCode', words.oldCode),
        count('households', words.households),
        count('oldHouseholds', words.oldHouseholds),
        count('residents', words.residents),
      ],
      rows: sorted(
        regions.flatMap((region) => {
          const change = changeOf(region, oldName(region), told);
          return change ? [{ region, change }] : [];
        }),
      ).map(({ region, change }) => ({
        ...{ kind: kindWord(region.kind), change: words.changes[change], name: region.name },
        ...{ oldName: oldName(region), code: region.code, oldCode: region.oldCode },
        ...{ households: region.households, oldHouseholds: region.oldHouseholds, residents: region.residents },
      })),
    },
    {
      name: words.moves,
      columns: [...[text('from', words.from), text('to', words.to), count('blocks', words.blocks)], ...amounts(words)],
      rows: told.moves.map((move) => ({ ...move, from: nowhere(move.fromName), to: nowhere(move.toName) })),
    },
    {
      name: words.movedBlocks,
      columns: [text('block', words.block), text('from', words.from), text('to', words.to), ...amounts(words)],
      rows: movedBlocks(prepared.before, prepared.after, plan.level).map((moved) => ({
        ...moved,
        ...{ from: nowhere(moved.fromName), to: nowhere(moved.toName) },
      })),
    },
    {
      name: words.exemptions,
      columns: [
        text('kind', words.level),
        text('name', words.name),
        count('pieces', words.pieces),
        text('reason', words.reason),
      ],
      rows: told.exemptions.map(({ name, pieces, reason, kind }) => ({ kind: kindWord(kind), name, pieces, reason })),
    },
    {
      name: words.consents,
      columns: [
        text('grouping', words.grouping),
        text('name', words.member),
        text('agreed', words.agreed),
        text('on', words.agreedOn),
        text('note', words.agreedNote),
        text('by', words.recordedBy),
        text('at', words.recordedAt),
      ],
      rows: told.consents.map(({ groupingName: grouping, name, by, at, on, note }) => ({
        ...{ grouping, name, agreed: by === null ? words.no : words.yes, by, at: at && clockTime(at), on, note },
      })),
    },
  ];
  const sheets = all.filter(({ rows }, at) => rows.length > 0 || at < ALWAYS_THERE);
  const title = fileName(county.name, plan.title, words.title, date);
  const bytes = await writeXlsx(sheets, { title, writtenAt: new Date() });
  return { name: `${title}.xlsx`, mediaType: CHANGE_LIST_MEDIA_TYPE, bytes, losses: [] };
}

/** Sheets that stand in every workbook, also empty: they say then that nothing changes. */
const ALWAYS_THERE = 4;

const text = (name: string, title: string): SheetColumn => ({ name, title, type: 'text' });
const count = (name: string, title: string): SheetColumn => ({ name, title, type: 'integer' });
const amounts = (words: ChangeWords): SheetColumn[] => [
  ...[count('households', words.households), count('residents', words.residents)],
  count('buildings', words.buildings),
];

const summary = (words: ChangeWords, lines: readonly (readonly [what: string, is: string])[]): Sheet => ({
  name: words.summary,
  columns: [text('what', words.what), text('is', words.is)],
  rows: lines.map(([what, is]): Row => ({ what, is })),
});

/** What became of a region; null when it stays as it was. */
function changeOf(region: RegionChange, oldName: string | null, { moves }: Publication): Change | null {
  if (region.change === 'same') return null;
  if (region.change !== 'changed') return region.change;
  const stays =
    region.households === region.oldHouseholds &&
    region.code === region.oldCode &&
    !moves.some(({ from, to }) => from === region.was || to === region.id);
  return stays && oldName !== region.name ? 'renamed' : 'changed';
}

/** Higher levels first; in each what is new, what goes, what is renamed or changed; then by code. */
const sorted = <T extends { region: RegionChange; change: Change }>(rows: readonly T[]): T[] =>
  rows.toSorted(
    (a, b) =>
      REGION_KINDS.indexOf(a.region.kind) - REGION_KINDS.indexOf(b.region.kind) ||
      CHANGES.indexOf(a.change) - CHANGES.indexOf(b.change) ||
      (a.region.code ?? a.region.oldCode ?? '').localeCompare(b.region.code ?? b.region.oldCode ?? ''),
  );

/** Codes that regions of a plan have got since it was published: of the region that holds the same blocks. */
async function givenCodes(db: ScopedDatabase, division: number, draft: Draft): Promise<Map<number, string>> {
  const { county } = db.scope;
  const rows = new Map((await readRegionVersions(db, county, division)).map((row) => [row.region, row]));
  const lowest = new Map((await readAssignment(db, county, division)).map(({ block, region }) => [block, region]));
  const codes = new Map<number, string>();
  for (const { id, kind } of draft.regions.values()) {
    const [block] = blocksWithin(draft, id);
    let found = rows.get(lowest.get(block ?? -1) ?? -1);
    while (found && found.kind !== kind) found = rows.get(found.parent ?? -1);
    if (found?.code) codes.set(id, found.code);
  }
  return codes;
}

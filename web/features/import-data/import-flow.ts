import { type ImportJoin, type JoinedThing, ownThing } from '../../../api/contract/import-matches.ts';
import type { Fault, ImportReport, ImportSettings } from '../../../api/contract/imports.ts';
import type { ImportTarget, RegionKind } from '../../../api/contract/words.ts';

/** Where the wizard stands. Only these can be written down. */
export type ImportFlow =
  | { readonly step: 'choose' }
  /** `sent`: share of the file that has left; 1 = the server reads it */
  | { readonly step: 'sending'; readonly sent: number }
  | { readonly step: 'reading'; readonly report: ImportReport }
  /** `wanted`: the settings on the screen, which the report may not have caught up with */
  | {
      readonly step: 'check';
      readonly report: ImportReport;
      readonly wanted: ImportSettings;
      readonly checking: boolean;
    }
  | { readonly step: 'confirm'; readonly report: ImportReport }
  | { readonly step: 'writing'; readonly report: ImportReport }
  | { readonly step: 'done'; readonly report: ImportReport };

export const STEPS = ['choose', 'check', 'write'] as const;

/** Which of the three steps that a person sees is the present one. */
export function stepOf({ step }: ImportFlow): (typeof STEPS)[number] {
  if (step === 'choose' || step === 'sending' || step === 'reading') return 'choose';
  return step === 'check' ? 'check' : 'write';
}

/** Levels that an import can make regions of; the groupings over communities are drawn, not imported. */
export const LEVELS = ['county', 'street', 'community', 'grid'] as const satisfies readonly RegionKind[];
export type Level = (typeof LEVELS)[number];

/** In `Choice.into`: a county that is not there yet. */
export const NEW_COUNTY = 'new';

/** What a person says of a file before it is sent. */
export interface Choice {
  /** code of a county, NEW_COUNTY, or null: the one on the screen */
  readonly into: string | null;
  readonly newCode: string;
  readonly newName: string;
  readonly target: ImportTarget;
  readonly level: Level;
  /** of a file whose layers are known; null = the first that holds places */
  readonly layer: string | null;
  /** asked only when the file's own cannot be made out; null = as the file names it */
  readonly crs: string | null;
}

export const FIRST_CHOICE: Choice = {
  into: null,
  newCode: '',
  newName: '',
  target: 'regions',
  level: 'community',
  layer: null,
  crs: null,
};

/** A choice that says where to. */
export type SettledChoice = Choice & { readonly into: string };

/** The county on the screen is meant until another one is chosen; who does not administer it begins with one of theirs. */
export function settleChoice(choice: Choice, onScreen: string | null, administered: readonly string[]): SettledChoice {
  const first = administered.find((code) => code === onScreen) ?? administered[0] ?? NEW_COUNTY;
  const known = choice.into === NEW_COUNTY || administered.some((code) => code === choice.into);
  return { ...choice, into: known && choice.into !== null ? choice.into : first };
}

export const countyOf = ({ into, newCode }: SettledChoice): string => (into === NEW_COUNTY ? newCode : into);

/** A county's own outline brings its name along; everything else has to be told it. */
export const needsName = ({ into, target, level }: Choice): boolean =>
  into === NEW_COUNTY && !(target === 'regions' && level === 'county');

export type ChoiceFault = 'no-file' | 'bad-code' | 'code-taken' | 'no-name';

/** What is missing before the file can be sent; null when nothing is. */
export function choiceFault(choice: SettledChoice, hasFile: boolean, known: readonly string[]): ChoiceFault | null {
  if (!hasFile) return 'no-file';
  if (choice.into !== NEW_COUNTY) return null;
  if (!/^\d{6}$/.test(choice.newCode)) return 'bad-code';
  if (known.includes(choice.newCode)) return 'code-taken';
  return needsName(choice) && choice.newName.trim() === '' ? 'no-name' : null;
}

/** Settings for the first reading: nothing is mended before it was seen. */
export const firstSettings = (choice: Choice): Pick<ImportSettings, 'target'> & Partial<ImportSettings> => ({
  target: choice.target,
  level: choice.target === 'regions' ? choice.level : null,
  countyName: choice.into === NEW_COUNTY ? choice.newName.trim() : '',
  layer: choice.layer,
  crs: choice.crs,
  faults: 'refuse-file',
});

/** From a file's name, what it seems to hold; null when it says nothing. */
export function guessTarget(fileName: string): ImportTarget | null {
  const name = fileName.toLowerCase();
  return GUESSES.find(([, pattern]) => pattern.test(name))?.[0] ?? null;
}

const GUESSES: readonly (readonly [ImportTarget, RegExp])[] = [
  ['buildings', /building|楼|建筑|房屋/],
  ['pois', /poi(?!nt)|places|兴趣点/],
  ['compounds', /compound|estate|小区/],
  ['blocks', /block|街坊|地块/],
  ['landuse', /land_?-?use|用地/],
  ['roads', /road|highway|railway|rail|道路|铁路/],
  ['water', /water|river|水系|河/],
  ['organizations', /organi[sz]ation|compan|企业|单位/],
  ['sites', /site|station|阵地|站/],
  ['regions', /boundar|region|ward|commune|parish|district|count(y|ies)|区划|社区|街道|网格|乡镇/],
];

/** The order in which a county is usually built up: its ground first, then what stands on it. */
const ORDER: readonly ImportTarget[] = [
  ...(['regions', 'roads', 'water', 'compounds', 'buildings', 'pois', 'landuse'] as const),
];

/** What a person is likely to bring next. */
export function nextTarget(target: ImportTarget): ImportTarget {
  return ORDER[ORDER.indexOf(target) + 1] ?? target;
}

export const LARGEST_FILE_BYTES = 200_000_000;
/** Endings, for the dialogue that chooses files and to tell at once what cannot be read. */
export const READABLE_ENDINGS = [
  ...(['.geojson', '.json', '.zip', '.gpkg', '.fgb', '.kml', '.kmz', '.csv', '.tsv', '.txt', '.xlsx', '.gz'] as const),
] as const;
const READABLE =
  /\.(geojson|json|zip|gpkg|fgb|kml|kmz|csv|tsv|txt|xlsx)$|\.(geojson|json|gpkg|fgb|kml|csv|tsv|txt)\.gz$/i;

/** What holds several layers: a report, or the file that it was of. */
export type LayerOf = Pick<ImportReport, 'format' | 'layers'>;

/** A layer by the word that its format has for it. */
export const layerWord = ({ format }: LayerOf): 'layer' | 'sheet' => (format === 'xlsx' ? 'sheet' : 'layer');

/** Why a file need not be sent at all; null when it may be. */
export function fileFault({ name, size }: { name: string; size: number }): 'empty' | 'too-large' | 'unreadable' | null {
  if (size === 0) return 'empty';
  if (size > LARGEST_FILE_BYTES) return 'too-large';
  return READABLE.test(name) ? null : 'unreadable';
}

/** Of rows whose words name nothing for certain. */
export const MATCH_FAULTS: readonly string[] = ['unmatched', 'doubtful-match', 'no-words'];

export type Obstacle = 'nothing-ready' | 'file' | 'matches' | 'too-wide' | 'borders' | 'shapes' | 'rows';

/** Between areas, not of one row: no row can be left out for them without tearing a hole. */
const BORDER_FAULTS: readonly string[] = ['gap', 'overlap', 'sliver'];
/** Areas that no mending makes whole. */
const SHAPE_FAULTS: readonly string[] = ['collapsed', 'unreadable'];

/** What stands against the switch: null when nothing does. The server says so in `message`; this says of what kind. */
export function obstacle(report: ImportReport): Obstacle | null {
  const errors = report.faults.filter((fault) => fault.severity === 'error');
  const hasAny = (kinds: readonly string[]) => errors.some(({ kind }) => kinds.includes(kind));
  if (hasAny(['too-wide'])) return 'too-wide';
  if (errors.some((fault) => fault.row === null)) return 'file';
  if (report.message !== '' && hasAny(MATCH_FAULTS)) return 'matches';
  if (report.ready === 0 && !errors.some((fault) => fault.mendable)) return 'nothing-ready';
  if (hasAny(BORDER_FAULTS)) return 'borders';
  if (hasAny(SHAPE_FAULTS)) return 'shapes';
  return report.message !== '' ? 'rows' : null;
}

/** Whether it makes a difference what is done with faulty rows. */
export const hasChoiceOfPolicy = (report: ImportReport): boolean =>
  report.settings.faults !== 'refuse-file' ||
  report.faults.some(({ severity, row, mendable }) => severity === 'error' && (row !== null || mendable));

/** Columns that commonly name a thing, by what they name. */
const NAMING: readonly (readonly [JoinedThing, ImportJoin['by'], RegExp])[] = [
  ['building', 'address', /地址|住址|address/i],
  ['compound', 'name', /小区|estate|compound/i],
  ['grid', 'name', /网格|grid/i],
  ['community', 'name', /社区|村|community/i],
  ['community', 'code', /代码|编码|code/i],
];

/** What a table's columns seem to say of where its rows belong: their own kind for what can only be changed so. */
export function guessJoin(settings: ImportSettings, fields: ImportReport['fields']): ImportJoin {
  const own = ownThing(settings);
  const named = (pattern: RegExp) => fields.find(({ name }) => pattern.test(name))?.name ?? '';
  const standing = settings.target === 'sites' || settings.target === 'organizations';
  const fitting = NAMING.filter(([to]) => standing || to === own);
  const [to, by, pattern] = fitting.find(([, , each]) => named(each) !== '') ?? [
    own ?? 'community',
    'name',
    /^(名称|name)$/i,
  ];
  const field = named(pattern);
  const within = named(/^(所属|所在)?(街道|乡镇|镇街)|street/i);
  return { to, by, field, within: field === within ? '' : within, several: 'refuse' };
}

export interface FaultGroup {
  readonly kind: string;
  readonly severity: Fault['severity'];
  readonly mendable: boolean;
  readonly faults: readonly Fault[];
}

/** Faults by kind, errors first, the more frequent before the rarer. */
export function groupFaults(faults: readonly Fault[]): FaultGroup[] {
  const groups = new Map<string, Fault[]>();
  for (const fault of faults) {
    const key = `${fault.severity} ${fault.kind}`;
    const group = groups.get(key);
    if (group) group.push(fault);
    else groups.set(key, [fault]);
  }
  return [...groups.values()]
    .map((group) => ({
      kind: group[0]!.kind,
      severity: group[0]!.severity,
      mendable: group.some((fault) => fault.mendable),
      faults: group,
    }))
    .sort((a, b) => a.severity.localeCompare(b.severity) || b.faults.length - a.faults.length);
}

/** Amounts of an outcome that are things written, by message key, in the order of a sentence. */
const WRITTEN = [
  ...(['compound', 'building', 'road', 'railway', 'water', 'landuse', 'site', 'organization'] as const),
] as const;
export type Written = (typeof WRITTEN)[number];

/** What the outcome says is written: `[['building', 1207]]`. */
export const writtenThings = ({ outcome }: ImportReport): [Written, number][] =>
  WRITTEN.flatMap((table): [Written, number][] => {
    const n = Number(outcome[table] ?? 0);
    return n > 0 ? [[table, n]] : [];
  });

/** What the outcome says is changed of what was there: `[['building', 300]]`. */
export const changedThings = ({ outcome }: ImportReport): [Written, number][] =>
  WRITTEN.flatMap((table): [Written, number][] => {
    const n = Number(outcome[`${table}Changed`] ?? 0);
    return n > 0 ? [[table, n]] : [];
  });

/** Layers that a target fills, which replacing empties first. */
export function replacedLayers({ target, level }: ImportSettings): readonly (Written | Level | 'block')[] {
  switch (target) {
    case 'regions':
      return [(level as Level | null) ?? 'community'];
    case 'blocks':
      return ['block'];
    case 'roads':
      return ['road', 'railway'];
    case 'pois':
      return ['site', 'organization'];
    case 'compounds':
    case 'buildings':
    case 'sites':
    case 'organizations':
      return [target.slice(0, -1) as 'compound' | 'building' | 'site' | 'organization'];
    case 'water':
    case 'landuse':
      return [target];
  }
}

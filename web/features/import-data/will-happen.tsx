import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { ImportReport } from '../../../api/contract/imports.ts';
import { useFormat } from '../../i18n/format.ts';
import { countyQuery } from '../../state/queries.ts';
import { changedThings, replacedLayers } from './import-flow.ts';
import { type ImportWords, useImportWords } from './import-words.ts';
import styles from './will-happen.module.css';

type Sign = 'add' | 'change' | 'drop' | 'note';

/** Line by line what the switch will do, before it is done. */
export function WillHappen({ report }: { readonly report: ImportReport }) {
  const { t } = useTranslation('import-data');
  const format = useFormat();
  const words = useImportWords();
  const { outcome, settings, county, countyExists } = report;
  const present = useQuery({ ...countyQuery(county, null), enabled: countyExists }).data?.counts ?? {};
  const n = (key: string) => Number(outcome[key] ?? 0);
  const name = words.county(report);
  const lines: (readonly [Sign, string] | false)[] = [
    countyExists
      ? ['note', t('willInto', { county: name, code: county })]
      : ['add', t(settings.countyName ? 'willCreate' : 'willCreateUnnamed', { county: name, code: county })],
    ...changeLines(report, words, format.number, t),
    countyExists && replaceLine(report, present, words, t),
    n('mended') > 0 && ['change', t('willMend', { n: format.number(n('mended')) })],
    n('refused') > 0 && ['drop', t('willRefuse', { n: format.number(n('refused')) })],
    n('skipped') > 0 && ['drop', t('willSkip', { n: format.number(n('skipped')) })],
    n('outsideBlocks') > 0 && ['note', t('willOutside', { n: format.number(n('outsideBlocks')) })],
    ...groundLines(report, format.number, t),
  ];
  return (
    <ul className={styles.list} aria-label={t('confirmTitle')}>
      {lines
        .filter((line) => line !== false)
        .map(([sign, text]) => (
          <li key={text} className={styles.line} data-sign={sign}>
            <span className={styles.sign} aria-hidden="true">
              {{ add: '+', change: '~', drop: '−', note: '·' }[sign]}
            </span>
            {text}
          </li>
        ))}
    </ul>
  );
}

/** What is written anew, and what becomes of things that are there. */
function changeLines(
  report: ImportReport,
  words: ImportWords,
  number: (n: number) => string,
  t: Translate,
): (readonly [Sign, string])[] {
  const count = (key: string): number => Number(report.outcome[key] ?? 0);
  const written = words.written(report);
  const changed = changedThings(report).map(([layer, n]) => words.amount(layer, n));
  const lines: (readonly [Sign, string])[] = [];
  if (written !== '' || report.settings.mode !== 'update') lines.push(['add', t('willWrite', { what: written })]);
  if (changed.length > 0) lines.push(['change', t('willChange', { what: changed.join(t('amount.comma')) })]);
  if (count('populations') > 0) lines.push(['change', t('willFigures', { n: number(count('populations')) })]);
  if (count('keptByHand') > 0) lines.push(['note', t('willKeepByHand', { n: number(count('keptByHand')) })]);
  return lines;
}

type Translate = (key: string, values?: Record<string, string>) => string;

/** "替换现有 0 栋楼", also when there are none: nobody should have to wonder. */
function replaceLine(
  { settings }: ImportReport,
  present: Partial<Record<string, number>>,
  words: ImportWords,
  t: Translate,
): readonly [Sign, string] {
  const what = replacedLayers(settings)
    .map((layer) => words.amount(layer, present[layer] ?? 0))
    .join(t('amount.comma'));
  const any = replacedLayers(settings).some((layer) => (present[layer] ?? 0) > 0);
  if (settings.mode !== 'replace') return ['note', t('willAdd', { what })];
  return [any ? 'drop' : 'note', t('willReplace', { what })];
}

/** What becomes of blocks and dates. */
function groundLines(
  { settings, outcome, countyExists }: ImportReport,
  number: (n: number) => string,
  t: Translate,
): (readonly [Sign, string])[] {
  const { target, validFrom } = settings;
  const lines: (readonly [Sign, string])[] = [];
  if (target === 'regions' && Number(outcome.blocks ?? 0) > 0)
    lines.push(['note', t(countyExists ? 'willBlocks' : 'willBlocksNew', { n: number(Number(outcome.blocks)) })]);
  if (target === 'regions' || target === 'blocks')
    lines.push([
      'note',
      validFrom ? t('willDate', { date: validFrom }) : t(countyExists ? 'willDateSame' : 'willDateAuto'),
    ]);
  const count = (key: string): string => number(Number(outcome[key] ?? 0));
  if (countyExists && ['roads', 'water', 'compounds'].includes(target))
    lines.push(['note', outcome.blocks === undefined ? t('willReblock') : t('willBlocksNow', { n: count('blocks') })]);
  if (Number(outcome.mergedBlocks ?? 0) > 0) lines.push(['change', t('willMerge', { n: count('mergedBlocks') })]);
  if (Number(outcome.deadEnds ?? 0) > 0) lines.push(['note', t('willDeadEnds', { n: count('deadEnds') })]);
  return lines;
}

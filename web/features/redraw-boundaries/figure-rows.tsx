import { useTranslation } from 'react-i18next';
import type { PlanLevel } from '../../../api/contract/plans.ts';
import { type Format, useFormat } from '../../i18n/format.ts';
import type { RegionFigures } from '../../state/plan/figures.ts';
import styles from './figure-rows.module.css';

type Key = Exclude<keyof RegionFigures, 'estimated' | 'blocks'>;

interface Row {
  readonly key: Key;
  /** digits that count as a change */
  format(value: number, format: Format): string;
  /** how a difference is written, when not like the figure itself */
  difference?(value: number, format: Format): string;
  /** more is worse: shown as such when it has grown */
  readonly worse?: 'more' | 'less';
}

const whole = (value: number, format: Format): string => format.number(value);
const ratio = (value: number, format: Format): string => format.number(value, 2);
const share = (value: number, format: Format): string => `${value > 0 ? '+' : ''}${format.percent(value)}`;

const ROWS: readonly Row[] = [
  { key: 'households', format: whole },
  { key: 'deviation', format: share, difference: (value, format) => format.percent(value) },
  { key: 'residents', format: whole },
  { key: 'buildings', format: whole },
  { key: 'areaM2', format: (value, format) => format.area(value) },
  { key: 'pieces', format: whole, worse: 'more' },
  { key: 'compactness', format: ratio, worse: 'less' },
  { key: 'reock', format: ratio, worse: 'less' },
  { key: 'convexHull', format: ratio, worse: 'less' },
  { key: 'cutEdges', format: whole, worse: 'more' },
  { key: 'splitCompounds', format: whole, worse: 'more' },
  { key: 'barriers', format: whole, worse: 'more' },
  { key: 'parts', format: whole },
  { key: 'stations', format: whole, worse: 'less' },
];

interface Props {
  readonly level: PlanLevel;
  readonly now: RegionFigures;
  /** as it was before the plan; null for a new region */
  readonly base: RegionFigures | null;
  /** a few figures, for beside the map while a stroke runs */
  readonly brief?: boolean;
}

const BRIEF: ReadonlySet<Key> = new Set<Key>(['households', 'deviation', 'residents', 'pieces', 'splitCompounds']);

/** A region's figures, each against what it was before the plan. */
export function FigureRows({ level, now, base, brief }: Props) {
  const { t } = useTranslation('redraw-boundaries');
  const format = useFormat();
  const rows = ROWS.filter(({ key }) => (!brief || BRIEF.has(key)) && (key !== 'parts' || level !== 'grid'));
  return (
    <table className={`${styles.figures} tabular`}>
      <thead className={brief ? 'visually-hidden' : styles.head}>
        <tr>
          <th scope="col">{t('figure.what')}</th>
          <th scope="col">{t('figure.now')}</th>
          <th scope="col">{t('figure.today')}</th>
          <th scope="col">{t('figure.change')}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ key, format: write, difference = write, worse }) => {
          const value = now[key];
          const before = base?.[key] ?? null;
          const text = value === null ? t('common:value.none') : write(value, format);
          return (
            <tr key={key}>
              <th scope="row" title={t(`figure.${key}Why`)}>
                {t(key === 'parts' ? `figure.parts.${level}` : `figure.${key}`)}
              </th>
              <td>
                {text}
                {now.estimated && (key === 'households' || key === 'residents') && (
                  <span className={styles.estimated} title={t('common:unit.estimatedWhy')}>
                    {t('common:unit.estimated')}
                  </span>
                )}
              </td>
              <td className={styles.today}>
                {base === null ? t('figure.new') : before === null ? t('common:value.none') : write(before, format)}
              </td>
              <td>
                <Change {...{ value, before, write, difference, worse }} />
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

interface ChangeProps {
  readonly value: number | null;
  readonly before: number | null;
  readonly write: Row['format'];
  readonly difference: Row['format'];
  readonly worse: Row['worse'];
}

function Change({ value, before, write, difference, worse }: ChangeProps) {
  const { t } = useTranslation('redraw-boundaries');
  const format = useFormat();
  if (value === null || before === null || write(value, format) === write(before, format))
    return <span className={styles.same}>{t('figure.same')}</span>;
  const isWorse = worse !== undefined && value > before === (worse === 'more');
  return (
    <span className={isWorse ? styles.worse : styles.changed}>
      <span aria-hidden="true">{value > before ? '▲' : '▼'}</span>
      <span className="visually-hidden">{t(value > before ? 'figure.more' : 'figure.less')}</span>{' '}
      {difference(Math.abs(value - before), format)}
    </span>
  );
}

import { useTranslation } from 'react-i18next';
import type { DivisionSummary, Region } from '../../../api/contract/counties.ts';
import { dayBefore } from '../../../api/contract/today.ts';
import { noticeOf } from '../../api-client/http.ts';
import { useDivisionTitle } from '../../i18n/division-title.ts';
import { Failure } from '../../i18n/failure.tsx';
import { useFormat } from '../../i18n/format.ts';
import { useNameOf } from '../../i18n/names.ts';
import { useCounty, useRegions } from '../../state/queries.ts';
import { EmptyState, SkeletonLines } from '../../ui/states.tsx';
import styles from './overview.module.css';
import { countyTotals } from './totals.ts';

/** The county at a glance. */
export function Overview() {
  const { t } = useTranslation('overview');
  const county = useCounty();
  const regions = useRegions();
  const nameOf = useNameOf();
  if (county.error) {
    const notice = noticeOf(county.error);
    return <Failure notice={notice} retry={() => void county.refetch()} />;
  }
  if (!county.data) return <SkeletonLines label={t('common:panel.loading')} lines={6} />;
  const { division, demo } = county.data;
  return (
    <div className={styles.overview}>
      <header className={styles.header}>
        <h2 className={styles.name}>{nameOf(county.data)}</h2>
        {demo && <span className={styles.demo}>{t('demo')}</span>}
        {division && <DivisionLine division={division} />}
      </header>
      {division ? (
        <FiguresOrNone regions={regions} />
      ) : (
        <EmptyState title={t('common:empty.noDivisionTitle')} text={t('common:empty.noDivision')} />
      )}
    </div>
  );
}

/** Regions that do not come are told by the tree below, once. */
function FiguresOrNone({ regions }: { readonly regions: ReturnType<typeof useRegions> }) {
  const { t } = useTranslation('overview');
  if (regions.data) return <Figures regions={regions.data.regions} />;
  return regions.error ? null : <SkeletonLines label={t('common:panel.loading')} lines={4} />;
}

function DivisionLine({ division }: { readonly division: DivisionSummary }) {
  const { t } = useTranslation('overview');
  const format = useFormat();
  const titleOf = useDivisionTitle();
  const values = {
    name: titleOf(division.name),
    from: format.date(division.validFrom),
    to: division.validTo ? format.date(dayBefore(division.validTo)) : '',
  };
  return <p className={`${styles.division} tabular`}>{t(division.validTo ? 'until' : 'asOf', values)}</p>;
}

function Figures({ regions }: { readonly regions: readonly Region[] }) {
  const { t } = useTranslation('overview');
  const format = useFormat();
  const totals = countyTotals(regions);
  return (
    <>
      <dl className={styles.figures}>
        {AMOUNTS.map(({ key, estimable }) => (
          <div key={key} className={styles.figure}>
            <dt className={styles.label}>{t(key)}</dt>
            <dd className={`${styles.value} tabular`}>
              {totals[key] === 0 ? (
                <span className={styles.none}>{t('common:value.noData')}</span>
              ) : (
                t(`amount.${key}`, { n: format.number(totals[key]) })
              )}
              {estimable && totals.estimated && (
                <span className={styles.estimated} title={t('common:unit.estimatedWhy')}>
                  {t('estimated')}
                </span>
              )}
            </dd>
          </div>
        ))}
        <div className={styles.figure}>
          <dt className={styles.label}>{t('area')}</dt>
          <dd className={`${styles.value} tabular`}>{format.area(totals.areaM2)}</dd>
        </div>
      </dl>
      <p className={`${styles.levels} tabular`}>
        {totals.levels.map(({ kind, count }) => (
          <span key={kind}>
            {t(`common:level.${kind}`)} <strong>{format.number(count)}</strong>
          </span>
        ))}
        <span title={t('membersWhy')}>
          {t('members')} <span className={styles.none}>{t('common:value.notEvaluated')}</span>
        </span>
      </p>
    </>
  );
}

/** Buildings are counted; people may have been shared out from a larger figure. */
const AMOUNTS = [
  { key: 'households', estimable: true },
  { key: 'residents', estimable: true },
  { key: 'buildings', estimable: false },
] as const;

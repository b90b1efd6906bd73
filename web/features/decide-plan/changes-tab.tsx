import { useTranslation } from 'react-i18next';
import type { Plan } from '../../../api/contract/plans.ts';
import { today } from '../../../api/contract/today.ts';
import { noticeOf } from '../../api-client/http.ts';
import { Failure } from '../../i18n/failure.tsx';
import { useFormat } from '../../i18n/format.ts';
import { useOpenPlan } from '../../state/plan-queries.ts';
import { useRegionName } from '../../state/region-names.ts';
import { Section } from '../../ui/section.tsx';
import { EmptyState, SkeletonLines } from '../../ui/states.tsx';
import { changedRegions, changeTotals, regionKey, sortedMoves } from './change-list.ts';
import styles from './changes-tab.module.css';
import { suggestEffective } from './effective-date.ts';
import { MoveRow } from './move-row.tsx';
import { PlanPast } from './plan-past.tsx';
import { usePublication } from './publication-query.ts';
import { RegionRow } from './region-row.tsx';
import { ShowPlace } from './show-place.tsx';

/** What the plan changes against its base: what whoever decides has to know. */
export function ChangesTab() {
  const { t } = useTranslation('decide-plan');
  const plan = useOpenPlan().data;
  if (!plan) return <SkeletonLines label={t('common:panel.loading')} lines={6} />;
  return (
    <>
      <Changes plan={plan} />
      <PlanPast plan={plan} />
    </>
  );
}

function Changes({ plan }: { readonly plan: Plan }) {
  const { t } = useTranslation('decide-plan');
  const format = useFormat();
  const regionName = useRegionName();
  const found = usePublication(plan, suggestEffective(today(), plan.base.validFrom));
  if (found.error) {
    const notice = noticeOf(found.error);
    return <Failure notice={notice} retry={() => void found.refetch()} />;
  }
  if (!found.data) return <SkeletonLines label={t('common:panel.loading')} lines={6} />;
  const regions = changedRegions(found.data.regions);
  const moves = sortedMoves(found.data.moves);
  const { exemptions, consents } = found.data;
  if (regions.length === 0 && moves.length === 0 && exemptions.length === 0)
    return <EmptyState title={t('noChangesTitle')} text={t('noChanges')} />;
  const totals = changeTotals(found.data);
  return (
    <>
      <p className={`${styles.totals} tabular`}>
        {t('totals', {
          ...{ fresh: format.number(totals.fresh), gone: format.number(totals.gone) },
          ...{ changed: format.number(totals.changed), blocks: format.number(totals.blocks) },
          ...{ households: format.households(totals.households), residents: format.residents(totals.residents) },
        })}
      </p>
      <Section title={t('regions')} extra={<span className="tabular">{format.number(regions.length)}</span>}>
        <ul>
          {regions.map((region) => (
            <RegionRow key={regionKey(region)} region={region} />
          ))}
        </ul>
      </Section>
      <Section title={t('moves')} extra={<span className="tabular">{format.number(moves.length)}</span>}>
        <ul>
          {moves.map((move) => (
            <MoveRow key={`${move.from} ${move.to}`} move={move} />
          ))}
        </ul>
      </Section>
      {exemptions.length > 0 && (
        <Section title={t('exemptions')} extra={<span className="tabular">{format.number(exemptions.length)}</span>}>
          <ul>
            {exemptions.map(({ region, name, pieces, reason, bounds }) => (
              <li key={region} className={styles.row}>
                <span className={styles.what}>
                  <span className={styles.name}>{regionName({ id: region, name })}</span>
                  <span className={styles.kind}>{t('pieces', { n: format.number(pieces) })}</span>
                </span>
                <span className={styles.figures}>{reason}</span>
                <ShowPlace name={regionName({ id: region, name })} bounds={bounds} />
              </li>
            ))}
          </ul>
        </Section>
      )}
      {consents.length > 0 && (
        <Section title={t('consents')} extra={<span className="tabular">{format.number(consents.length)}</span>}>
          <ul>
            {consents.map(({ community, name, grouping, groupingName, by, at, on, note, bounds }) => (
              <li key={community} className={styles.row}>
                <span className={styles.what}>
                  <span className={styles.name}>
                    {t('joins', {
                      name: regionName({ id: community, name }),
                      grouping: regionName({ id: grouping, name: groupingName }),
                    })}
                  </span>
                </span>
                <span className={`${styles.figures} tabular`}>
                  {by === null || at === null
                    ? t('silent')
                    : [on && format.date(on), note, t('agreed', { name: by, at: format.moment(at) })]
                        .filter(Boolean)
                        .join(' · ')}
                </span>
                <ShowPlace name={regionName({ id: community, name })} bounds={bounds} />
              </li>
            ))}
          </ul>
        </Section>
      )}
    </>
  );
}

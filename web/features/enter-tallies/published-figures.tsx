import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { noticeOf } from '../../api-client/http.ts';
import { getPublishedFigures } from '../../api-client/tallies.ts';
import { Failure } from '../../i18n/failure.tsx';
import { useFormat } from '../../i18n/format.ts';
import { useApp } from '../../state/store.ts';
import { Section } from '../../ui/section.tsx';
import { SkeletonLines } from '../../ui/states.tsx';
import styles from './tallies.module.css';

/** Totals that institutions publish themselves: the only figures of the kind that are shown. */
export function PublishedFigures() {
  const { t } = useTranslation('enter-tallies');
  return (
    <Section title={t('published')}>
      <p className={styles.lead}>{t('publishedLead')}</p>
      <FigureList />
    </Section>
  );
}

export function FigureList() {
  const { t } = useTranslation('enter-tallies');
  const format = useFormat();
  const county = useApp((state) => state.county) ?? '';
  const query = useQuery({
    queryKey: ['published-figures', county],
    queryFn: ({ signal }) => getPublishedFigures(county, signal),
  });
  if (query.error) return <Failure notice={noticeOf(query.error)} retry={() => void query.refetch()} />;
  if (!query.data) return <SkeletonLines label={t('common:panel.loading')} lines={2} />;
  if (query.data.length === 0) return <p className={styles.lead}>{t('nonePublished')}</p>;
  return (
    <dl className={styles.figures}>
      {query.data.map(({ id, name, value, unit, source }) => (
        <div key={id} className={styles.figure}>
          <dt>{name}</dt>
          <dd className="tabular">
            {format.number(value, 2)} {unit}
          </dd>
          <dd className={styles.source}>{source}</dd>
        </div>
      ))}
    </dl>
  );
}

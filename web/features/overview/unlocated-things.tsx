import { RightOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { noticeOf } from '../../api-client/http.ts';
import { Failure } from '../../i18n/failure.tsx';
import { useFormat } from '../../i18n/format.ts';
import { boundsOfPoint } from '../../state/bounds.ts';
import { unlocatedQuery, useCounty } from '../../state/queries.ts';
import { useApp } from '../../state/store.ts';
import { Section } from '../../ui/section.tsx';
import { SkeletonLines } from '../../ui/states.tsx';
import styles from './unlocated-things.module.css';

/** Things that no block holds, by layer; listed so that nothing is lost. */
export function UnlocatedThings() {
  const { t } = useTranslation('overview');
  const county = useCounty().data;
  const layers = Object.entries(county?.unlocated ?? {}).filter(([, count]) => count > 0);
  if (!county || layers.length === 0) return null;
  return (
    <Section title={t('unlocated')}>
      <p className={styles.why}>{t('unlocatedWhy')}</p>
      {layers.map(([layer, count]) => (
        <LayerList key={layer} layer={layer} count={count} />
      ))}
    </Section>
  );
}

function LayerList({ layer, count }: { readonly layer: string; readonly count: number }) {
  const { t } = useTranslation('overview');
  const format = useFormat();
  const [open, setOpen] = useState(false);
  const id = useId();
  return (
    <>
      <button
        type="button"
        className={styles.layer}
        aria-expanded={open}
        aria-controls={open ? id : undefined}
        onClick={() => setOpen(!open)}
      >
        <RightOutlined className={styles.arrow} rotate={open ? 90 : 0} />
        <span className={styles.name}>{t(`common:layer.${layer}`)}</span>
        <span className={`${styles.count} tabular`}>{format.number(count)}</span>
      </button>
      {open && (
        <div id={id}>
          <Things layer={layer} />
        </div>
      )}
    </>
  );
}

function Things({ layer }: { readonly layer: string }) {
  const { t } = useTranslation('overview');
  const county = useApp((state) => state.county);
  const date = useApp((state) => state.date);
  const select = useApp((state) => state.select);
  const flyTo = useApp((state) => state.flyTo);
  const query = useQuery(unlocatedQuery(county ?? '', layer, date));
  if (query.error) {
    const notice = noticeOf(query.error);
    return <Failure notice={notice} retry={() => void query.refetch()} />;
  }
  if (!query.data) return <SkeletonLines label={t('common:panel.loading')} lines={3} />;
  const { things, total } = query.data;
  return (
    <>
      <ul>
        {things.map((thing) => (
          <li key={thing.id}>
            <button
              type="button"
              className={styles.thing}
              onClick={() => {
                if (thing.layer !== 'party_org') select({ layer: thing.layer, id: thing.id });
                if (thing.at) flyTo(boundsOfPoint(thing.at));
              }}
            >
              {thing.name || t('unnamed', { id: thing.id })}
            </button>
          </li>
        ))}
      </ul>
      {total > things.length && <p className={styles.why}>{t('first', { n: things.length, total })}</p>}
    </>
  );
}

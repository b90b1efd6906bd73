import { SearchOutlined } from '@ant-design/icons';
import { useDeferredValue, useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { noticeOf } from '../../api-client/http.ts';
import { Failure } from '../../i18n/failure.tsx';
import { useRegions } from '../../state/queries.ts';
import { useApp } from '../../state/store.ts';
import { Section } from '../../ui/section.tsx';
import { EmptyState, SkeletonLines } from '../../ui/states.tsx';
import styles from './region-browser.module.css';
import { amountOf, filterRegions, indexRegions, pathTo, type RegionIndex } from './region-tree.ts';
import { Tree } from './tree.tsx';

/** All regions of the division in force, as a tree. */
export function RegionBrowser() {
  const { t } = useTranslation('browse-regions');
  const regions = useRegions();
  const dated = useApp((state) => state.date !== null);
  const index = useMemo(() => (regions.data ? indexRegions(regions.data.regions) : null), [regions.data]);
  const [text, setText] = useState('');
  if (regions.error) {
    const notice = noticeOf(regions.error);
    return <Failure notice={notice} retry={() => void regions.refetch()} />;
  }
  // The overview says that no division was in force that day.
  if (regions.data?.division === null && dated) return null;
  if (!index) return <SkeletonLines label={t('common:panel.loading')} lines={8} />;
  return (
    <Section title={t('title')} extra={<Filter text={text} onText={setText} />}>
      {index.byId.size === 0 ? (
        <EmptyState title={t('emptyTitle')} text={t('empty')} />
      ) : (
        <FilteredTree index={index} text={text} />
      )}
    </Section>
  );
}

function Filter({ text, onText }: { readonly text: string; onText(text: string): void }) {
  const { t } = useTranslation('browse-regions');
  return (
    <span className={styles.filter}>
      <SearchOutlined className={styles.icon} aria-hidden="true" />
      <input
        type="search"
        className={styles.input}
        value={text}
        placeholder={t('filterShort')}
        aria-label={t('filter')}
        onChange={(event) => onText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') onText('');
        }}
      />
    </span>
  );
}

function FilteredTree({ index, text }: { readonly index: RegionIndex; readonly text: string }) {
  const { t } = useTranslation('browse-regions');
  const wanted = useDeferredValue(text.trim());
  const announce = useApp((state) => state.announce);
  const amount = useMemo(() => amountOf(index), [index]);
  const filtered = useMemo(() => (wanted ? filterRegions(index, wanted) : null), [index, wanted]);
  const [expanded, setExpanded] = useExpanded(index);
  const matches = filtered?.matches.size;
  useEffect(() => {
    if (matches !== undefined) announce(t('found', { n: matches }));
  }, [matches, announce, t]);
  if (filtered?.matches.size === 0) return <p className={styles.none}>{t('noneFound', { text: wanted })}</p>;
  const allKept = filtered && new Set(filtered.kept.byId.keys());
  return (
    <Tree
      index={filtered?.kept ?? index}
      expanded={allKept ?? expanded}
      amount={amount}
      onExpand={(id, open) => setExpanded(id, open)}
      marked={filtered?.matches}
    />
  );
}

/** Unfolded at first: what lies above the communities; later also the way to whatever is selected. */
function useExpanded(index: RegionIndex): [ReadonlySet<number>, (id: number, open: boolean) => void] {
  const selection = useApp((state) => state.selection);
  const [expanded, setExpanded] = useState<ReadonlySet<number>>(
    () =>
      new Set(
        [...index.byId.values()].filter(({ kind }) => kind === 'county' || kind === 'street').map(({ id }) => id),
      ),
  );
  const selectedRegion = selection?.layer === 'region' ? selection.id : null;
  useEffect(() => {
    if (selectedRegion === null) return;
    const above = pathTo(index, selectedRegion).slice(0, -1);
    setExpanded((before) => new Set([...before, ...above.map((region) => region.id)]));
  }, [index, selectedRegion]);
  const toggle = (id: number, open: boolean) =>
    setExpanded((before) => {
      const after = new Set(before);
      if (open) after.add(id);
      else after.delete(id);
      return after;
    });
  return [expanded, toggle];
}

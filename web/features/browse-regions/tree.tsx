import { RightOutlined } from '@ant-design/icons';
import { type KeyboardEvent, memo, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Region } from '../../../api/contract/counties.ts';
import { useFormat } from '../../i18n/format.ts';
import { PALETTES } from '../../map/palette.ts';
import { useRegionName } from '../../state/region-names.ts';
import { useApp } from '../../state/store.ts';
import { useThemeName } from '../../state/theme-name.ts';
import { type Amount, type RegionIndex, type TreeRow, visibleRows } from './region-tree.ts';
import styles from './tree.module.css';

interface Props {
  readonly index: RegionIndex;
  readonly expanded: ReadonlySet<number>;
  readonly amount: Amount | null;
  /** regions that a filter found */
  readonly marked?: ReadonlySet<number>;
  onExpand(id: number, open: boolean): void;
}

/** A tree with one tab stop; arrows move and fold, Enter selects and flies there. */
export function Tree({ index, expanded, amount, marked, onExpand }: Props) {
  const { t } = useTranslation('browse-regions');
  const rows = useMemo(() => visibleRows(index, expanded), [index, expanded]);
  const language = useApp((state) => state.preferences.language);
  const regionName = useRegionName();
  const selection = useApp((state) => state.selection);
  const select = useApp((state) => state.select);
  const setHover = useApp((state) => state.setHover);
  const flyTo = useApp((state) => state.flyTo);
  const selectedId = selection?.layer === 'region' ? selection.id : null;
  const [focusedId, setFocusedId] = useState<number | null>(null);
  const list = useRef<HTMLDivElement>(null);
  const tabStop = rows.find(({ region }) => region.id === (focusedId ?? selectedId)) ?? rows[0];

  useEffect(() => {
    if (selectedId === null) return;
    list.current?.querySelector(`[data-region="${selectedId}"]`)?.scrollIntoView({ block: 'nearest' });
  }, [selectedId]);

  const focusRow = (row: TreeRow | undefined) => {
    if (!row) return;
    setFocusedId(row.region.id);
    list.current?.querySelector<HTMLElement>(`[data-region="${row.region.id}"]`)?.focus();
    setHover({ layer: 'region', id: row.region.id });
  };
  const choose = (region: Region) => {
    select({ layer: 'region', id: region.id });
    flyTo(region.bounds, { ifHidden: true });
  };
  const onKey = (event: KeyboardEvent) => {
    const at = rows.findIndex(({ region }) => region.id === tabStop?.region.id);
    const row = rows[at];
    if (!row) return;
    switch (event.key) {
      case 'ArrowDown':
        focusRow(rows[at + 1]);
        break;
      case 'ArrowUp':
        focusRow(rows[at - 1]);
        break;
      case 'Home':
        focusRow(rows[0]);
        break;
      case 'End':
        focusRow(rows.at(-1));
        break;
      case 'ArrowRight':
        if (row.expandable && !row.expanded) onExpand(row.region.id, true);
        else if (row.expanded) focusRow(rows[at + 1]);
        break;
      case 'ArrowLeft':
        if (row.expanded) onExpand(row.region.id, false);
        else focusRow(rows.slice(0, at).findLast((above) => above.depth < row.depth));
        break;
      case 'Enter':
      case ' ':
        choose(row.region);
        break;
      default:
        return;
    }
    event.preventDefault();
  };

  return (
    <div
      ref={list}
      className={styles.tree}
      role="tree"
      aria-label={t('tree')}
      onKeyDown={onKey}
      onMouseLeave={() => setHover(null)}
    >
      {rows.map((row) => (
        <Row
          key={row.region.id}
          row={row}
          name={language === 'en' ? regionName(row.region) : row.label}
          selected={row.region.id === selectedId}
          tabStop={row === tabStop}
          amount={amount}
          marked={marked?.has(row.region.id) ?? false}
          onChoose={choose}
          onExpand={onExpand}
        />
      ))}
    </div>
  );
}

interface RowProps {
  readonly row: TreeRow;
  readonly name: string;
  readonly selected: boolean;
  readonly tabStop: boolean;
  readonly amount: Amount | null;
  readonly marked: boolean;
  onChoose(region: Region): void;
  onExpand(id: number, open: boolean): void;
}

const Row = memo(function Row({ row, name, selected, tabStop, amount, marked, onChoose, onExpand }: RowProps) {
  const { region, depth, expandable, expanded } = row;
  const { t } = useTranslation('browse-regions');
  const format = useFormat();
  const theme = useThemeName();
  const hovered = useApp((state) => state.hover?.layer === 'region' && state.hover.id === region.id);
  const setHover = useApp((state) => state.setHover);
  const hue = PALETTES[theme].hues[region.hue];
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the tree handles the keys of its one tab stop
    <div
      className={styles.row}
      role="treeitem"
      tabIndex={tabStop ? 0 : -1}
      aria-level={depth}
      aria-posinset={row.position}
      aria-setsize={row.siblings}
      aria-expanded={expandable ? expanded : undefined}
      aria-selected={selected}
      data-region={region.id}
      data-hovered={hovered}
      data-marked={marked}
      style={{ paddingInlineStart: 8 + (depth - 1) * 16 }}
      onClick={() => onChoose(region)}
      onMouseEnter={() => setHover({ layer: 'region', id: region.id })}
    >
      {expandable ? (
        <button
          type="button"
          className={styles.fold}
          tabIndex={-1}
          aria-label={t(expanded ? 'collapse' : 'expand')}
          onClick={(event) => {
            event.stopPropagation();
            onExpand(region.id, !expanded);
          }}
        >
          <RightOutlined rotate={expanded ? 90 : 0} />
        </button>
      ) : (
        <span className={styles.fold} />
      )}
      <span
        className={styles.hue}
        data-kind={region.kind}
        style={{ background: region.kind === 'grid' ? undefined : hue?.fill, borderColor: hue?.line }}
        aria-hidden="true"
      />
      <span className={styles.name}>{name}</span>
      {amount ? (
        <span className={`${styles.count} tabular`} title={format[amount](region[amount])}>
          {t(`count.${amount}`, { n: format.number(region[amount]) })}
        </span>
      ) : (
        <span className={styles.count} title={t('common:value.noData')}>
          —
        </span>
      )}
    </div>
  );
});

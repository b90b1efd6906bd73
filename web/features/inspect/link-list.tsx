import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ThingLink } from '../../../api/contract/things.ts';
import { type SiteKind, siteKind } from '../../../api/contract/words.ts';
import { useFormat } from '../../i18n/format.ts';
import { PinIcon } from '../../map/pin-icon.tsx';
import { boundsOfPoint } from '../../state/bounds.ts';
import { useMyRoles } from '../../state/plan-life.ts';
import { useRegionName } from '../../state/region-names.ts';
import { type Selection, sameSelection } from '../../state/selection.ts';
import { useApp } from '../../state/store.ts';
import { useThemeName } from '../../state/theme-name.ts';
import { mayKeepThings } from '../../state/thing-edit/editing.ts';
import { Section } from '../../ui/section.tsx';
import styles from './link-list.module.css';
import { useKindName } from './words.ts';

type Item = ThingLink & { readonly relation?: string };

interface Props {
  readonly title: string;
  readonly items: readonly Item[];
  /** how many there are, where `items` may be the first of them only */
  readonly total?: number;
}

const FIRST = 8;

/** Rows that lead on; the first few at once, the rest on request. */
export function LinkList({ title, items, total = items.length }: Props) {
  const { t } = useTranslation('inspect');
  const format = useFormat();
  const [all, setAll] = useState(false);
  if (items.length === 0) return null;
  const shown = all ? items : items.slice(0, FIRST);
  return (
    <Section title={title} extra={<span className="tabular">{format.number(total)}</span>}>
      <ul className={styles.list}>
        {shown.map((item) => (
          <li key={`${item.relation ?? ''}-${item.layer}-${item.id}`}>
            <Row item={item} />
          </li>
        ))}
      </ul>
      {items.length > shown.length && (
        <button type="button" className={styles.more} onClick={() => setAll(true)}>
          {t('more', { n: items.length - shown.length })}
        </button>
      )}
      {total > items.length && <p className={styles.cut}>{t('firstOnly', { n: format.number(items.length) })}</p>}
    </Section>
  );
}

/** A link's target on the map; party organizations have none of their own, whoever keeps them gets the form. */
const targetOf = ({ layer, id }: Item): Selection | null => (layer === 'party_org' ? null : { layer, id });

function Row({ item }: { readonly item: Item }) {
  const { t, i18n } = useTranslation('inspect');
  const target = targetOf(item);
  const kindName = useKindName();
  const regionName = useRegionName();
  const select = useApp((state) => state.select);
  const setHover = useApp((state) => state.setHover);
  const flyTo = useApp((state) => state.flyTo);
  const editThing = useApp((state) => state.editThing);
  const keeps = mayKeepThings(useMyRoles());
  const hovered = useApp((state) => target !== null && sameSelection(state.hover, target));
  const relation =
    item.relation && i18n.exists(`inspect:relation.${item.relation}`) ? t(`relation.${item.relation}`) : null;
  const words = (
    <>
      <Mark item={item} />
      <span className={styles.name}>{(item.layer === 'region' ? regionName(item) : item.name) || t('unnamed')}</span>
      <span className={styles.kind}>{relation ?? kindName(item.layer, item.kind)}</span>
    </>
  );
  if (!target && !keeps) return <div className={styles.row}>{words}</div>;
  if (!target)
    return (
      <button
        type="button"
        className={styles.row}
        onClick={() => editThing({ kind: 'change', layer: 'party_org', id: item.id })}
      >
        {words}
      </button>
    );
  return (
    <button
      type="button"
      className={styles.row}
      data-hovered={hovered}
      onClick={() => {
        select(target);
        if (item.at) flyTo(boundsOfPoint(item.at), { ifHidden: true });
      }}
      onMouseEnter={() => setHover(target)}
      onMouseLeave={() => setHover(null)}
    >
      {words}
    </button>
  );
}

function Mark({ item }: { readonly item: Item }) {
  const theme = useThemeName();
  const kind: SiteKind | null = item.layer === 'site' ? (siteKind.safeParse(item.kind).data ?? 'other') : null;
  return (
    <span className={styles.mark} aria-hidden="true">
      {kind ? <PinIcon kind={kind} theme={theme} size={20} /> : <span className={styles.dot} data-layer={item.layer} />}
    </span>
  );
}

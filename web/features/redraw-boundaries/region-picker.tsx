import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DraftRegion } from '../../../geo/divide/edit.ts';
import { useNameOf } from '../../i18n/names.ts';
import { RegionDot } from './region-dot.tsx';
import styles from './region-picker.module.css';

interface Special<V> {
  readonly value: V;
  readonly label: string;
  readonly hint: string;
}

interface Props<V> {
  readonly label: string;
  readonly regions: readonly DraftRegion[];
  /** choices that are no region, before the regions */
  readonly specials: readonly Special<V>[];
  readonly value: V | number;
  choose(value: V | number): void;
}

/** From this many on, the list can be searched. */
const SEARCHED_FROM = 9;

/** One region of many, as radio rows with a filter; arrows move, as in any radio group. */
export function RegionPicker<V extends string>({ label, regions, specials, value, choose }: Props<V>) {
  const { t } = useTranslation('redraw-boundaries');
  const nameOf = useNameOf();
  const [wanted, setWanted] = useState('');
  const shown = useMemo(() => {
    const text = wanted.trim().toLowerCase();
    return regions.filter(
      (region) => nameOf(region).toLowerCase().includes(text) || (region.code ?? '').includes(text),
    );
  }, [regions, wanted, nameOf]);
  return (
    <fieldset className={styles.picker}>
      <legend className="visually-hidden">{label}</legend>
      {regions.length >= SEARCHED_FROM && (
        <input
          type="search"
          className={styles.search}
          value={wanted}
          aria-label={t('picker.search')}
          placeholder={t('picker.search')}
          data-autofocus=""
          onChange={(event) => setWanted(event.target.value)}
        />
      )}
      {specials.map((special) => (
        <label key={special.value} className={styles.row}>
          <input type="radio" name={label} checked={value === special.value} onChange={() => choose(special.value)} />
          <span className={styles.text}>
            {special.label}
            <span className={styles.hint}>{special.hint}</span>
          </span>
        </label>
      ))}
      <div className={styles.list}>
        {shown.map((region) => (
          <label key={region.id} className={styles.row}>
            <input type="radio" name={label} checked={value === region.id} onChange={() => choose(region.id)} />
            <RegionDot hue={region.hue} />
            <span className={styles.text}>{nameOf(region)}</span>
            {region.locked && <span className={styles.hint}>{t('locked')}</span>}
          </label>
        ))}
        {shown.length === 0 && <p className={styles.none}>{t('picker.none', { text: wanted })}</p>}
      </div>
    </fieldset>
  );
}

import { useTranslation } from 'react-i18next';
import { useFormat } from '../../i18n/format.ts';
import { useRegionName } from '../../state/region-names.ts';
import { Badge, type BadgeTone } from '../../ui/badge.tsx';
import { asKnown, type RegionChange } from './change-list.ts';
import styles from './changes-tab.module.css';
import { ShowPlace } from './show-place.tsx';

const TONES: Readonly<Record<RegionChange['change'], BadgeTone>> = {
  new: 'violet',
  gone: 'magenta',
  changed: 'amber',
  same: 'neutral',
};

/** A region that is new, goes or is another one afterwards, with its households before and after. */
export function RegionRow({ region }: { readonly region: RegionChange }) {
  const { t } = useTranslation('decide-plan');
  const format = useFormat();
  const name = useRegionName()(asKnown(region));
  const { kind, change, households, oldHouseholds, bounds } = region;
  const difference = households - oldHouseholds;
  return (
    <li className={styles.row}>
      <span className={styles.what}>
        <span className={styles.name}>{name}</span>
        <Badge tone={TONES[change]}>{t(`change.${change}`)}</Badge>
        <span className={styles.kind}>{t(`common:kind.${kind}`)}</span>
      </span>
      <span className={`${styles.figures} tabular`}>
        {change === 'new' && format.households(households)}
        {change === 'gone' && t('before', { amount: format.households(oldHouseholds) })}
        {change === 'changed' && t('fromTo', { from: format.number(oldHouseholds), to: format.households(households) })}
        {change === 'changed' && difference !== 0 && (
          <span className={styles.difference}>
            {difference > 0 ? '+' : '−'}
            {format.number(Math.abs(difference))}
          </span>
        )}
      </span>
      <ShowPlace name={name} bounds={bounds} />
    </li>
  );
}

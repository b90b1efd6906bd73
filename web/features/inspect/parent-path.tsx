import { useTranslation } from 'react-i18next';
import type { Inspection } from '../../../api/contract/things.ts';
import { useRegionName } from '../../state/region-names.ts';
import { useApp } from '../../state/store.ts';
import styles from './parent-path.module.css';

/** From the county down to what holds the thing; each step selects its region. */
export function ParentPath({ parents }: Pick<Inspection, 'parents'>) {
  const { t } = useTranslation('inspect');
  const select = useApp((state) => state.select);
  const regionName = useRegionName();
  const setHover = useApp((state) => state.setHover);
  if (parents.length === 0) return null;
  return (
    <nav aria-label={t('path')}>
      <ol className={styles.path}>
        {parents.map((parent) => (
          <li key={parent.id} className={styles.step}>
            <button
              type="button"
              className={styles.parent}
              title={t(`common:kind.${parent.kind}`)}
              onClick={() => select({ layer: 'region', id: parent.id })}
              onMouseEnter={() => setHover({ layer: 'region', id: parent.id })}
              onMouseLeave={() => setHover(null)}
            >
              {regionName(parent)}
            </button>
          </li>
        ))}
      </ol>
    </nav>
  );
}

import { useTranslation } from 'react-i18next';
import type { ExportLosses } from '../../../api/contract/exports.ts';
import styles from './export-dialog.module.css';

/** What the format could not hold, and what to do about it. */
export function LossList({ losses }: { readonly losses: ExportLosses }) {
  const { t } = useTranslation('export-division');
  return (
    <div className={styles.losses}>
      <p>{t('losses.title')}</p>
      <ul>
        {losses.map(({ layer, renamed, cut, unencodable }) => (
          <li key={layer}>
            {t(`common:kind.${layer}`, { defaultValue: layer })}
            {t('losses.colon')}
            {[
              unencodable > 0 && t('losses.unencodable', { n: unencodable }),
              ...Object.entries(renamed).map(([from, to]) => t('losses.renamed', { from, to })),
              ...Object.entries(cut).map(([column, n]) => t('losses.cut', { column, n })),
            ]
              .filter((line) => line !== false)
              .join(t('losses.comma'))}
          </li>
        ))}
      </ul>
    </div>
  );
}

import { useTranslation } from 'react-i18next';
import type { FigureName } from '../../../geo/divide/plan-figures.ts';
import { useFormat } from '../../i18n/format.ts';
import type { ProposalRun } from '../../state/plan/proposal-store.ts';
import { Button } from '../../ui/button.tsx';
import { figureText } from './figure-text.ts';
import styles from './propose.module.css';
import { cancelSearch, stopSearch } from './search.ts';

/** How far the search is, and the best it has found for each number it has sought. */
export function Running({ run }: { readonly run: Extract<ProposalRun, { kind: 'running' }> }) {
  const { t } = useTranslation('propose-division');
  const format = useFormat();
  const { progress, found, stopping, task } = run;
  const share = progress?.share ?? 0;
  const rows = Object.entries(found) as [FigureName, NonNullable<(typeof found)[FigureName]>][];
  return (
    <div className={styles.running}>
      <p className={styles.what} role="status">
        {stopping
          ? t('running.stopping')
          : progress
            ? t('running.seeking', { what: t(`best.${progress.figure}`) })
            : t('running.preparing')}
      </p>
      <div
        role="progressbar"
        aria-label={t('running.label')}
        aria-valuenow={Math.round(share * 100)}
        aria-valuemin={0}
        aria-valuemax={100}
        className={styles.track}
      >
        <div className={styles.bar} style={{ width: `${share * 100}%` }} />
      </div>
      {rows.length > 0 && (
        <table className={`${styles.found} tabular`}>
          <caption>{t('running.bestSoFar')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('running.plan')}</th>
              <th scope="col">{t('figure.maxDeviation')}</th>
              <th scope="col">{t('figure.moved')}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(([figure, { figures, balanced }]) => (
              <tr key={figure}>
                <th scope="row">{t(`best.${figure}`)}</th>
                <td data-fault={!balanced || undefined}>{figureText('maxDeviation', figures.maxDeviation, format)}</td>
                <td>{figureText('moved', figures.moved, format)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <div className={styles.buttons}>
        <Button onClick={stopSearch} disabled={stopping || rows.length === 0}>
          {t('running.stop')}
        </Button>
        <Button variant="quiet" onClick={cancelSearch}>
          {t('common:action.cancel')}
        </Button>
      </div>
      <p className={styles.hint}>{t('running.hint', { parts: task.parts })}</p>
    </div>
  );
}

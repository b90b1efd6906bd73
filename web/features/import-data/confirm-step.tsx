import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import type { ImportReport } from '../../../api/contract/imports.ts';
import { refreshCounty } from '../../state/queries.ts';
import { useApp } from '../../state/store.ts';
import styles from './import-panel.module.css';
import { importStore, useImport } from './import-store.ts';
import { useImportWords } from './import-words.ts';
import { NoticeBox } from './notice-box.tsx';
import { usePreviewOverlay } from './use-preview-overlay.ts';
import { WillHappen } from './will-happen.tsx';

/** The last look before anything is written. */
export function ConfirmStep({ report }: { readonly report: ImportReport }) {
  const { t } = useTranslation('import-data');
  const announce = useApp((state) => state.announce);
  const loadSession = useApp((state) => state.loadSession);
  const words = useImportWords();
  const notice = useImport((state) => state.notice);
  usePreviewOverlay(report);
  const { write, backToCheck } = importStore.getState();
  const land = async () => {
    if (!(await write())) {
      announce(t('notWritten'));
      return;
    }
    // Whoever created a county has a grant there now.
    if (!report.countyExists) await loadSession();
    await refreshCounty();
    announce(t('doneSaid', { what: words.written(report), county: words.county(report) }));
  };
  return (
    <div className={styles.form}>
      <h3 className={styles.heading}>{t('confirmTitle')}</h3>
      <WillHappen report={report} />
      <p className={styles.hint}>{t('nobodyElse')}</p>
      <div className={styles.footer}>
        {notice && <NoticeBox notice={notice} outcome={t('notWritten')} />}
        <div className={styles.buttons}>
          <Button type="text" size="large" onClick={backToCheck}>
            {t('backToCheck')}
          </Button>
          <Button type="primary" size="large" onClick={() => void land()}>
            {t('switch')}
          </Button>
        </div>
      </div>
    </div>
  );
}

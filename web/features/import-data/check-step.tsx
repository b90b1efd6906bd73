import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { useApp } from '../../state/store.ts';
import { ChoiceGroup } from './choice-group.tsx';
import { FaultList } from './fault-list.tsx';
import { hasChoiceOfPolicy, type ImportFlow, obstacle } from './import-flow.ts';
import styles from './import-panel.module.css';
import { importStore, sameSettings, useImport } from './import-store.ts';
import { ProgressBar } from './progress-bar.tsx';
import { ReadSummary } from './read-summary.tsx';
import { SettingsList } from './settings-list.tsx';
import { usePreviewOverlay } from './use-preview-overlay.ts';

type Checking = Extract<ImportFlow, { step: 'check' }>;

/** What the file holds, what is wrong with it, and how it is to be taken. */
export function CheckStep({ flow }: { readonly flow: Checking }) {
  const { t } = useTranslation('import-data');
  const { report, wanted } = flow;
  const { drawn, failure } = usePreviewOverlay(report);
  const change: Parameters<typeof SettingsList>[0]['onChange'] = (part) => void importStore.getState().change(part);
  return (
    <div className={styles.form}>
      <ReadSummary report={report} drawn={drawn} notDrawn={failure ? t(`common:error.notice.${failure.type}`) : ''} />
      <FaultList
        key={JSON.stringify(report.settings)}
        report={report}
        actionFor={(kind) =>
          kind === 'gcj02-possible' && (
            <Button size="small" onClick={() => change({ crs: 'GCJ-02' })}>
              {t('useGcj')}
            </Button>
          )
        }
      />
      {hasChoiceOfPolicy(report) && (
        <ChoiceGroup
          label={t('policy')}
          value={wanted.faults}
          onChange={(faults) => change({ faults })}
          options={[
            { value: 'mend', label: t('policyMend'), why: t('policyMendWhy') },
            { value: 'refuse-rows', label: t('policyRows'), why: t('policyRowsWhy') },
            { value: 'refuse-file', label: t('policyFile'), why: t('policyFileWhy') },
          ]}
        />
      )}
      <SettingsList report={report} settings={wanted} onChange={change} />
      <Footer flow={flow} />
    </div>
  );
}

/** What comes next, or what stands in its way; always in sight. */
function Footer({ flow }: { readonly flow: Checking }) {
  const { t } = useTranslation('import-data');
  const announce = useApp((state) => state.announce);
  const { report, wanted, checking } = flow;
  const { confirm, abandon } = importStore.getState();
  const isBehind = !sameSettings(wanted, report.settings);
  const against = obstacle(report);
  return (
    <div className={styles.footer}>
      {checking ? (
        <div className={styles.checking}>
          <p className={styles.hint}>{t('checking')}</p>
          <ProgressBar label={t('checking')} share={null} />
        </div>
      ) : isBehind ? (
        <NotTaken />
      ) : (
        <>
          {against && <p className={styles.blocked}>{t(`blocked.${against}`)}</p>}
          <Button type="primary" size="large" block disabled={against !== null} onClick={confirm}>
            {t('next')}
          </Button>
        </>
      )}
      <Button type="text" block disabled={checking} onClick={() => void abandon().then(() => announce(t('abandoned')))}>
        {t('abandon')}
      </Button>
    </div>
  );
}

/** The server did not take the last change: back, or once more from the file. */
function NotTaken() {
  const { t } = useTranslation('import-data');
  const file = useImport((state) => state.file);
  const { restoreSettings, sendAgain } = importStore.getState();
  return (
    <div className={styles.line}>
      <Button block onClick={restoreSettings}>
        {t('restore')}
      </Button>
      {file && (
        <Button block type="primary" onClick={() => void sendAgain()}>
          {t('sendAgain')}
        </Button>
      )}
    </div>
  );
}

import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import type { ImportReport, ImportSettings } from '../../../api/contract/imports.ts';
import { useApp } from '../../state/store.ts';
import { ProgressBar } from '../../ui/progress-bar.tsx';
import { ChoiceGroup } from './choice-group.tsx';
import { FaultList } from './fault-list.tsx';
import { TableColumns } from './file-settings.tsx';
import { hasChoiceOfPolicy, type ImportFlow, MATCH_FAULTS, obstacle } from './import-flow.ts';
import styles from './import-panel.module.css';
import { importStore, sameSettings, useImport } from './import-store.ts';
import { JoinFields } from './join-setting.tsx';
import { MatchStep } from './match-step.tsx';
import { NoticeBox } from './notice-box.tsx';
import { ReadSummary } from './read-summary.tsx';
import { SettingsList } from './settings-list.tsx';
import { usePreviewOverlay } from './use-preview-overlay.ts';

type Checking = Extract<ImportFlow, { step: 'check' }>;

/** What the file holds, what is wrong with it, and how it is to be taken. */
export function CheckStep({ flow }: { readonly flow: Checking }) {
  const { t } = useTranslation('import-data');
  const { report, wanted } = flow;
  const { drawn, failure } = usePreviewOverlay(report);
  const joins = report.settings.join !== null || report.settings.mode === 'update';
  const change = (part: Partial<ImportSettings>) => void importStore.getState().change(part);
  return (
    <div className={styles.form}>
      <ReadSummary report={report} drawn={drawn} notDrawn={failure ? t(`common:error.notice.${failure.type}`) : ''} />
      {joins && <MatchStep key={JSON.stringify(report.settings.join)} report={report} />}
      <FaultList
        key={JSON.stringify(report.settings)}
        report={report}
        without={joins ? MATCH_FAULTS : undefined}
        actionFor={(kind) => <Remedy kind={kind} report={report} onChange={change} />}
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

interface RemedyProps {
  readonly kind: string;
  readonly report: ImportReport;
  onChange(part: Partial<ImportSettings>): void;
}

/** One press settles what a setting can settle. */
function Remedy({ kind, report, onChange }: RemedyProps) {
  const { t } = useTranslation('import-data');
  if (kind === 'gcj02-possible') {
    return (
      <Button size="small" onClick={() => onChange({ crs: 'GCJ-02' })}>
        {t('useGcj')}
      </Button>
    );
  }
  if (kind === 'crs-guessed') {
    const values = report.faults.find((fault) => fault.kind === kind)?.values ?? {};
    const systems = [String(values.name), ...String(values.others ?? '').split(' ')].filter((name) => name !== '');
    return systems.map((crs) => (
      <Button key={crs} size="small" onClick={() => onChange({ crs })}>
        {t('confirmCrs', { name: crs })}
      </Button>
    ));
  }
  if (kind === 'no-places' && report.table)
    return (
      <>
        <TableColumns report={report} table={report.table} onChange={(table) => onChange({ table })} />
        <p className={styles.hint}>{t('joinLead')}</p>
        <JoinFields report={report} settings={report.settings} onChange={onChange} />
      </>
    );
  const field = report.settings.mapping.name;
  if (kind !== 'several-counties' || !field) return null;
  const names = report.fields.find(({ name }) => name === field)?.samples ?? [];
  return names.map((name) => (
    <Button key={name} size="small" onClick={() => onChange({ where: `${field}=${name}` })}>
      {t('takeOnly', { name })}
    </Button>
  ));
}

/** What comes next, or what stands in its way; always in sight. */
function Footer({ flow }: { readonly flow: Checking }) {
  const { t } = useTranslation('import-data');
  const announce = useApp((state) => state.announce);
  const { report, wanted, checking } = flow;
  const { confirm, abandon } = importStore.getState();
  const isBehind = !sameSettings(wanted, report.settings);
  const against = obstacle(report);
  const notice = useImport((state) => state.notice);
  const noRow = notice?.type === 'unreadable-file' && wanted.where !== report.settings.where;
  return (
    <div className={styles.footer}>
      {notice && (
        <NoticeBox
          notice={notice}
          outcome={isBehind ? t('notTaken') : undefined}
          reason={noRow ? t('whereNone') : undefined}
        />
      )}
      {checking ? (
        <div className={styles.checking}>
          <p className={styles.hint}>{t('checking')}</p>
          <ProgressBar label={t('checking')} share={null} />
        </div>
      ) : (
        !isBehind && against && <p className={styles.blocked}>{t(`blocked.${against}`)}</p>
      )}
      <div className={styles.buttons}>
        <Button
          type="text"
          size="large"
          disabled={checking}
          onClick={() => void abandon().then(() => announce(t('abandoned')))}
        >
          {t('abandon')}
        </Button>
        {isBehind && !checking ? (
          <NotTaken isLost={report.status !== 'preview'} />
        ) : (
          <Button type="primary" size="large" disabled={checking || against !== null} onClick={confirm}>
            {t('next')}
          </Button>
        )}
      </div>
    </div>
  );
}

/** The server did not take the last change: back to those before it, or, had it to give up, once more from the file. */
function NotTaken({ isLost }: { readonly isLost: boolean }) {
  const { t } = useTranslation('import-data');
  const file = useImport((state) => state.file);
  const { restoreSettings, sendAgain } = importStore.getState();
  if (!isLost) {
    return (
      <Button size="large" onClick={restoreSettings}>
        {t('restore')}
      </Button>
    );
  }
  return (
    file && (
      <Button type="primary" size="large" onClick={() => void sendAgain()}>
        {t('sendAgain')}
      </Button>
    )
  );
}

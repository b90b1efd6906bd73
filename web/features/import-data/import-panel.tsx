import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ImportReport, ImportSettings } from '../../../api/contract/imports.ts';
import { type Notice, noticeOf } from '../../api-client/http.ts';
import { changeImport, dropImport, startImport, switchImport } from '../../api-client/imports.ts';
import { refreshCounty } from '../../state/queries.ts';
import { rolesIn } from '../../state/session.ts';
import { useApp } from '../../state/store.ts';
import { EmptyState } from '../../ui/states.tsx';
import { ChooseStep } from './choose-step.tsx';
import { DoneStep } from './done-step.tsx';
import { type Choice, firstSettings, type ImportFlow, STEPS, stepOf } from './import-flow.ts';
import styles from './import-panel.module.css';
import { PreviewStep } from './preview-step.tsx';

/** The wizard: choose a file, look at what it holds and what is wrong with it, write it or leave it. */
export function ImportPanel() {
  const { t } = useTranslation('import-data');
  const session = useApp((state) => state.session);
  const county = useApp((state) => state.county);
  const mayImport = rolesIn(session, county).includes('admin');
  return (
    <div className={styles.panel}>
      <h2 className={styles.title}>{t('title')}</h2>
      <p className={styles.lead}>{t('lead')}</p>
      {mayImport ? <Wizard /> : <EmptyState title={t('common:error.notice.forbidden')} text={t('noRight')} />}
    </div>
  );
}

function Wizard() {
  const { t } = useTranslation('import-data');
  const announce = useApp((state) => state.announce);
  const [flow, setFlow] = useState<ImportFlow>({ step: 'choose', file: null });
  const [notice, setNotice] = useState<Notice | null>(null);

  /** Runs one step; when it fails, says why and stands where it stood. */
  const attempt = async (present: ImportFlow, act: () => Promise<ImportFlow>) => {
    setNotice(null);
    try {
      setFlow(await act());
    } catch (error) {
      const failure = noticeOf(error);
      setNotice(failure);
      announce(t(`common:error.notice.${failure.type}`));
      setFlow(present);
    }
  };
  const preview = (report: ImportReport): ImportFlow => {
    announce(t('summary', { rows: report.rows, ready: report.ready }));
    return { step: 'preview', report, busy: false };
  };
  const send = (file: File, choice: Choice) => {
    setFlow({ step: 'sending', file });
    return attempt({ step: 'choose', file }, async () =>
      preview(await startImport(choice.county, file, firstSettings(choice))),
    );
  };
  const reread = (report: ImportReport, settings: ImportSettings) => {
    setFlow({ step: 'preview', report, busy: true });
    return attempt({ step: 'preview', report, busy: false }, async () =>
      preview(await changeImport(report.county, report.id, settings)),
    );
  };
  const write = (report: ImportReport) => {
    setFlow({ step: 'switching', report });
    return attempt({ step: 'preview', report, busy: false }, async () => {
      const done = await switchImport(report.county, report.id);
      await refreshCounty();
      announce(t('doneTitle'));
      return { step: 'done', report: done };
    });
  };
  const abandon = (report: ImportReport) =>
    attempt({ step: 'preview', report, busy: false }, async () => {
      await dropImport(report.county, report.id);
      announce(t('abandoned'));
      return { step: 'choose', file: null };
    });

  return (
    <>
      <Steps current={stepOf(flow)} />
      {notice && (
        <div className={styles.notice} role="alert">
          <strong>{t(`common:error.notice.${notice.type}`)}</strong>
          <span className={styles.detail}>{notice.detail}</span>
        </div>
      )}
      {(flow.step === 'choose' || flow.step === 'sending') && (
        <ChooseStep
          file={flow.file}
          sending={flow.step === 'sending'}
          onFile={(file) => setFlow({ step: 'choose', file })}
          onSend={(file, choice) => void send(file, choice)}
        />
      )}
      {(flow.step === 'preview' || flow.step === 'switching') && (
        <PreviewStep
          // A report that was read anew begins with its own settings.
          key={flow.report.id + JSON.stringify(flow.report.settings)}
          report={flow.report}
          busy={flow.step === 'switching' ? 'switching' : flow.busy ? 'rereading' : null}
          onReread={(settings) => void reread(flow.report, settings)}
          onSwitch={() => void write(flow.report)}
          onAbandon={() => void abandon(flow.report)}
        />
      )}
      {flow.step === 'done' && (
        <DoneStep report={flow.report} onAgain={() => setFlow({ step: 'choose', file: null })} />
      )}
    </>
  );
}

function Steps({ current }: { readonly current: (typeof STEPS)[number] }) {
  const { t } = useTranslation('import-data');
  const at = STEPS.indexOf(current);
  return (
    <ol className={styles.steps}>
      {STEPS.map((step, index) => (
        <li
          key={step}
          className={styles.step}
          data-state={index < at ? 'past' : index === at ? 'now' : 'next'}
          aria-current={index === at ? 'step' : undefined}
        >
          <span className={styles.number}>{index + 1}</span>
          {t(`step.${step}`)}
        </li>
      ))}
    </ol>
  );
}

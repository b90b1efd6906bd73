import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../i18n/format.ts';
import { useApp } from '../../state/store.ts';
import { SkeletonLines } from '../../ui/states.tsx';
import { CheckStep } from './check-step.tsx';
import { ChooseStep } from './choose-step.tsx';
import { ConfirmStep } from './confirm-step.tsx';
import { DoneStep } from './done-step.tsx';
import { type ImportFlow, STEPS, stepOf } from './import-flow.ts';
import styles from './import-panel.module.css';
import { useImport } from './import-store.ts';
import { MayNotImport } from './may-not-import.tsx';
import { useOpenSheet } from './show-place.ts';
import { useAdministered } from './use-administered.ts';
import { WaitStep } from './wait-step.tsx';

/** The wizard: choose a file, look at what it holds and what is wrong with it, write it or leave it. */
export function ImportPanel() {
  const { t } = useTranslation('import-data');
  const administered = useAdministered();
  useOpenSheet();
  return (
    <div className={styles.panel}>
      <h2 className={styles.title}>{t('title')}</h2>
      {administered === null ? (
        <SkeletonLines label={t('common:panel.loading')} />
      ) : administered.length === 0 ? (
        <MayNotImport />
      ) : (
        <Wizard administered={administered} />
      )}
    </div>
  );
}

function Wizard({ administered }: { readonly administered: readonly string[] }) {
  const flow = useImport((state) => state.flow);
  useAnnouncedSteps(flow);
  return (
    <>
      <Steps current={stepOf(flow)} />
      {flow.step === 'choose' && <ChooseStep administered={administered} />}
      {(flow.step === 'sending' || flow.step === 'reading' || flow.step === 'writing') && <WaitStep flow={flow} />}
      {flow.step === 'check' && <CheckStep key={flow.report.id} flow={flow} />}
      {flow.step === 'confirm' && <ConfirmStep report={flow.report} />}
      {flow.step === 'done' && <DoneStep report={flow.report} />}
    </>
  );
}

/** The steps; the present one takes the focus when it comes, so that the keyboard goes on from there. */
function Steps({ current }: { readonly current: (typeof STEPS)[number] }) {
  const { t } = useTranslation('import-data');
  const at = STEPS.indexOf(current);
  const here = useRef<HTMLLIElement>(null);
  const before = useRef(current);
  useEffect(() => {
    if (before.current === current) return;
    before.current = current;
    here.current?.focus({ preventScroll: true });
    here.current?.scrollIntoView({ block: 'nearest' });
  }, [current]);
  return (
    <ol className={styles.steps} aria-label={t('steps')}>
      {STEPS.map((step, index) => (
        <li
          key={step}
          ref={index === at ? here : undefined}
          tabIndex={index === at ? -1 : undefined}
          className={styles.step}
          data-state={index < at ? 'past' : index === at ? 'now' : 'next'}
          aria-current={index === at ? 'step' : undefined}
        >
          <span className={styles.number} aria-hidden="true">
            {index < at ? '✓' : index + 1}
          </span>
          {t(`step.${step}`)}
        </li>
      ))}
    </ol>
  );
}

/** Says aloud what each step came to. */
function useAnnouncedSteps(flow: ImportFlow): void {
  const { t } = useTranslation('import-data');
  const format = useFormat();
  const announce = useApp((state) => state.announce);
  const { step } = flow;
  const report = step === 'check' ? flow.report : null;
  const said = useRef<unknown>(null);
  useEffect(() => {
    if (said.current === null) {
      said.current = report ?? step;
      return;
    }
    if (said.current === (report ?? step)) return;
    const wasChecking = typeof said.current === 'object';
    said.current = report ?? step;
    if (report) {
      const values = {
        rows: format.number(report.rows),
        ready: format.number(report.ready),
        faults: format.number(report.faultTotal),
      };
      announce(t(wasChecking ? 'checked' : 'readSaid', values));
    } else if (step === 'confirm') {
      announce(t('stepSaid', { n: 3, step: t('step.write') }));
    }
  }, [step, report, announce, t, format]);
}

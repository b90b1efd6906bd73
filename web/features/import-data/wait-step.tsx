import { Button } from 'antd';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../i18n/format.ts';
import { useApp } from '../../state/store.ts';
import { ProgressBar } from '../../ui/progress-bar.tsx';
import type { ImportFlow } from './import-flow.ts';
import styles from './import-panel.module.css';
import { importStore, useImport } from './import-store.ts';

type Waiting = Extract<ImportFlow, { step: 'sending' | 'reading' | 'writing' }>;

/** Something is under way: what, how far, and the way out where there is one. */
export function WaitStep({ flow }: { readonly flow: Waiting }) {
  const { t } = useTranslation('import-data');
  const format = useFormat();
  const file = useImport((state) => state.file);
  const announce = useApp((state) => state.announce);
  const name = flow.step === 'sending' ? (file?.name ?? '') : flow.report.fileName;
  const label = t(flow.step, { name });
  const share = shareOf(flow);
  const cancel = () => {
    const { cancelSending, abandon } = importStore.getState();
    if (flow.step === 'sending') cancelSending();
    else void abandon();
    announce(t('cancelled'));
  };
  // The button that began it is gone; the keyboard goes on from here.
  const here = useRef<HTMLElement>(null);
  useEffect(() => here.current?.focus({ preventScroll: true }), []);
  return (
    <section ref={here} tabIndex={-1} className={styles.wait} aria-label={label}>
      <p className={styles.waitTitle}>
        <span>{label}</span>
        {share !== null && (
          <span className={`${styles.percent} tabular`}>{format.percent(Math.round(share * 100) / 100)}</span>
        )}
      </p>
      <ProgressBar label={label} share={share} />
      <p className={styles.hint}>
        {flow.step === 'writing' ? t('writingHint') : `${t('readingHint')} ${t('nothingWritten')}`}
      </p>
      {flow.step !== 'writing' && (
        <Button block onClick={cancel}>
          {t('cancel')}
        </Button>
      )}
    </section>
  );
}

/** null = nobody can tell */
function shareOf(flow: Waiting): number | null {
  if (flow.step === 'sending') return flow.sent < 1 ? flow.sent : null;
  return flow.step === 'reading' ? flow.report.progress : null;
}

import { UploadOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { Plan } from '../../../api/contract/plans.ts';
import { Refused } from '../../i18n/failure.tsx';
import { openState, usePlan } from '../../state/plan/plan-store.ts';
import { useApp } from '../../state/store.ts';
import { FileChoices } from './file-choices.tsx';
import styles from './import-section.module.css';
import { ReadingResult } from './reading-result.tsx';
import { useReading } from './use-reading.ts';

/** A file as a plan, for whoever may draw on the open one. */
export function ImportSection() {
  const comparing = useApp((state) => state.comparison !== null);
  const wanted = useApp((state) => state.plan);
  const open = usePlan(openState);
  if (comparing || !open?.editable || open.plan.id !== wanted) return null;
  return <OfPlan plan={open.plan} key={open.plan.id} />;
}

function OfPlan({ plan }: { readonly plan: Plan }) {
  const { t } = useTranslation('import-plan');
  const input = useRef<HTMLInputElement>(null);
  const { chosen, reading, sending, notice, read, forget } = useReading(plan);
  const answer = useRef<HTMLDivElement>(null);
  // The panel may have been scrolled while the file was read.
  useEffect(() => {
    if (reading || notice) answer.current?.scrollIntoView({ block: 'nearest' });
  }, [reading, notice]);
  return (
    <section className={styles.section} aria-label={t('title')}>
      <div className={styles.row}>
        <Button size="small" icon={<UploadOutlined />} onClick={() => input.current?.click()}>
          {t('open')}
        </Button>
        <input
          ref={input}
          type="file"
          className="visually-hidden"
          tabIndex={-1}
          aria-label={t('file')}
          accept=".csv,.txt,.geojson,.json,.gz,.zip,.gpkg,.fgb,.kml,.kmz"
          onChange={(event) => {
            const file = event.target.files?.[0];
            if (file) void read(file, {});
            // The same file may be chosen again after it was corrected.
            event.target.value = '';
          }}
        />
        <span className={styles.hint}>{chosen ? chosen.file.name : t('hint')}</span>
      </div>
      <div role="status" className={styles.status}>
        {sending && <p>{t('reading')}</p>}
      </div>
      {chosen && !sending && (
        <div ref={answer} className={styles.answer}>
          {notice && <Refused notice={notice} />}
          {((reading && reading.format !== 'csv') || notice?.type === 'unknown-crs') && (
            <FileChoices chosen={chosen} reading={reading} onWish={(wish) => void read(chosen.file, wish)} />
          )}
          {reading ? (
            <ReadingResult plan={plan} reading={reading} file={chosen.file.name} forget={forget} />
          ) : (
            <Button size="small" onClick={forget}>
              {t('common:action.close')}
            </Button>
          )}
        </div>
      )}
    </section>
  );
}

import { DownloadOutlined, PrinterOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Plan } from '../../../api/contract/plans.ts';
import { useDivisionTitle } from '../../i18n/division-title.ts';
import { useOpenPlan } from '../../state/plan-queries.ts';
import { useCounty } from '../../state/queries.ts';
import { useApp } from '../../state/store.ts';
import { Section } from '../../ui/section.tsx';
import { ExportDialog } from './export-dialog.tsx';
import styles from './export-section.module.css';

/** The drawing of it is large, and few need it. */
const NoticeDialog = lazy(async () => ({ default: (await import('./notice-dialog.tsx')).NoticeDialog }));

/** What can be taken away: the open plan, or else the division in force on the day of the screen. */
export function ExportSection() {
  const wanted = useApp((state) => state.plan);
  const comparing = useApp((state) => state.comparison !== null);
  const plan = useOpenPlan().data;
  if (comparing) return null;
  if (wanted === null) return <OfDivision />;
  return plan ? <OfPlan plan={plan} key={plan.id} /> : null;
}

function OfPlan({ plan }: { readonly plan: Plan }) {
  const { t } = useTranslation('export-division');
  const [asked, setAsked] = useState<'file' | 'notice' | null>(null);
  const close = () => setAsked(null);
  return (
    <section className={styles.row} aria-label={t('exportPlan')}>
      <Button size="small" icon={<DownloadOutlined />} aria-haspopup="dialog" onClick={() => setAsked('file')}>
        {t('export')}
      </Button>
      <Button size="small" icon={<PrinterOutlined />} aria-haspopup="dialog" onClick={() => setAsked('notice')}>
        {t('notice.open')}
      </Button>
      {asked === 'file' && <ExportDialog plan={plan} title={plan.title} close={close} />}
      {asked === 'notice' && (
        <Suspense>
          <NoticeDialog plan={plan} close={close} />
        </Suspense>
      )}
    </section>
  );
}

function OfDivision() {
  const { t } = useTranslation('export-division');
  const titleOf = useDivisionTitle();
  const division = useCounty().data?.division;
  const [asked, setAsked] = useState(false);
  if (!division) return null;
  return (
    <Section title={t('division')}>
      <div className={styles.row}>
        <span className={styles.name}>{titleOf(division.name)}</span>
        <Button size="small" icon={<DownloadOutlined />} aria-haspopup="dialog" onClick={() => setAsked(true)}>
          {t('export')}
        </Button>
      </div>
      {asked && <ExportDialog plan={null} title={division.name} close={() => setAsked(false)} />}
    </Section>
  );
}

import { CheckCircleFilled } from '@ant-design/icons';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import type { ImportReport } from '../../../api/contract/imports.ts';
import { useFormat } from '../../i18n/format.ts';
import { useCounties } from '../../state/queries.ts';
import { useApp } from '../../state/store.ts';
import styles from './import-panel.module.css';

interface Props {
  readonly report: ImportReport;
  onAgain(): void;
}

/** What was written, what was not, and the way to see it. */
export function DoneStep({ report, onAgain }: Props) {
  const { t, i18n } = useTranslation('import-data');
  const format = useFormat();
  const openCounty = useApp((state) => state.openCounty);
  const setMode = useApp((state) => state.setMode);
  const flyTo = useApp((state) => state.flyTo);
  const counties = useCounties().data ?? [];
  const countyName =
    counties.find(({ code }) => code === report.county)?.name ?? (report.settings.countyName || report.county);
  const done = report.status === 'done';
  const outcome = Object.entries(report.outcome).filter(
    ([key, value]) => value !== 0 && value !== '' && i18n.exists(`import-data:outcome.${key}`),
  );
  const show = () => {
    openCounty(report.county);
    setMode('map');
    if (report.bounds) flyTo(report.bounds);
  };
  return (
    <div className={styles.form}>
      <section className={done ? styles.done : styles.notice}>
        <p className={styles.rows}>
          {done && <CheckCircleFilled />} {t(done ? 'doneTitle' : 'failedTitle')}
        </p>
        <p>
          {done
            ? t('doneText', { name: report.fileName, n: format.number(report.ready), county: countyName })
            : report.message}
        </p>
      </section>
      {outcome.length > 0 && (
        <dl className={`${styles.outcome} tabular`}>
          {outcome.map(([key, value]) => (
            <div key={key}>
              <dt>{t(`outcome.${key}`)}</dt>
              <dd>{typeof value === 'number' ? format.number(value) : value}</dd>
            </div>
          ))}
        </dl>
      )}
      {Number(report.outcome.residentsSharedOut ?? 0) > 0 && <p className={styles.hint}>{t('estimated')}</p>}
      {done && (
        <Button type="primary" size="large" block onClick={show}>
          {t('open')}
        </Button>
      )}
      <Button block size="large" onClick={onAgain}>
        {t('again')}
      </Button>
    </div>
  );
}

import { Progress } from 'antd';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './dialog.module.css';

/** A quarter of a minute for half of the bar: it slows down and never arrives by itself. */
const HALF_S = 15;

/** What publishing does meanwhile, and how long it has been at it: a county takes a while. */
export function Publishing() {
  const { t } = useTranslation('decide-plan');
  const [seconds, setSeconds] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => setSeconds((known) => known + 1), 1000);
    return () => clearInterval(timer);
  }, []);
  return (
    <div className={styles.publishing}>
      <p role="status">{t('publishing.what')}</p>
      <Progress
        aria-label={t('publishing.label')}
        percent={Math.round(100 * (seconds / (seconds + HALF_S)))}
        showInfo={false}
        status="active"
        size="small"
      />
      <p className="tabular">{t('publishing.since', { n: seconds })}</p>
    </div>
  );
}

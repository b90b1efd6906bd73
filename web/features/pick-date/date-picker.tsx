import { CalendarOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../i18n/format.ts';
import { useCounty } from '../../state/queries.ts';
import { useApp } from '../../state/store.ts';
import { Popover } from '../../ui/popover.tsx';
import { usePhone } from '../../ui/use-media.ts';
import styles from './date-picker.module.css';

/** The as-of date: today, one typed, or the first day of a division. */
export function DatePicker() {
  const { t } = useTranslation('pick-date');
  const phone = usePhone();
  const date = useApp((state) => state.date);
  const setDate = useApp((state) => state.setDate);
  const announce = useApp((state) => state.announce);
  const inputId = useId();
  const show = (next: string | null) => {
    setDate(next);
    announce(next ? t('shown', { date: next }) : t('shownToday'));
  };
  return (
    <Popover
      label={`${t('label')}: ${date ?? t('today')}`}
      align="end"
      buttonClass={date ? `${styles.button} ${styles.past}` : styles.button}
      button={
        <>
          <CalendarOutlined />
          {!phone && (
            <span className="tabular">
              {t('asOf')} {date ?? t('today')}
            </span>
          )}
        </>
      }
    >
      {(close) => (
        <div className={styles.sheet}>
          <label className={styles.label} htmlFor={inputId}>
            {t('pick')}
          </label>
          <div className={styles.line}>
            <input
              id={inputId}
              type="date"
              data-autofocus=""
              className={styles.input}
              value={date ?? ''}
              onChange={(event) => show(event.target.value || null)}
            />
            <Button disabled={date === null} onClick={() => show(null)}>
              {t('backToToday')}
            </Button>
          </div>
          <Divisions
            choose={(from) => {
              show(from);
              close();
            }}
          />
        </div>
      )}
    </Popover>
  );
}

/** All divisions, newest first; choosing one shows its first day, or today where it is in force. */
function Divisions({ choose }: { choose(from: string | null): void }) {
  const { t } = useTranslation('pick-date');
  const format = useFormat();
  const county = useCounty().data;
  const divisions = [...(county?.divisions ?? [])].sort((a, b) => b.validFrom.localeCompare(a.validFrom));
  const today = new Date().toLocaleDateString('en-CA');
  const isInForce = (from: string, to: string | null) => from <= today && (to === null || today < to);
  return (
    <section aria-label={t('divisions')}>
      <h3 className={styles.title}>{t('divisions')}</h3>
      {divisions.length === 0 && <p className={styles.none}>{t('none')}</p>}
      <ul>
        {divisions.map(({ id, name, validFrom, validTo }) => {
          const inForce = isInForce(validFrom, validTo);
          const values = { from: format.date(validFrom), to: validTo ? format.date(validTo) : '' };
          return (
            <li key={id}>
              <button
                type="button"
                className={styles.division}
                aria-current={county?.division?.id === id ? 'true' : undefined}
                onClick={() => choose(inForce ? null : validFrom)}
              >
                <span className={styles.name}>
                  {name}
                  {inForce && <span className={styles.badge}>{t('inForce')}</span>}
                </span>
                <span className={`${styles.dates} tabular`}>{t(validTo ? 'range' : 'open', values)}</span>
              </button>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

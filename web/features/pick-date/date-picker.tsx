import { CalendarOutlined } from '@ant-design/icons';
import { useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { dayBefore, today } from '../../../api/contract/today.ts';
import { useDivisionTitle } from '../../i18n/division-title.ts';
import { useFormat } from '../../i18n/format.ts';
import { useCounty } from '../../state/queries.ts';
import { useApp } from '../../state/store.ts';
import { Button } from '../../ui/button.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
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
          <DateField date={date} show={show} />
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

interface DateFieldProps {
  readonly date: string | null;
  show(date: string | null): void;
}

/** The date as everybody writes it here, 2026-11-21; the browser's own calendar is one press away. */
function DateField({ date, show }: DateFieldProps) {
  const { t } = useTranslation('pick-date');
  const id = useId();
  const [text, setText] = useState(date ?? '');
  const calendar = useRef<HTMLInputElement>(null);
  const choose = (typed: string) => {
    setText(typed);
    if (typed === '' || isDate(typed)) show(typed || null);
  };
  return (
    <>
      <label className={styles.label} htmlFor={id}>
        {t('pick')}
      </label>
      <div className={styles.line}>
        <input
          id={id}
          data-autofocus=""
          className={`${styles.input} tabular`}
          value={text}
          placeholder={today()}
          inputMode="numeric"
          maxLength={10}
          aria-invalid={text !== '' && !isDate(text)}
          onChange={(event) => choose(event.target.value.trim())}
        />
        <span className={styles.calendar}>
          <input
            ref={calendar}
            type="date"
            className={styles.native}
            tabIndex={-1}
            aria-hidden="true"
            value={isDate(text) ? text : ''}
            onChange={(event) => choose(event.target.value)}
          />
          <IconButton
            label={t('calendar')}
            icon={<CalendarOutlined />}
            onClick={() => calendar.current?.showPicker()}
          />
        </span>
        <Button disabled={date === null} onClick={() => choose('')}>
          {t('backToToday')}
        </Button>
      </div>
    </>
  );
}

const isDate = (text: string): boolean =>
  /^\d{4}-\d{2}-\d{2}$/.test(text) && new Date(`${text}T00:00:00Z`).toJSON()?.slice(0, 10) === text;

/** All divisions, newest first; choosing one shows its first day, or today where it is in force. */
function Divisions({ choose }: { choose(from: string | null): void }) {
  const { t } = useTranslation('pick-date');
  const format = useFormat();
  const county = useCounty().data;
  const titleOf = useDivisionTitle();
  const divisions = [...(county?.divisions ?? [])].sort((a, b) => b.validFrom.localeCompare(a.validFrom));
  const now = today();
  const isInForce = (from: string, to: string | null) => from <= now && (to === null || now < to);
  return (
    <section aria-label={t('divisions')}>
      <h3 className={styles.title}>{t('divisions')}</h3>
      {divisions.length === 0 && <p className={styles.none}>{t('none')}</p>}
      <ul>
        {divisions.map(({ id, name, validFrom, validTo }) => {
          const inForce = isInForce(validFrom, validTo);
          const values = { from: format.date(validFrom), to: validTo ? format.date(dayBefore(validTo)) : '' };
          return (
            <li key={id}>
              <button
                type="button"
                className={styles.division}
                aria-current={county?.division?.id === id ? 'true' : undefined}
                onClick={() => choose(inForce ? null : validFrom)}
              >
                <span className={styles.name}>
                  {titleOf(name)}
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

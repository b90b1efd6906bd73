import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { HolidayYear } from '../../../api/contract/holidays.ts';
import { today } from '../../../api/contract/today.ts';
import { getHolidays } from '../../api-client/holidays.ts';
import { noticeOf } from '../../api-client/http.ts';
import { Failure } from '../../i18n/failure.tsx';
import { administers } from '../../state/session.ts';
import { useApp } from '../../state/store.ts';
import { Section } from '../../ui/section.tsx';
import { SkeletonLines } from '../../ui/states.tsx';
import { HolidayDialog } from './holiday-dialog.tsx';
import styles from './manage-holidays.module.css';

const thisYear = (): number => Number(today().slice(0, 4));

/** Which days of a year are off or worked, and the way to them. */
export function HolidaySection() {
  const { t } = useTranslation('manage-holidays');
  const county = useApp((state) => state.county) ?? '';
  const mayChange = useApp((state) => administers(state.session, state.county));
  const [year, setYear] = useState(thisYear);
  const [open, setOpen] = useState(false);
  const queries = useQueryClient();
  const queryKey = ['holidays', county, year];
  const query = useQuery({ queryKey, queryFn: ({ signal }) => getHolidays(county, year, signal) });
  const keep = (known: HolidayYear) => void queries.setQueryData(queryKey, known);
  const known = query.data;
  const years = [-1, 0, 1, 2].map((offset) => thisYear() + offset);
  return (
    <Section
      title={t('title')}
      extra={
        <Select
          size="small"
          aria-label={t('year')}
          value={year}
          options={years.map((value) => ({ value, label: value }))}
          onChange={setYear}
        />
      }
    >
      {query.error && <Failure notice={noticeOf(query.error)} retry={() => void query.refetch()} />}
      {query.isPending && <SkeletonLines label={t('common:panel.loading')} lines={2} />}
      {known && (
        <div className={styles.body}>
          <Summary known={known} />
          <Button size="small" onClick={() => setOpen(true)}>
            {t(mayChange ? 'change' : 'look')}
          </Button>
          {open && <HolidayDialog known={known} mayChange={mayChange} keep={keep} close={() => setOpen(false)} />}
        </div>
      )}
    </Section>
  );
}

function Summary({ known }: { readonly known: HolidayYear }) {
  const { t } = useTranslation('manage-holidays');
  const { year, version, source, days } = known;
  if (source === '') return <p className={styles.lead}>{t('none', { year })}</p>;
  const holidays = days.filter(({ kind }) => kind === 'holiday').length;
  return (
    <>
      <p>{t('counts', { holidays, workdays: days.length - holidays })}</p>
      <p className={styles.lead}>
        {version === 0 ? t('published') : t('own', { version })} <span lang="zh-CN">{source}</span>
      </p>
    </>
  );
}

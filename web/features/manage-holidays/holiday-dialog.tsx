import { Button, Input, Modal, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  DAY_KINDS,
  type HolidayReading,
  type HolidayYear,
  PUBLISHED_HOLIDAYS,
  type SpecialDay,
} from '../../../api/contract/holidays.ts';
import { getHolidays, putHolidays, readHolidays } from '../../api-client/holidays.ts';
import { Refused } from '../../i18n/failure.tsx';
import { useApp } from '../../state/store.ts';
import { useSending } from '../../state/use-sending.ts';
import { Field } from '../../ui/field.tsx';
import { FileButton } from '../../ui/file-button.tsx';
import { Refusal } from '../../ui/refusal.tsx';
import { daysOf, isComplete, rowsOf, withOneMore } from './day-rows.ts';
import styles from './manage-holidays.module.css';

interface Props {
  readonly known: HolidayYear;
  readonly mayChange: boolean;
  keep(known: HolidayYear): void;
  close(): void;
}

/** The days of a year and where they come from; changed as a whole. */
export function HolidayDialog({ known, mayChange, keep, close }: Props) {
  const { t } = useTranslation('manage-holidays');
  const county = useApp((state) => state.county) ?? '';
  const announce = useApp((state) => state.announce);
  const [begun, setBegun] = useState(known);
  const [rows, setRows] = useState(() => rowsOf(known.days));
  const [source, setSource] = useState(known.source);
  const [reading, setReading] = useState<HolidayReading | null>(null);
  const { sending, notice, send } = useSending();
  const { year } = begun;
  const published = PUBLISHED_HOLIDAYS.find((each) => each.year === year);
  const complete = isComplete(rows, year);
  const isLate = notice?.type === 'stale-version';
  const show = (latest: HolidayYear) => {
    setBegun(latest);
    setRows(rowsOf(latest.days));
    setSource(latest.source);
  };
  const save = async () => {
    const done = await send(async () => {
      keep(await putHolidays(county, year, { version: begun.version, source: source.trim(), days: daysOf(rows) }));
      announce(t('saved', { year }));
    });
    if (done) close();
  };
  const lookAgain = () =>
    send(async () => {
      const latest = await getHolidays(county, year);
      keep(latest);
      show(latest);
    });
  const take = (file: File) =>
    send(async () => {
      const found = await readHolidays(county, year, file);
      setReading(found);
      if (found.days.length > 0) setRows(rowsOf(found.days));
    });
  const put = (key: number, part: Partial<SpecialDay>) =>
    setRows((all) => all.map((row) => (row.key === key ? { ...row, day: { ...row.day, ...part } } : row)));
  return (
    <Modal
      open
      width={620}
      title={t('dialog', { year })}
      okText={t('save')}
      okButtonProps={{ loading: sending, disabled: !complete || source.trim() === '' }}
      cancelText={t('common:action.cancel')}
      onOk={() => void save()}
      onCancel={close}
      {...(mayChange
        ? {}
        : {
            footer: (
              <Button type="primary" onClick={close}>
                {t('common:action.close')}
              </Button>
            ),
          })}
    >
      <div className={styles.form}>
        {mayChange && (
          <>
            <div className={styles.tools}>
              {published && (
                <Button size="small" onClick={() => show({ ...published, version: begun.version })}>
                  {t('fill')}
                </Button>
              )}
              <FileButton
                small
                label={t('table')}
                accept=".xlsx,.csv"
                title={t('tableWhy')}
                take={(file) => void take(file)}
              />
            </div>
            {reading && reading.faults.length > 0 && <Faults faults={reading.faults} />}
          </>
        )}
        <ul className={styles.days} aria-label={t('days')}>
          {rows.map(({ key, day }) => (
            <li key={key} className={styles.day}>
              <Input
                type="date"
                aria-label={t('day')}
                min={`${year}-01-01`}
                max={`${year}-12-31`}
                disabled={!mayChange}
                value={day.day}
                onChange={({ target }) => put(key, { day: target.value })}
              />
              <Select
                aria-label={t('kind')}
                disabled={!mayChange}
                value={day.kind}
                options={DAY_KINDS.map((value) => ({ value, label: t(`kinds.${value}`) }))}
                onChange={(kind) => put(key, { kind })}
              />
              <Input
                aria-label={t('name')}
                lang="zh-CN"
                maxLength={40}
                disabled={!mayChange}
                value={day.name}
                onChange={({ target }) => put(key, { name: target.value })}
              />
              {mayChange && (
                <Button
                  size="small"
                  aria-label={t('remove', { day: day.day })}
                  onClick={() => setRows((all) => all.filter((row) => row.key !== key))}
                >
                  {t('removeShort')}
                </Button>
              )}
            </li>
          ))}
        </ul>
        {mayChange && (
          <div>
            <Button size="small" onClick={() => setRows(withOneMore)}>
              {t('add')}
            </Button>
          </div>
        )}
        {!complete && <p className={styles.fault}>{t('incomplete')}</p>}
        <Field label={t('source')} fault={mayChange && source.trim() === '' ? t('sourceless') : null}>
          {(id, describedBy) => (
            <Input.TextArea
              id={id}
              aria-describedby={describedBy}
              lang="zh-CN"
              autoSize={{ minRows: 1, maxRows: 3 }}
              maxLength={300}
              disabled={!mayChange}
              value={source}
              onChange={({ target }) => setSource(target.value)}
            />
          )}
        </Field>
        {isLate && (
          <Refusal title={t('changedMeanwhile')}>
            <Button size="small" onClick={() => void lookAgain()}>
              {t('common:action.retry')}
            </Button>
          </Refusal>
        )}
        {notice && !isLate && <Refused notice={notice} />}
      </div>
    </Modal>
  );
}

function Faults({ faults }: { readonly faults: HolidayReading['faults'] }) {
  const { t } = useTranslation('manage-holidays');
  return (
    <Refusal title={t('faults', { n: faults.length })}>
      <ul>
        {faults.slice(0, 20).map(({ row, fault, value }) => (
          <li key={`${row} ${fault}`}>
            {t('row', { n: row })} {t(`common:error.reason.${fault}`, { value })}
          </li>
        ))}
      </ul>
    </Refusal>
  );
}

import { Button, Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { MOST_PEOPLE_AT_ONCE, type PeopleReading } from '../../../api/contract/people.ts';
import type { DownloadedFile } from '../../api-client/download.ts';
import { addPeople, readPeople } from '../../api-client/people.ts';
import { Refused } from '../../i18n/failure.tsx';
import { useFormat } from '../../i18n/format.ts';
import { saveBlob } from '../../state/save-blob.ts';
import { useApp } from '../../state/store.ts';
import { useSending } from '../../state/use-sending.ts';
import { FileButton } from '../../ui/file-button.tsx';
import { RowList } from '../../ui/row-list.tsx';
import styles from './manage-people.module.css';
import { useKeepPeople } from './use-people.ts';

/** A table of people: looked at, told by row, then all of them are made; their passwords come back as a file. */
export function TableDialog({ close }: { close(): void }) {
  const { t } = useTranslation('manage-people');
  const format = useFormat();
  const county = useApp((state) => state.county) ?? '';
  const language = useApp((state) => state.preferences.language);
  const announce = useApp((state) => state.announce);
  const keep = useKeepPeople();
  const [reading, setReading] = useState<PeopleReading | null>(null);
  const [made, setMade] = useState<DownloadedFile | null>(null);
  const { sending, notice, send } = useSending();
  const people = reading?.people ?? [];
  const bad = people.filter(({ faults }) => faults.length > 0).length;
  const n = format.number(people.length);
  const read = (file: File) =>
    send(async () => {
      setReading(null);
      setReading(await readPeople(county, file));
    });
  const add = () =>
    send(async () => {
      const asked = people.map(({ username, name, grants }) => ({ username, name, grants }));
      const file = await addPeople(county, asked, language);
      saveBlob(file.blob, file.name);
      setMade(file);
      announce(t('table.added', { n }));
      await keep();
    });
  return (
    <Modal
      open
      width={600}
      title={t('table.title')}
      mask={{ closable: made === null }}
      onCancel={close}
      footer={
        made ? (
          <>
            <Button onClick={() => saveBlob(made.blob, made.name)}>{t('table.again')}</Button>
            <Button type="primary" onClick={close}>
              {t('common:action.close')}
            </Button>
          </>
        ) : (
          <>
            <Button onClick={close}>{t('common:action.cancel')}</Button>
            <Button
              type="primary"
              loading={sending && reading !== null}
              disabled={people.length === 0 || bad > 0}
              onClick={() => void add()}
            >
              {people.length === 0 ? t('addNow') : t('table.add', { n })}
            </Button>
          </>
        )
      }
    >
      {made ? (
        <p>{t('table.done', { n, file: made.name })}</p>
      ) : (
        <div className={styles.form}>
          <p className={styles.lead}>{t('table.lead', { n: MOST_PEOPLE_AT_ONCE })}</p>
          <div>
            <FileButton
              label={t(reading ? 'table.other' : 'table.choose')}
              accept=".xlsx,.csv"
              take={(file) => void read(file)}
            />
          </div>
          {notice && <Refused notice={notice} />}
          {reading && (
            <>
              <p role="status">{bad > 0 ? t('table.bad', { n: format.number(bad) }) : t('table.good', { n })}</p>
              <ReadPeople people={people} />
            </>
          )}
        </div>
      )}
    </Modal>
  );
}

/** Those with faults come first. */
function ReadPeople({ people }: { readonly people: PeopleReading['people'] }) {
  const { t } = useTranslation('manage-people');
  const format = useFormat();
  const ordered = [...people].sort(
    (a, b) => Number(b.faults.length > 0) - Number(a.faults.length > 0) || a.row - b.row,
  );
  const rows = ordered.map(({ row, username, name, grants, faults }) => ({
    key: String(row),
    title: (
      <>
        {name || username}
        {faults.map(({ fault, value }) => (
          <span key={fault + value} className={styles.fault}>
            {t(`common:error.reason.${fault}`, { value, n: MOST_PEOPLE_AT_ONCE })}
          </span>
        ))}
      </>
    ),
    detail: [
      t('table.row', { n: row }),
      username,
      format.list([...new Set(grants.map(({ role }) => t(`common:role.${role}`)))]),
      grants.flatMap(({ regionCode }) => regionCode ?? []).join(' '),
    ]
      .filter(Boolean)
      .join(' · '),
  }));
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a list longer than its place is scrolled with the keys
    <section className={styles.rows} tabIndex={0} aria-label={t('table.people')}>
      <RowList label={t('table.people')} rows={rows} />
    </section>
  );
}

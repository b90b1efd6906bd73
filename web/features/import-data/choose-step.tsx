import { FileOutlined, InboxOutlined } from '@ant-design/icons';
import { Button, Input, Select } from 'antd';
import { type DragEvent, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { IMPORT_TARGETS, type ImportTarget, type RegionKind } from '../../../api/contract/words.ts';
import { useFormat } from '../../i18n/format.ts';
import { useCounties } from '../../state/queries.ts';
import { useApp } from '../../state/store.ts';
import { Field } from './field.tsx';
import type { Choice } from './import-flow.ts';
import styles from './import-panel.module.css';

const LEVELS: readonly RegionKind[] = ['county', 'street', 'community', 'grid'];
const ACCEPTED = '.geojson,.json,.gz,.zip';
const NEW_COUNTY = 'new';

interface Props {
  readonly file: File | null;
  readonly sending: boolean;
  onFile(file: File | null): void;
  onSend(file: File, choice: Choice): void;
}

/** Which file, as what, into which county. */
export function ChooseStep({ file, sending, onFile, onSend }: Props) {
  const { t } = useTranslation('import-data');
  const current = useApp((state) => state.county);
  const counties = useCounties().data ?? [];
  const [target, setTarget] = useState<ImportTarget>('regions');
  const [level, setLevel] = useState<RegionKind>('community');
  const [into, setInto] = useState(current ?? NEW_COUNTY);
  const [code, setCode] = useState('');
  const [name, setName] = useState('');
  const isNew = into === NEW_COUNTY;
  const codeIsGood = /^\d{6}$/.test(code);
  const ready = file !== null && (!isNew || (codeIsGood && name.trim() !== ''));
  const administered = counties.filter((county) => county.roles.includes('admin'));

  return (
    <div className={styles.form}>
      <FileField file={file} disabled={sending} onFile={onFile} />
      <Field label={t('target')}>
        {(id) => (
          <Select
            id={id}
            value={target}
            disabled={sending}
            onChange={setTarget}
            options={IMPORT_TARGETS.map((value) => ({ value, label: t(`targets.${value}`) }))}
          />
        )}
      </Field>
      {target === 'regions' && (
        <Field label={t('level')}>
          {(id) => (
            <Select
              id={id}
              value={level}
              disabled={sending}
              onChange={setLevel}
              options={LEVELS.map((value) => ({ value, label: t(`common:kind.${value}`) }))}
            />
          )}
        </Field>
      )}
      <Field label={t('county')}>
        {(id) => (
          <Select
            id={id}
            value={into}
            disabled={sending}
            onChange={setInto}
            options={[
              ...administered.map((county) => ({ value: county.code, label: `${county.name} ${county.code}` })),
              { value: NEW_COUNTY, label: t('newCounty') },
            ]}
          />
        )}
      </Field>
      {isNew && (
        <div className={styles.pair}>
          <Field label={t('newCode')} fault={code !== '' && !codeIsGood ? t('badCode') : null}>
            {(id) => (
              <Input
                id={id}
                value={code}
                inputMode="numeric"
                maxLength={6}
                disabled={sending}
                onChange={(event) => setCode(event.target.value)}
              />
            )}
          </Field>
          <Field label={t('newName')}>
            {(id) => (
              <Input
                id={id}
                value={name}
                maxLength={80}
                disabled={sending}
                onChange={(event) => setName(event.target.value)}
              />
            )}
          </Field>
        </div>
      )}
      <Button
        type="primary"
        size="large"
        block
        disabled={!ready}
        loading={sending}
        onClick={() =>
          file && onSend(file, { county: isNew ? code : into, countyName: isNew ? name.trim() : '', target, level })
        }
      >
        {sending && file ? t('reading', { name: file.name }) : t('read')}
      </Button>
      <p className={styles.hint}>{t('nothingWritten')}</p>
    </div>
  );
}

interface FileFieldProps {
  readonly file: File | null;
  readonly disabled: boolean;
  onFile(file: File | null): void;
}

function FileField({ file, disabled, onFile }: FileFieldProps) {
  const { t } = useTranslation('import-data');
  const format = useFormat();
  const [over, setOver] = useState(false);
  const id = useId();
  const onDrop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    const dropped = event.dataTransfer.files[0];
    if (dropped && !disabled) onFile(dropped);
  };
  const megabytes = (bytes: number) =>
    bytes < 1e6 ? `${format.number(bytes / 1e3, 0)} KB` : `${format.number(bytes / 1e6, 1)} MB`;
  return (
    <label
      className={styles.drop}
      htmlFor={id}
      data-over={over}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={onDrop}
    >
      <input
        id={id}
        type="file"
        className="visually-hidden"
        accept={ACCEPTED}
        disabled={disabled}
        onChange={(event) => onFile(event.target.files?.[0] ?? null)}
      />
      {file ? <FileOutlined className={styles.dropIcon} /> : <InboxOutlined className={styles.dropIcon} />}
      <span className={styles.dropTitle}>
        {file ? t('chosen', { name: file.name, size: megabytes(file.size) }) : t('drop')}
      </span>
      <span className={styles.hint}>{t(file ? 'change' : 'dropHint')}</span>
    </label>
  );
}

import { AutoComplete, Button, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ImportReport } from '../../../api/contract/imports.ts';
import { Field } from '../../ui/field.tsx';
import styles from './import-panel.module.css';

interface Props {
  readonly fields: ImportReport['fields'];
  /** "field=value", or '' for all rows */
  readonly where: string;
  onChange(where: string): void;
}

/** Takes only the rows in which a field has a value: one county of three, one kind of road. */
export function RowFilter({ fields, where, onChange }: Props) {
  const { t } = useTranslation('import-data');
  const equals = where.indexOf('=');
  const [field, setField] = useState(equals > 0 ? where.slice(0, equals) : (likelyField(fields) ?? ''));
  const [value, setValue] = useState(equals > 0 ? where.slice(equals + 1) : '');
  const samples = fields.find(({ name }) => name === field)?.samples ?? [];
  const wanted = `${field}=${value}`;
  return (
    <div className={styles.form}>
      <Field label={t('whereField')}>
        {(id) => (
          <Select
            id={id}
            value={field || null}
            showSearch
            onChange={setField}
            options={fields.map(({ name }) => ({ value: name, label: name }))}
          />
        )}
      </Field>
      <Field label={t('whereValue')} hint={t('whereHint')}>
        {(id, describedBy) => (
          <AutoComplete
            id={id}
            aria-describedby={describedBy}
            value={value}
            onChange={setValue}
            options={samples.map((sample) => ({ value: sample, label: sample }))}
          />
        )}
      </Field>
      <div className={styles.line}>
        <Button
          type="primary"
          disabled={field === '' || value === '' || wanted === where}
          onClick={() => onChange(wanted)}
        >
          {t('whereApply')}
        </Button>
        {where !== '' && <Button onClick={() => onChange('')}>{t('whereClear')}</Button>}
      </div>
    </div>
  );
}

const likelyField = (fields: ImportReport['fields']): string | undefined =>
  fields.find(({ name }) => /^(name|名称|mc)$/i.test(name))?.name ?? fields[0]?.name;

import { Button, Input, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ImportReport } from '../../../api/contract/imports.ts';
import { useZoneOptions } from '../../i18n/zone-options.ts';
import { Field } from '../../ui/field.tsx';
import styles from './import-panel.module.css';

const OWN = 'own';
const OTHER = 'other';
const NAMED = [
  ['EPSG:4326', 'crsWgs'],
  ['EPSG:4490', 'crsCgcs'],
  ['GCJ-02', 'crsGcj'],
  ['BD-09', 'crsBd'],
] as const;

/** A system by the name under which people know it. */
export function crsWords(name: string, t: (key: string) => string): string {
  const known = NAMED.find(([code]) => code === name);
  if (known) return t(known[1]);
  return name === 'PRJ' ? t('crsPrj') : name;
}

interface Props {
  readonly id: string;
  /** null = as the file names it */
  readonly value: string | null;
  /** what the file was read in, when nothing was chosen; null while that is not known */
  readonly own: ImportReport['crs'] | null;
  onChange(crs: string | null): void;
}

/** The systems that Chinese towns use by name, and any other by its number. */
export function CrsSelect({ id, value, own, onChange }: Props) {
  const { t } = useTranslation('import-data');
  const [typing, setTyping] = useState(false);
  const named = NAMED.map(([name, label]) => ({ value: name as string, label: t(label) }));
  const zones = useZoneOptions();
  const listed = [...named, ...zones.flatMap(({ options }) => options)];
  const unlisted = value !== null && !listed.some((option) => option.value === value);
  return (
    <>
      <Select
        id={id}
        value={typing ? OTHER : (value ?? OWN)}
        onChange={(chosen) => {
          setTyping(chosen === OTHER);
          if (chosen !== OTHER) onChange(chosen === OWN ? null : chosen);
        }}
        options={[
          { value: OWN, label: own ? t('crsOwn', { name: crsWords(own.name, t) }) : t('crsOwnUnknown') },
          ...named,
          ...zones,
          ...(unlisted ? [{ value, label: crsWords(value, t) }] : []),
          { value: OTHER, label: t('crsOther') },
        ]}
        showSearch={{ optionFilterProp: 'label' }}
      />
      {typing && (
        <EpsgNumber
          onApply={(crs) => {
            setTyping(false);
            onChange(crs);
          }}
        />
      )}
    </>
  );
}

function EpsgNumber({ onApply }: { onApply(crs: string): void }) {
  const { t } = useTranslation('import-data');
  const [digits, setDigits] = useState('');
  const good = /^\d{4,6}$/.test(digits);
  const apply = () => {
    if (good) onApply(`EPSG:${digits}`);
  };
  return (
    <Field
      label={t('crsNumber')}
      hint={t('crsNumberHint')}
      fault={digits.length >= 4 && !good ? t('crsNumberBad') : null}
    >
      {(id, describedBy) => (
        <div className={styles.line}>
          <Input
            id={id}
            aria-describedby={describedBy}
            value={digits}
            inputMode="numeric"
            prefix="EPSG:"
            onChange={(event) => setDigits(event.target.value.trim().replace(/^epsg:/i, ''))}
            onPressEnter={apply}
          />
          <Button disabled={!good} onClick={apply}>
            {t('crsApply')}
          </Button>
        </div>
      )}
    </Field>
  );
}

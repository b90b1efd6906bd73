import { Input, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useZoneOptions } from '../../i18n/zone-options.ts';
import { Field } from '../../ui/field.tsx';

const OTHER = 'other';
const NAMED = [
  ['EPSG:4326', 'wgs'],
  ['EPSG:4490', 'cgcs'],
  ['EPSG:3857', 'web'],
  ['GCJ-02', 'gcj'],
  ['BD-09', 'bd'],
] as const;

interface Props {
  readonly value: string;
  onChange(crs: string): void;
}

/** The systems that Chinese offices use by name, and any other by its number. */
export function TargetCrs({ value, onChange }: Props) {
  const { t } = useTranslation('export-data');
  const zones = useZoneOptions();
  const [digits, setDigits] = useState<string | null>(null);
  const named = NAMED.map(([code, key]) => ({ value: code as string, label: t(`systems.${key}`) }));
  const isBad = digits !== null && digits !== '' && !/^\d{4,6}$/.test(digits);
  return (
    <>
      <Field label={t('crs')}>
        {(id) => (
          <Select
            id={id}
            value={digits === null ? value : OTHER}
            showSearch={{ optionFilterProp: 'label' }}
            onChange={(chosen: string) => {
              setDigits(chosen === OTHER ? '' : null);
              if (chosen !== OTHER) onChange(chosen);
            }}
            options={[...named, ...zones, { value: OTHER, label: t('otherCrs') }]}
          />
        )}
      </Field>
      {digits !== null && (
        <Field label={t('epsg')} fault={isBad ? t('epsgBad') : null}>
          {(id, describedBy) => (
            <Input
              id={id}
              aria-describedby={describedBy}
              value={digits}
              inputMode="numeric"
              prefix="EPSG:"
              status={isBad ? 'error' : undefined}
              onChange={(event) => {
                const typed = event.target.value.trim().replace(/^epsg:/i, '');
                setDigits(typed);
                if (/^\d{4,6}$/.test(typed)) onChange(`EPSG:${typed}`);
              }}
            />
          )}
        </Field>
      )}
    </>
  );
}

import { Select } from 'antd';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { IMPORT_ATTRIBUTES, type ImportReport, type ImportSettings } from '../../../api/contract/imports.ts';
import styles from './import-panel.module.css';

interface Props {
  readonly report: ImportReport;
  readonly settings: ImportSettings;
  readonly disabled: boolean;
  onChange(part: Pick<ImportSettings, 'mapping'>): void;
}

/** Which field of the file fills which attribute, with what the field holds. */
export function MappingTable({ report, settings, disabled, onChange }: Props) {
  const { t } = useTranslation('import-data');
  const id = useId();
  const options = [
    { value: '', label: t('leaveEmpty'), samples: '' },
    ...report.fields.map(({ name, samples }) => ({
      value: name,
      label: name,
      samples: samples.slice(0, 3).join('、'),
    })),
  ];
  return (
    <>
      <p className={styles.hint}>{t('mappingHint')}</p>
      <div className={styles.mapping}>
        {IMPORT_ATTRIBUTES[settings.target].map((attribute) => {
          const field = settings.mapping[attribute] ?? '';
          const samples = options.find(({ value }) => value === field)?.samples;
          return (
            <div key={attribute} className={styles.mappingRow}>
              <label htmlFor={`${id}-${attribute}`}>{t(`attribute.${attribute}`)}</label>
              <div>
                <Select
                  id={`${id}-${attribute}`}
                  className={styles.wide}
                  value={field}
                  disabled={disabled}
                  showSearch
                  options={options}
                  onChange={(value) => onChange({ mapping: { ...settings.mapping, [attribute]: value } })}
                />
                {samples && <span className={styles.samples}>{samples}</span>}
              </div>
            </div>
          );
        })}
      </div>
    </>
  );
}

import { Select } from 'antd';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { IMPORT_ATTRIBUTES, type ImportReport, type ImportSettings } from '../../../api/contract/imports.ts';
import styles from './import-panel.module.css';
import { kindWords } from './kind-words.ts';

interface Props {
  readonly report: ImportReport;
  readonly settings: ImportSettings;
  onChange(part: Pick<ImportSettings, 'mapping' | 'constants'>): void;
}

const EMPTY = 'empty';

/** Which field of the file fills which attribute, or the one word that all rows get; with samples of the field. */
export function MappingTable({ report, settings, onChange }: Props) {
  const { t } = useTranslation('import-data');
  return (
    <>
      <p className={styles.hint}>{t('mappingHint')}</p>
      <div className={styles.mapping}>
        {IMPORT_ATTRIBUTES[settings.target].map((attribute) => (
          <Row key={attribute} attribute={attribute} report={report} settings={settings} onChange={onChange} />
        ))}
      </div>
    </>
  );
}

function Row({ attribute, report, settings, onChange }: Props & { readonly attribute: string }) {
  const { t } = useTranslation('import-data');
  const id = useId();
  const { target, mapping, constants } = settings;
  const kinds = kindWords(target, attribute);
  const field = mapping[attribute] ?? '';
  const constant = constants[attribute];
  const samples = report.fields.find(({ name }) => name === field)?.samples ?? [];
  const choose = (chosen: string) => {
    const { [attribute]: _former, ...others } = constants;
    const [kind, ...rest] = chosen.split(':');
    const value = rest.join(':');
    onChange({
      mapping: { ...mapping, [attribute]: kind === 'field' ? value : '' },
      constants: kind === 'constant' ? { ...others, [attribute]: value } : others,
    });
  };
  return (
    <div className={styles.mappingRow}>
      <label htmlFor={id}>{t(`attribute.${attribute}`)}</label>
      <div className={styles.mappingField}>
        <Select
          id={id}
          value={constant !== undefined ? `constant:${constant}` : field ? `field:${field}` : EMPTY}
          showSearch={{ optionFilterProp: 'label' }}
          popupMatchSelectWidth={false}
          onChange={choose}
          options={[
            { value: EMPTY, label: t(kinds?.otherwise ?? 'leaveEmpty') },
            {
              label: t('fromField'),
              options: report.fields.map(({ name }) => ({ value: `field:${name}`, label: name })),
            },
            ...(kinds
              ? [
                  {
                    label: t('allAre'),
                    options: kinds.words.map((word) => ({
                      value: `constant:${word}`,
                      label: t(`${kinds.messages}.${word}`),
                    })),
                  },
                ]
              : []),
          ]}
        />
        {constant === undefined && samples.length > 0 && (
          <span className={styles.samples} title={samples.join('\n')}>
            {samples.join(' · ')}
          </span>
        )}
      </div>
    </div>
  );
}

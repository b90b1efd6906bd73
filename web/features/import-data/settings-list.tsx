import { Button, Input, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { ownThing } from '../../../api/contract/import-matches.ts';
import {
  IMPORT_ATTRIBUTES,
  IMPORT_MODES,
  type ImportReport,
  type ImportSettings,
} from '../../../api/contract/imports.ts';
import { IMPORT_TARGETS, type ImportTarget } from '../../../api/contract/words.ts';
import { Field } from '../../ui/field.tsx';
import { ChoiceGroup } from './choice-group.tsx';
import { CrsSelect, crsWords } from './crs-setting.tsx';
import { Disclosure } from './disclosure.tsx';
import { FileSettings } from './file-settings.tsx';
import { LEVELS } from './import-flow.ts';
import styles from './import-panel.module.css';
import { asLabel, useImportWords } from './import-words.ts';
import { JoinSetting } from './join-setting.tsx';
import { MappingTable } from './mapping-table.tsx';
import { RowFilter } from './row-filter.tsx';

interface Props {
  readonly report: ImportReport;
  /** on the screen; the report may not have caught up with them */
  readonly settings: ImportSettings;
  onChange(part: Partial<ImportSettings>): void;
}

/** Everything that can be set, one line each; a change is checked at once. */
export function SettingsList({ report, settings, onChange }: Props) {
  const { t } = useTranslation('import-data');
  const words = useImportWords();
  const { target, level, mapping, constants, where, mode, validFrom } = settings;
  const attributes = IMPORT_ATTRIBUTES[target];
  const filled = attributes.filter((name) => mapping[name] || constants[name] !== undefined).length;
  const name = words.target(settings);
  const makesDivision = target === 'regions' || target === 'blocks';
  return (
    <section className={styles.settings} aria-label={t('settings')}>
      <h3 className={styles.heading}>{t('settings')}</h3>
      <div>
        <Disclosure title={t('target')} value={asLabel(name)}>
          <TargetFields target={target} level={level} onChange={onChange} />
        </Disclosure>
        <FileSettings report={report} settings={settings} onChange={onChange} />
        <JoinSetting report={report} settings={settings} onChange={onChange} />
        <Disclosure title={t('crs')} value={crsWords(settings.crs ?? report.crs.name, t)}>
          <Field label={t('chooseCrs')}>
            {(id) => (
              <CrsSelect
                id={id}
                value={settings.crs}
                own={report.settings.crs === null ? report.crs : null}
                onChange={(crs) => onChange({ crs })}
              />
            )}
          </Field>
        </Disclosure>
        <Disclosure
          title={t('mapping')}
          value={t(report.remembered ? 'mappingRemembered' : 'mappingCount', { n: filled, all: attributes.length })}
        >
          {report.remembered && (
            <div className={styles.line}>
              <span className={styles.hint}>{t('rememberedWhy')}</span>
              <Button size="small" onClick={() => onChange({ memory: false, mapping: {}, constants: {}, join: null })}>
                {t('forgetMapping')}
              </Button>
            </div>
          )}
          <MappingTable report={report} settings={settings} onChange={onChange} />
        </Disclosure>
        <Disclosure title={t('where')} value={where === '' ? t('whereAll') : where.replace('=', ' = ')}>
          <RowFilter
            key={where}
            fields={report.fields}
            where={where}
            onChange={(chosen) => onChange({ where: chosen })}
          />
        </Disclosure>
        {report.countyExists && target !== 'blocks' && (
          <Disclosure title={t('modeLabel')} value={t(`mode_${mode}`)}>
            <ChoiceGroup
              label={t('modeLabel')}
              value={mode}
              onChange={(chosen) => onChange({ mode: chosen })}
              options={(ownThing(settings) ? IMPORT_MODES : (['replace', 'add'] as const)).map((value) => ({
                value,
                label: t(`mode_${value}`),
                why: t(`mode_${value}Why`, { target: name }),
              }))}
            />
          </Disclosure>
        )}
        {makesDivision && (
          <Disclosure title={t('validFrom')} value={validFrom ?? t('validFromToday')}>
            <Field label={t('validFrom')} hint={t('validFromHint')}>
              {(id, describedBy) => (
                <div className={styles.line}>
                  <Input
                    id={id}
                    aria-describedby={describedBy}
                    type="date"
                    value={validFrom ?? ''}
                    onChange={(event) => onChange({ validFrom: event.target.value || null })}
                  />
                  {validFrom && <Button onClick={() => onChange({ validFrom: null })}>{t('validFromToday')}</Button>}
                </div>
              )}
            </Field>
          </Disclosure>
        )}
      </div>
    </section>
  );
}

/** Another target has other attributes, so fields are guessed anew. */
function TargetFields({ target, level, onChange }: Pick<ImportSettings, 'target' | 'level'> & Pick<Props, 'onChange'>) {
  const { t } = useTranslation('import-data');
  const choose = (chosen: ImportTarget) =>
    onChange({ target: chosen, level: chosen === 'regions' ? 'community' : null, mapping: {}, constants: {} });
  return (
    <>
      <Field label={t('target')} hint={t(`targetHint.${target}`)}>
        {(id) => (
          <Select
            id={id}
            value={target}
            listHeight={330}
            onChange={choose}
            options={IMPORT_TARGETS.map((value) => ({ value, label: asLabel(t(`targets.${value}`)) }))}
          />
        )}
      </Field>
      {target === 'regions' && (
        <Field label={t('level')}>
          {(id) => (
            <Select
              id={id}
              value={level ?? 'community'}
              onChange={(chosen) => onChange({ level: chosen })}
              options={LEVELS.map((value) => ({ value, label: t(`common:kind.${value}`) }))}
            />
          )}
        </Field>
      )}
    </>
  );
}

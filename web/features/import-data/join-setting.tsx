import { Button, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type ImportJoin, JOINED_THINGS, type JoinedThing, ownThing } from '../../../api/contract/import-matches.ts';
import type { ImportReport, ImportSettings } from '../../../api/contract/imports.ts';
import { Field } from '../../ui/field.tsx';
import { Disclosure } from './disclosure.tsx';
import { guessJoin } from './import-flow.ts';
import styles from './import-panel.module.css';

interface Props {
  readonly report: ImportReport;
  readonly settings: ImportSettings;
  onChange(part: Partial<ImportSettings>): void;
}

/** By which column rows without coordinates find their places; nothing for a file that has places of its own. */
export function JoinSetting({ report, settings, onChange }: Props) {
  const { t } = useTranslation('import-data');
  const { join } = settings;
  if (join === null && report.table === null) return null;
  const value = join
    ? t('joinValue', { field: join.field, thing: t(`joined.${join.to}`), by: t(`by.${join.by}`) })
    : t('joinNone');
  return (
    <Disclosure title={t('join')} value={value}>
      <JoinFields key={JSON.stringify(join)} report={report} settings={settings} onChange={onChange} />
    </Disclosure>
  );
}

const SEVERAL = ['refuse', 'sum', 'last'] as const;

/** What is looked for, and the columns that say it. */
export function JoinFields({ report, settings, onChange }: Props) {
  const { t } = useTranslation('import-data');
  const { join, mode } = settings;
  const [wanted, setWanted] = useState<ImportJoin>(join ?? guessJoin(settings, report.fields));
  const updates = wanted.to === ownThing(settings);
  const change = (part: Partial<ImportJoin>) => setWanted({ ...wanted, ...part });
  const columns = report.fields.map(({ name }) => ({ value: name, label: name }));
  return (
    <div className={styles.form}>
      <Field label={t('joinTo')}>
        {(id) => (
          <Select
            id={id}
            value={wanted.to}
            onChange={(to: JoinedThing) => change({ to })}
            options={JOINED_THINGS.map((value) => ({ value, label: t(`joined.${value}`) }))}
          />
        )}
      </Field>
      <Field label={t('joinBy')}>
        {(id) => (
          <Select
            id={id}
            value={wanted.by}
            onChange={(by: ImportJoin['by']) => change({ by })}
            options={(['name', 'address', 'code'] as const).map((value) => ({ value, label: t(`by.${value}`) }))}
          />
        )}
      </Field>
      <Field label={t('joinField')}>
        {(id) => (
          <Select
            id={id}
            value={wanted.field || null}
            showSearch={{ optionFilterProp: 'label' }}
            onChange={(field: string) => change({ field })}
            options={columns}
          />
        )}
      </Field>
      <Field label={t('joinWithin')}>
        {(id) => (
          <Select
            id={id}
            value={wanted.within}
            showSearch={{ optionFilterProp: 'label' }}
            onChange={(within: string) => change({ within })}
            options={[{ value: '', label: t('joinWithinNone') }, ...columns]}
          />
        )}
      </Field>
      {updates && (
        <Field label={t('joinSeveral')} hint={t('joinUpdates')}>
          {(id, describedBy) => (
            <Select
              id={id}
              aria-describedby={describedBy}
              value={wanted.several}
              onChange={(several: ImportJoin['several']) => change({ several })}
              options={SEVERAL.map((value) => ({ value, label: t(`joinSeveral_${value}`) }))}
            />
          )}
        </Field>
      )}
      <div className={styles.line}>
        <Button
          type="primary"
          disabled={wanted.field === '' || JSON.stringify(wanted) === JSON.stringify(join)}
          // Things can be joined to their own kind only to be changed.
          onClick={() => onChange({ join: wanted, mode: updates ? 'update' : mode === 'update' ? 'replace' : mode })}
        >
          {t('joinApply')}
        </Button>
        {join && (
          <Button onClick={() => onChange({ join: null, mode: mode === 'update' ? 'replace' : mode })}>
            {t('joinDrop')}
          </Button>
        )}
      </div>
    </div>
  );
}

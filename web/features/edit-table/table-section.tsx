import { Button, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { EDIT_LAYERS, type EditLayer } from '../../../api/contract/thing-edits.ts';
import { useMyRoles } from '../../state/plan-life.ts';
import { useRegions } from '../../state/queries.ts';
import { useRegionName } from '../../state/region-names.ts';
import { useApp } from '../../state/store.ts';
import { mayKeepThings } from '../../state/thing-edit/editing.ts';
import { Field } from '../../ui/field.tsx';
import { Section } from '../../ui/section.tsx';
import styles from './table.module.css';
import { TableDialog } from './table-dialog.tsx';

/** Chooses what the table takes; a worklist opens it by itself. */
export function TableSection() {
  const { t } = useTranslation('edit-table');
  const keeps = mayKeepThings(useMyRoles());
  const county = useApp((state) => state.county);
  const tableOf = useApp((state) => state.tableOf);
  const openTable = useApp((state) => state.openTable);
  const regions = useRegions().data?.regions ?? [];
  const regionName = useRegionName();
  const [layer, setLayer] = useState<EditLayer>('building');
  const [region, setRegion] = useState<number | null>(null);
  if (!keeps) return null;
  return (
    <Section title={t('title')}>
      <div className={styles.choice}>
        <p className={styles.lead}>{t('lead')}</p>
        <Field label={t('layer')}>
          {(id) => (
            <Select
              id={id}
              value={layer}
              options={EDIT_LAYERS.map((each) => ({ value: each, label: t(`common:thing.${each}`) }))}
              onChange={setLayer}
            />
          )}
        </Field>
        <Field label={t('region')}>
          {(id) => (
            <Select
              id={id}
              allowClear
              placeholder={t('everywhere')}
              showSearch={{ optionFilterProp: 'label' }}
              value={region}
              options={regions.map((each) => ({ value: each.id, label: regionName(each) }))}
              onChange={(chosen: number | null | undefined) => setRegion(chosen ?? null)}
            />
          )}
        </Field>
        <div>
          <Button onClick={() => openTable({ layer, region, list: null })}>{t('open')}</Button>
        </div>
      </div>
      {tableOf && county && (
        <TableDialog
          key={`${tableOf.layer}-${tableOf.region}-${tableOf.list}`}
          county={county}
          asked={tableOf}
          close={() => openTable(null)}
        />
      )}
    </Section>
  );
}

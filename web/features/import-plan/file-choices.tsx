import { Select } from 'antd';
import { useTranslation } from 'react-i18next';
import type { PlanReading, ReadingWish } from '../../../api/contract/plan-reading.ts';
import { useZoneOptions } from '../../i18n/zone-options.ts';
import { Field } from '../../ui/field.tsx';
import styles from './import-section.module.css';
import type { ChosenFile } from './use-reading.ts';

interface Props {
  readonly chosen: ChosenFile;
  /** null = it could not be read in this system */
  readonly reading: PlanReading | null;
  onWish(wish: ReadingWish): void;
}

const SYSTEMS = ['EPSG:4326', 'EPSG:4490', 'GCJ-02', 'BD-09'];

/** What a file of polygons does not say by itself; another choice reads it again. */
export function FileChoices({ chosen: { wish }, reading, onWish }: Props) {
  const { t } = useTranslation('import-plan');
  const zones = useZoneOptions();
  const own = reading && !wish.crs ? t('ownSystem', { name: reading.crs?.name }) : t('ownSystemUnknown');
  return (
    <div className={styles.choices}>
      {reading && (
        <Field label={t('field')}>
          {(id) => (
            <Select
              id={id}
              value={reading.field}
              onChange={(field) => field !== null && onWish({ ...wish, field })}
              options={reading.fields.map((name) => ({ value: name, label: name }))}
            />
          )}
        </Field>
      )}
      <Field label={t('system')}>
        {(id) => (
          <Select
            id={id}
            value={wish.crs ?? ''}
            onChange={(crs) => onWish({ ...(wish.field ? { field: wish.field } : {}), ...(crs ? { crs } : {}) })}
            options={[
              { value: '', label: own },
              ...SYSTEMS.map((name) => ({ value: name, label: t(`systems.${name.replace(':', '-')}`) })),
              ...zones,
            ]}
            showSearch={{ optionFilterProp: 'label' }}
          />
        )}
      </Field>
    </div>
  );
}

import { Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { type AskedGrant, isRegional } from '../../../api/contract/people.ts';
import { ROLES } from '../../../api/contract/words.ts';
import { useRegions } from '../../state/queries.ts';
import { Field } from '../../ui/field.tsx';
import styles from './manage-people.module.css';

interface Props {
  readonly grant: AskedGrant;
  change(grant: AskedGrant): void;
}

/** A role, and for those that work in a region which. */
export function GrantField({ grant, change }: Props) {
  const { t } = useTranslation('manage-people');
  const regions = useRegions().data?.regions ?? [];
  const options = regions
    .filter((region) => region.code !== null && region.kind !== 'county')
    .map(({ code, name, kind }) => ({ value: code ?? '', label: `${name} · ${t(`common:kind.${kind}`)} ${code}` }));
  return (
    <div className={styles.grant}>
      <Field label={t('role')} hint={t(`duty.${grant.role}`)}>
        {(id, describedBy) => (
          <Select
            id={id}
            aria-describedby={describedBy}
            className={styles.wide}
            value={grant.role}
            options={ROLES.map((role) => ({ value: role, label: t(`common:role.${role}`) }))}
            onChange={(role) => change({ role, regionCode: isRegional(role) ? grant.regionCode : null })}
          />
        )}
      </Field>
      {isRegional(grant.role) && (
        <Field label={t('region')} hint={t('regionWhy')}>
          {(id, describedBy) => (
            <Select
              id={id}
              aria-describedby={describedBy}
              className={styles.wide}
              showSearch={{ optionFilterProp: 'label' }}
              allowClear
              placeholder={t('wholeCounty')}
              value={grant.regionCode}
              options={options}
              onChange={(code?: string) => change({ ...grant, regionCode: code ?? null })}
            />
          )}
        </Field>
      )}
    </div>
  );
}

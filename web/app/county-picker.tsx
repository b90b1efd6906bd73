import { DownOutlined } from '@ant-design/icons';
import { useTranslation } from 'react-i18next';
import { useNameOf } from '../i18n/names.ts';
import { useCounties } from '../state/queries.ts';
import { useApp } from '../state/store.ts';
import { PickList, Popover } from '../ui/popover.tsx';
import styles from './county-picker.module.css';

/** Which county is on the screen, and the way to another. */
export function CountyPicker() {
  const { t } = useTranslation();
  const counties = useCounties().data;
  const code = useApp((state) => state.county);
  const nameOf = useNameOf();
  const openCounty = useApp((state) => state.openCounty);
  const current = counties?.find((county) => county.code === code);
  if (!counties || !current) return <span className={styles.placeholder} aria-hidden="true" />;
  return (
    <Popover
      label={`${t('top.county')}: ${nameOf(current)}`}
      buttonClass={styles.button}
      button={
        <>
          <span className={styles.name}>{nameOf(current)}</span>
          <DownOutlined className={styles.arrow} />
        </>
      }
    >
      {(close) => (
        <PickList
          label={t('top.counties')}
          value={code}
          options={counties.map((county) => ({
            value: county.code,
            label: nameOf(county),
            hint: county.code,
          }))}
          choose={(chosen) => {
            openCounty(chosen);
            close();
          }}
        />
      )}
    </Popover>
  );
}

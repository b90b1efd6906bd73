import { DownOutlined } from '@ant-design/icons';
import { useTranslation } from 'react-i18next';
import type { CountySummary } from '../../api/contract/counties.ts';
import { useCounties } from '../state/queries.ts';
import { useApp } from '../state/store.ts';
import { PickList, Popover } from '../ui/popover.tsx';
import styles from './county-picker.module.css';

const nameIn = (county: CountySummary, language: string): string =>
  language === 'en' && county.nameEn ? county.nameEn : county.name;

/** Which county is on the screen, and the way to another. */
export function CountyPicker() {
  const { t } = useTranslation();
  const counties = useCounties().data;
  const code = useApp((state) => state.county);
  const language = useApp((state) => state.preferences.language);
  const openCounty = useApp((state) => state.openCounty);
  const current = counties?.find((county) => county.code === code);
  if (!counties || !current) return <span className={styles.placeholder} aria-hidden="true" />;
  return (
    <Popover
      label={`${t('top.county')}: ${nameIn(current, language)}`}
      buttonClass={styles.button}
      button={
        <>
          <span className={styles.name}>{nameIn(current, language)}</span>
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
            label: nameIn(county, language),
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

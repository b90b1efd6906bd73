import { AimOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Bounds } from '../../state/bounds.ts';
import { useApp } from '../../state/store.ts';
import styles from './changes-tab.module.css';

interface Props {
  readonly name: string;
  /** null = nowhere on the map */
  readonly bounds: Bounds | null;
}

/** The way from a row to its place. */
export function ShowPlace({ name, bounds }: Props) {
  const { t } = useTranslation('decide-plan');
  const flyTo = useApp((state) => state.flyTo);
  const words = t('showRegion', { name });
  return (
    <Button
      type="text"
      size="small"
      className={styles.show}
      icon={<AimOutlined />}
      disabled={!bounds}
      aria-label={words}
      title={words}
      onClick={() => bounds && flyTo(bounds)}
    />
  );
}

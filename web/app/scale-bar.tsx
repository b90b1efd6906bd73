import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/format.ts';
import { scaleLength } from './scale-length.ts';
import styles from './status-bar.module.css';

interface Props {
  readonly lat: number;
  readonly zoom: number;
  readonly maxPx: number;
}

export function ScaleBar({ lat, zoom, maxPx }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const { metres, px } = scaleLength(lat, zoom, maxPx);
  const text = format.distance(metres);
  return (
    <div className={styles.scale} role="img" aria-label={`${t('status.scale')}: ${text}`}>
      <span className="tabular">{text}</span>
      <span className={styles.scaleLine} style={{ width: px }} />
    </div>
  );
}

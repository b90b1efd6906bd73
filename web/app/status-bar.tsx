import { useTranslation } from 'react-i18next';
import type { BaseMapId } from '../../api/contract/base-maps.ts';
import { useFormat } from '../i18n/format.ts';
import { useBaseMap } from '../state/base-map.ts';
import { useCounty, useHealth } from '../state/queries.ts';
import { useApp } from '../state/store.ts';
import { DataNote } from './data-note.tsx';
import { ScaleBar } from './scale-bar.tsx';
import styles from './status-bar.module.css';

const holderOf = (id: BaseMapId) => (id.startsWith('amap') ? 'amap' : 'tianditu');

/** What the data are, where the map is, and what still loads. */
export function StatusBar({ phone }: { readonly phone: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  const county = useCounty().data;
  const camera = useApp((state) => state.camera);
  const baseMap = useBaseMap();
  const loading = useHealth().data?.loading ?? [];
  return (
    <footer className={styles.bar}>
      <div className={styles.notes}>
        {county && <DataNote county={county} />}
        {baseMap && <span className={styles.loading}>{t(`status.baseMapCredit.${holderOf(baseMap.id)}`)}</span>}
        {loading.slice(0, 1).map(({ county: code, name, progress }) => (
          <span key={code} className={styles.loading}>
            {t('status.loading', { name, percent: format.percent(progress) })}
          </span>
        ))}
      </div>
      {camera && !phone && (
        <div className={`${styles.place} tabular`}>
          <span title={t('status.coordinates')}>{format.position(camera.lng, camera.lat)}</span>
          <span>{t('status.zoom', { zoom: camera.zoom.toFixed(1) })}</span>
        </div>
      )}
      {camera && <ScaleBar lat={camera.lat} zoom={camera.zoom} maxPx={phone ? 72 : 110} />}
    </footer>
  );
}

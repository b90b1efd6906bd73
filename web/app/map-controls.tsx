import { BorderOuterOutlined, CompassOutlined, MinusOutlined, PlusOutlined } from '@ant-design/icons';
import { useTranslation } from 'react-i18next';
import { useMap } from '../map/handle.ts';
import type { Feature } from '../state/feature.ts';
import { useCounty } from '../state/queries.ts';
import { useApp } from '../state/store.ts';
import { IconButton } from '../ui/icon-button.tsx';
import { prefersReducedMotion } from '../ui/use-media.ts';
import { LocateButton } from './locate-button.tsx';
import styles from './map-controls.module.css';
import { mapToolsOf } from './slots.ts';

const TILT_DEG = 55;

/** Zoom, compass, tilt, whole county, own place, and the tools of the features, down the right edge. */
export function MapControls({ features, phone }: { readonly features: readonly Feature[]; readonly phone: boolean }) {
  const { t } = useTranslation();
  const map = useMap();
  const bounds = useCounty().data?.bounds;
  const flyTo = useApp((state) => state.flyTo);
  const announce = useApp((state) => state.announce);
  const bearing = useApp((state) => state.camera?.bearing ?? 0);
  const pitch = useApp((state) => state.camera?.pitch ?? 0);
  const turned = Math.abs(bearing) > 0.5 || pitch > 0.5;
  const motion = { duration: prefersReducedMotion() ? 0 : 200 };
  const zoom = (by: 1 | -1) => {
    if (!map) return;
    const to = Math.min(map.getMaxZoom(), Math.max(map.getMinZoom(), map.getZoom() + by));
    map.zoomTo(to, motion);
    announce(t('status.zoom', { zoom: to.toFixed(1) }));
  };
  const turn = () => {
    map?.easeTo({ bearing: 0, pitch: turned ? 0 : TILT_DEG, ...motion });
    announce(t(turned ? 'map.northShown' : 'map.tilted'));
  };
  const showAll = () => {
    if (!bounds) return;
    flyTo(bounds);
    announce(t('map.wholeCountyShown'));
  };
  return (
    <div className={styles.controls}>
      {!phone && (
        <div className={styles.group}>
          <IconButton label={t('map.zoomIn')} icon={<PlusOutlined />} onClick={() => zoom(1)} />
          <IconButton label={t('map.zoomOut')} icon={<MinusOutlined />} onClick={() => zoom(-1)} />
        </div>
      )}
      <div className={styles.group}>
        <IconButton
          label={t(turned ? 'map.north' : 'map.tilt')}
          icon={<CompassOutlined style={{ transform: `rotate(${-bearing}deg)` }} />}
          active={turned}
          onClick={turn}
        />
        <IconButton label={t('map.wholeCounty')} icon={<BorderOuterOutlined />} disabled={!bounds} onClick={showAll} />
        <LocateButton />
      </div>
      <div className={styles.group}>
        {mapToolsOf(features).map(({ id, component: Tool }) => (
          <Tool key={id} />
        ))}
      </div>
    </div>
  );
}

import { AimOutlined, BorderOuterOutlined, CompassOutlined, MinusOutlined, PlusOutlined } from '@ant-design/icons';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMap } from '../map/handle.ts';
import { boundsOfPoint } from '../state/bounds.ts';
import type { Feature } from '../state/feature.ts';
import { useCounty } from '../state/queries.ts';
import { useApp } from '../state/store.ts';
import { IconButton } from '../ui/icon-button.tsx';
import { prefersReducedMotion } from '../ui/use-media.ts';
import styles from './map-controls.module.css';
import { mapToolsOf } from './slots.ts';

const TILT_DEG = 55;

/** Zoom, compass, tilt, whole county, own place, and the tools of the features, down the right edge. */
export function MapControls({ features, phone }: { readonly features: readonly Feature[]; readonly phone: boolean }) {
  const { t } = useTranslation();
  const map = useMap();
  const bounds = useCounty().data?.bounds;
  const flyTo = useApp((state) => state.flyTo);
  const bearing = useApp((state) => state.camera?.bearing ?? 0);
  const pitch = useApp((state) => state.camera?.pitch ?? 0);
  const turned = Math.abs(bearing) > 0.5 || pitch > 0.5;
  const motion = { duration: prefersReducedMotion() ? 0 : 200 };
  return (
    <div className={styles.controls}>
      {!phone && (
        <div className={styles.group}>
          <IconButton label={t('map.zoomIn')} icon={<PlusOutlined />} onClick={() => map?.zoomIn(motion)} />
          <IconButton label={t('map.zoomOut')} icon={<MinusOutlined />} onClick={() => map?.zoomOut(motion)} />
        </div>
      )}
      <div className={styles.group}>
        <IconButton
          label={t(turned ? 'map.north' : 'map.tilt')}
          icon={<CompassOutlined style={{ transform: `rotate(${-bearing}deg)` }} />}
          active={turned}
          onClick={() => map?.easeTo({ bearing: 0, pitch: turned ? 0 : TILT_DEG, ...motion })}
        />
        <IconButton
          label={t('map.wholeCounty')}
          icon={<BorderOuterOutlined />}
          disabled={!bounds}
          onClick={() => bounds && flyTo(bounds)}
        />
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

function LocateButton() {
  const { t } = useTranslation();
  const flyTo = useApp((state) => state.flyTo);
  const announce = useApp((state) => state.announce);
  const [failure, setFailure] = useState<string | null>(null);
  useEffect(() => {
    if (!failure) return;
    const timer = setTimeout(() => setFailure(null), 6000);
    return () => clearTimeout(timer);
  }, [failure]);
  const locate = () => {
    announce(t('map.locating'));
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => flyTo(boundsOfPoint([coords.longitude, coords.latitude]), { maxZoom: 16 }),
      (error) => {
        const text = t('map.locateFailed', { reason: error.message });
        setFailure(text);
        announce(text);
      },
      { timeout: 10_000 },
    );
  };
  return (
    <div className={styles.anchor}>
      <IconButton label={t('map.locate')} icon={<AimOutlined />} onClick={locate} />
      {failure && <p className={styles.bubble}>{failure}</p>}
    </div>
  );
}

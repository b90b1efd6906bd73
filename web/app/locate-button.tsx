import { AimOutlined } from '@ant-design/icons';
import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/format.ts';
import { type OwnPlace, ownPlaceLayers } from '../map/layers/own-place.ts';
import { type OverlayLayer, type Position, useOverlay } from '../map/overlay-registry.ts';
import { type Bounds, boundsOfPoint } from '../state/bounds.ts';
import { useCounty } from '../state/queries.ts';
import { useApp } from '../state/store.ts';
import { useThemeName } from '../state/theme-name.ts';
import { IconButton } from '../ui/icon-button.tsx';
import styles from './map-controls.module.css';

const SAID_MS = 8000;
const WAIT_MS = 10_000;
const NEAR_ZOOM = 16;
const NOTHING: readonly OverlayLayer[] = [];

/** Why a device gives no position, by the code of the browser's error. */
const REASONS: Readonly<Record<number, string>> = { 1: 'refused', 2: 'unavailable', 3: 'timeout' };

const isWithin = ([west, south, east, north]: Bounds, [lng, lat]: Position): boolean =>
  west <= lng && lng <= east && south <= lat && lat <= north;

/** Shows where the device is and follows it, until pressed again. */
export function LocateButton() {
  const { t } = useTranslation();
  const format = useFormat();
  const theme = useThemeName();
  const bounds = useCounty().data?.bounds;
  const flyTo = useApp((state) => state.flyTo);
  const announce = useApp((state) => state.announce);
  /** the browser's number of what it follows; null = nothing */
  const [watch, setWatch] = useState<number | null>(null);
  const [place, setPlace] = useState<OwnPlace | null>(null);
  const [said, setSaid] = useState('');
  const layers = useMemo(() => (place ? ownPlaceLayers(place, theme) : NOTHING), [place, theme]);
  useOverlay('own-place', layers);
  useEffect(() => {
    if (watch !== null) return () => navigator.geolocation.clearWatch(watch);
  }, [watch]);
  useEffect(() => {
    if (!said) return;
    const timer = setTimeout(() => setSaid(''), SAID_MS);
    return () => clearTimeout(timer);
  }, [said]);

  const say = (text: string) => {
    setSaid(text);
    announce(text);
  };
  const stop = () => {
    setWatch(null);
    setPlace(null);
  };
  const arrive = ({ position, accuracyM }: OwnPlace) => {
    const values = { accuracy: format.distance(Math.max(1, Math.round(accuracyM))) };
    // Blank ground far away would help nobody.
    if (bounds && !isWithin(bounds, position)) return say(t('map.locatedOutside', values));
    flyTo(boundsOfPoint([...position]), { maxZoom: NEAR_ZOOM });
    say(t('map.located', values));
  };
  const follow = () => {
    let arrived = false;
    const watched = navigator.geolocation.watchPosition(
      ({ coords }) => {
        const here = { position: [coords.longitude, coords.latitude], accuracyM: coords.accuracy } as const;
        setPlace(here);
        if (!arrived) arrive(here);
        arrived = true;
      },
      ({ code }) => {
        stop();
        say(t('map.locateFailed', { reason: t(`map.locateReason.${REASONS[code] ?? 'unavailable'}`) }));
      },
      { enableHighAccuracy: true, timeout: WAIT_MS },
    );
    setWatch(watched);
    announce(t('map.locating'));
  };
  const leave = () => {
    stop();
    setSaid('');
    announce(t('map.locateStopped'));
  };
  return (
    <div className={styles.anchor}>
      <IconButton
        label={t('map.locate')}
        icon={<AimOutlined />}
        active={watch !== null}
        onClick={watch === null ? follow : leave}
      />
      {said && <p className={styles.bubble}>{said}</p>}
    </div>
  );
}

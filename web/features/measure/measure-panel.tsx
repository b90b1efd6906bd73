import { CloseOutlined, PlusOutlined, UndoOutlined } from '@ant-design/icons';
import type { MapMouseEvent } from 'maplibre-gl';
import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../i18n/format.ts';
import { useMap } from '../../map/handle.ts';
import { type OverlayLayer, type Position, type Rgba, useOverlay } from '../../map/overlay-registry.ts';
import { useApp } from '../../state/store.ts';
import { useThemeName } from '../../state/theme-name.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import styles from './measure-panel.module.css';
import { measurePoints } from './measurement.ts';

/** Points by click, or by keyboard at the map's centre; readings follow the pointer until the line is ended. */
export function MeasurePanel() {
  const { t } = useTranslation('measure');
  const format = useFormat();
  const theme = useThemeName();
  const setTool = useApp((state) => state.setTool);
  const announce = useApp((state) => state.announce);
  const map = useMap();
  const [points, setPoints] = useState<readonly Position[]>([]);
  const [pointer, setPointer] = useState<Position | null>(null);
  const [ended, setEnded] = useState(false);

  useEffect(() => {
    if (!map) return;
    const position = (event: MapMouseEvent): Position => [event.lngLat.lng, event.lngLat.lat];
    const onClick = (event: MapMouseEvent) => {
      setPoints((before) => (ended ? [position(event)] : [...before, position(event)]));
      setEnded(false);
    };
    const onMove = (event: MapMouseEvent) => setPointer(ended ? null : position(event));
    const onDouble = (event: MapMouseEvent) => {
      // The second click of the two has already added its point.
      event.preventDefault();
      setPoints((before) => before.slice(0, -1));
      setEnded(true);
      setPointer(null);
    };
    const canvas = map.getCanvas();
    canvas.style.cursor = 'crosshair';
    map.on('click', onClick);
    map.on('mousemove', onMove);
    map.on('dblclick', onDouble);
    return () => {
      canvas.style.cursor = '';
      map.off('click', onClick);
      map.off('mousemove', onMove);
      map.off('dblclick', onDouble);
    };
  }, [map, ended]);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'Enter' || (event.target instanceof HTMLElement && event.target.closest('button'))) return;
      setEnded(true);
      setPointer(null);
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);

  const drawn = useMemo(() => (pointer && points.length > 0 ? [...points, pointer] : points), [points, pointer]);
  useOverlay(
    'measure',
    useMemo(() => measureLayers(drawn, points.length, theme === 'dark'), [drawn, points.length, theme]),
  );
  const reading = measurePoints(drawn);
  const fixed = useMemo(() => measurePoints(points), [points]);
  useEffect(() => {
    if (points.length < 2) return;
    const distance = format.distance(fixed.lengthM);
    announce(
      fixed.areaM2 === null
        ? t('resultLine', { distance })
        : t('result', { distance, area: format.area(fixed.areaM2) }),
    );
  }, [points.length, fixed, format, announce, t]);

  const addCentre = () => {
    const centre = map?.getCenter();
    if (centre) setPoints((before) => [...(ended ? [] : before), [centre.lng, centre.lat]]);
    setEnded(false);
  };
  return (
    <section className={styles.panel} aria-label={t('tool')}>
      <dl className={`${styles.readings} tabular`}>
        <div>
          <dt>{t('distance')}</dt>
          <dd>{format.distance(reading.lengthM)}</dd>
        </div>
        {reading.areaM2 !== null && reading.perimeterM !== null && (
          <>
            <div>
              <dt>{t('area')}</dt>
              <dd>{format.area(reading.areaM2)}</dd>
            </div>
            <div>
              <dt>{t('perimeter')}</dt>
              <dd>{format.distance(reading.perimeterM)}</dd>
            </div>
          </>
        )}
      </dl>
      {points.length === 0 && <p className={styles.hint}>{t('start')}</p>}
      <div className={styles.actions}>
        <IconButton label={t('addCentre')} icon={<PlusOutlined />} onClick={addCentre} />
        <IconButton
          label={t('undo')}
          icon={<UndoOutlined />}
          disabled={points.length === 0}
          onClick={() => {
            setPoints((before) => before.slice(0, -1));
            setEnded(false);
          }}
        />
        <button
          type="button"
          className={styles.clear}
          disabled={points.length === 0}
          onClick={() => {
            setPoints([]);
            setEnded(false);
          }}
        >
          {t('clear')}
        </button>
        <IconButton label={`${t('close')} (Esc)`} icon={<CloseOutlined />} onClick={() => setTool(null)} />
      </div>
    </section>
  );
}

/** The line, the area it would enclose, and its fixed points. */
function measureLayers(points: readonly Position[], fixedCount: number, dark: boolean): OverlayLayer[] {
  if (points.length === 0) return [];
  const line: Rgba = dark ? [255, 255, 255, 255] : [24, 32, 44, 255];
  const halo: Rgba = dark ? [17, 20, 26, 220] : [255, 255, 255, 230];
  const ring = [...points, points[0]!].map(([lng, lat]) => [lng, lat]);
  return [
    ...(points.length > 2
      ? [
          {
            type: 'shapes' as const,
            id: 'measure-area',
            data: [{ geometry: { type: 'Polygon' as const, coordinates: [ring] } }],
            fill: [line[0], line[1], line[2], 26] as Rgba,
            line: [line[0], line[1], line[2], 90] as Rgba,
            lineWidthPx: 1,
            pointRadiusPx: 0,
          },
        ]
      : []),
    { type: 'paths', id: 'measure-halo', data: [{ path: points }], colour: halo, widthPx: 6 },
    { type: 'paths', id: 'measure-line', data: [{ path: points }], colour: line, widthPx: 2.2 },
    {
      type: 'points',
      id: 'measure-points',
      data: points.slice(0, fixedCount).map((position) => ({ position, fill: halo, line })),
      radiusPx: 5,
      lineWidthPx: 2,
    },
  ];
}

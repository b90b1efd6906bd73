import type { Map as MaplibreMap } from 'maplibre-gl';
import { type CSSProperties, type PointerEvent as ReactPointerEvent, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { usePicture } from '../../state/compared-picture.ts';
import type { Comparison } from '../../state/plan-room.ts';
import { compareStore, shareAfterKey, useCompare } from './compare-store.ts';
import styles from './second-map.module.css';
import { syncBeside, syncOver } from './sync-maps.ts';
import { useFreeWidth } from './use-free-width.ts';
import { useKeptInSight } from './use-kept-in-sight.ts';
import { useSideMap } from './use-side-map.ts';
import { useSideNames } from './use-side-names.ts';

interface Props {
  readonly comparison: Comparison;
  readonly main: MaplibreMap;
}

/** The right side's map over the main one, which shows the left side. */
export function SecondMap({ comparison, main }: Props) {
  const { t } = useTranslation('compare-divisions');
  const { view, share } = useCompare((state) => state);
  const container = useRef<HTMLDivElement>(null);
  const { map, waits } = useSideMap(container, comparison.right, main);
  const leftWaits = usePicture(comparison.left).waits;
  const nameOf = useSideNames();
  const { from, width } = useFreeWidth();
  const at = Math.round(from + width * (view === 'swipe' ? share : 0.5));
  useKeptInSight(main, view, from, width);
  useEffect(() => {
    if (!map) return;
    map.resize();
    return view === 'swipe' ? syncOver(main, map) : syncBeside(main, map, from);
  }, [map, main, view, from]);
  return (
    <>
      <section
        className={styles.second}
        data-view={view}
        data-waits={waits}
        aria-busy={waits}
        aria-label={t('rightMap', { name: nameOf(comparison.right) })}
        style={view === 'swipe' ? { clipPath: `inset(0 0 0 ${at}px)` } : { left: at }}
      >
        <div ref={container} className={styles.map} />
      </section>
      <Chip name={nameOf(comparison.left)} waits={leftWaits} style={{ right: `calc(100% - ${at - 10}px)` }} />
      <Chip name={nameOf(comparison.right)} waits={waits} style={{ left: at + 10 }} />
      {view === 'swipe' ? (
        <Divider at={at} from={from} width={width} />
      ) : (
        <div className={styles.line} style={{ left: at }} />
      )}
    </>
  );
}

interface ChipProps {
  readonly name: string;
  readonly waits: boolean;
  readonly style: CSSProperties;
}

/** What a side is called, and whether it is still to come. */
function Chip({ name, waits, style }: ChipProps) {
  const { t } = useTranslation();
  return (
    <span className={styles.chip} style={style}>
      {name}
      {waits && <span className={styles.waits}> · {t('panel.loading')}</span>}
    </span>
  );
}

interface DividerProps {
  readonly at: number;
  readonly from: number;
  readonly width: number;
}

/** Dragged, or moved with the arrow keys. */
function Divider({ at, from, width }: DividerProps) {
  const { t } = useTranslation('compare-divisions');
  const share = useCompare((state) => state.share);
  const drag = useRef<{ x: number; share: number } | null>(null);
  const onMove = (event: ReactPointerEvent) => {
    if (!drag.current) return;
    const moved = drag.current.share + (event.clientX - drag.current.x) / width;
    compareStore.setState({ share: Math.min(1, Math.max(0, moved)) });
  };
  const end = () => {
    drag.current = null;
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a focusable separator with a value is a splitter, which <hr> is not
    <div
      className={styles.divider}
      role="separator"
      tabIndex={0}
      aria-orientation="vertical"
      aria-label={t('divider')}
      aria-valuenow={Math.round(share * 100)}
      aria-valuemin={0}
      aria-valuemax={100}
      style={{ left: Math.min(at, from + width - 4) }}
      onPointerDown={(event) => {
        drag.current = { x: event.clientX, share };
        event.currentTarget.setPointerCapture(event.pointerId);
      }}
      onPointerMove={onMove}
      onPointerUp={end}
      onPointerCancel={end}
      onKeyDown={(event) => {
        const moved = shareAfterKey(share, event.key);
        if (moved === null) return;
        event.preventDefault();
        compareStore.setState({ share: moved });
      }}
    >
      <span className={styles.grip} aria-hidden="true">
        ‹ ›
      </span>
    </div>
  );
}

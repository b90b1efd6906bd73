import type { Map as MaplibreMap } from 'maplibre-gl';
import { type PointerEvent as ReactPointerEvent, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { Comparison } from '../../state/plan-room.ts';
import { compareStore, shareAfterKey, useCompare } from './compare-store.ts';
import styles from './second-map.module.css';
import { syncBeside, syncOver } from './sync-maps.ts';
import { useFreeWidth } from './use-free-width.ts';
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
  const map = useSideMap(container, comparison.right, main);
  const nameOf = useSideNames();
  const { from, width } = useFreeWidth();
  const at = Math.round(from + width * (view === 'swipe' ? share : 0.5));
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
        aria-label={t('rightMap', { name: nameOf(comparison.right) })}
        style={view === 'swipe' ? { clipPath: `inset(0 0 0 ${at}px)` } : { left: at }}
      >
        <div ref={container} className={styles.map} />
      </section>
      <span className={styles.chip} style={{ right: `calc(100% - ${at - 10}px)` }}>
        {nameOf(comparison.left)}
      </span>
      <span className={styles.chip} style={{ left: at + 10 }}>
        {nameOf(comparison.right)}
      </span>
      {view === 'swipe' ? (
        <Divider at={at} from={from} width={width} />
      ) : (
        <div className={styles.line} style={{ left: at }} />
      )}
    </>
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

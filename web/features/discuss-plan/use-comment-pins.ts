import type { MapMouseEvent } from 'maplibre-gl';
import { useEffect, useMemo } from 'react';
import { useMap } from '../../map/handle.ts';
import { useOverlay } from '../../map/overlay-registry.ts';
import { useThemeName } from '../../state/theme-name.ts';
import { commentPins } from './comment-pins.ts';
import type { Thread } from './comment-threads.ts';
import { commentsStore, useCommentsState } from './comments-store.ts';

const REACH_PX = 14;

/** Draws the threads that have a place; pressing one brings it into view in the list. */
export function useCommentPins(threads: readonly Thread[]): void {
  const theme = useThemeName();
  const map = useMap();
  const focused = useCommentsState((state) => state.focused);
  const pin = useCommentsState((state) => state.pin);
  useOverlay(
    'plan-comments',
    useMemo(() => commentPins(threads, { focused, pin }, theme), [threads, focused, pin, theme]),
  );
  useEffect(() => {
    if (!map) return;
    const onClick = ({ point }: MapMouseEvent) => {
      const [nearest] = threads
        .flatMap(({ first }) => {
          if (!first.place) return [];
          const at = map.project([...first.place] as [number, number]);
          return [{ id: first.id, px: Math.hypot(at.x - point.x, at.y - point.y) }];
        })
        .filter(({ px }) => px <= REACH_PX)
        .sort((a, b) => a.px - b.px);
      if (nearest) commentsStore.setState({ focused: nearest.id });
    };
    map.on('click', onClick);
    return () => {
      map.off('click', onClick);
    };
  }, [map, threads]);
}

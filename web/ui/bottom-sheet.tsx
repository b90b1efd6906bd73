import { type ReactNode, type PointerEvent as ReactPointerEvent, useRef, useState } from 'react';
import styles from './bottom-sheet.module.css';

export type SheetHeight = 'peek' | 'half' | 'full';
const ORDER: readonly SheetHeight[] = ['peek', 'half', 'full'];

interface Props {
  readonly label: string;
  readonly height: SheetHeight;
  readonly tallerLabel: string;
  readonly lowerLabel: string;
  onHeight(height: SheetHeight): void;
  /** stands on the sheet's upper edge, over the map */
  readonly above?: ReactNode;
  readonly children: ReactNode;
}

/** px of each height in a window of `windowHeight`; the tab bar lies below. */
export const sheetPx = (height: SheetHeight, windowHeight: number): number =>
  ({ peek: 104, half: Math.round(windowHeight * 0.46), full: Math.round(windowHeight * 0.86) })[height];

const nearest = (px: number, windowHeight: number): SheetHeight =>
  ORDER.reduce((best, height) =>
    Math.abs(sheetPx(height, windowHeight) - px) < Math.abs(sheetPx(best, windowHeight) - px) ? height : best,
  );

/** The panel of a phone: dragged by its handle to one of three heights, or stepped with a press or the arrow keys. */
export function BottomSheet({ label, height, tallerLabel, lowerLabel, onHeight, above, children }: Props) {
  const [draggedPx, setDraggedPx] = useState<number | null>(null);
  const start = useRef({ y: 0, px: 0, moved: false });
  const windowHeight = window.innerHeight;

  const onDown = (event: ReactPointerEvent) => {
    start.current = { y: event.clientY, px: sheetPx(height, windowHeight), moved: false };
    event.currentTarget.setPointerCapture(event.pointerId);
  };
  const onMove = (event: ReactPointerEvent) => {
    if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
    const px = start.current.px + start.current.y - event.clientY;
    if (Math.abs(start.current.y - event.clientY) > 4) start.current.moved = true;
    if (start.current.moved) setDraggedPx(Math.max(60, Math.min(px, sheetPx('full', windowHeight))));
  };
  const onUp = () => {
    if (draggedPx !== null) onHeight(nearest(draggedPx, windowHeight));
    setDraggedPx(null);
  };
  const step = (by: 1 | -1) => {
    const next = ORDER[ORDER.indexOf(height) + by];
    if (next) onHeight(next);
  };

  return (
    <section
      className={styles.sheet}
      aria-label={label}
      data-dragging={draggedPx !== null}
      style={{ height: draggedPx ?? sheetPx(height, windowHeight) }}
    >
      {above}
      <button
        type="button"
        className={styles.handle}
        aria-label={height === 'full' ? lowerLabel : tallerLabel}
        aria-expanded={height !== 'peek'}
        onPointerDown={onDown}
        onPointerMove={onMove}
        onPointerUp={onUp}
        onPointerCancel={onUp}
        onClick={() => {
          if (!start.current.moved) onHeight(height === 'full' ? 'peek' : ORDER[ORDER.indexOf(height) + 1]!);
          start.current.moved = false;
        }}
        onKeyDown={(event) => {
          if (event.key === 'ArrowUp') step(1);
          else if (event.key === 'ArrowDown') step(-1);
          else return;
          event.preventDefault();
        }}
      >
        <span className={styles.grip} />
      </button>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: words longer than the sheet are scrolled with the keys */}
      <div className={styles.body} tabIndex={0}>
        {children}
      </div>
    </section>
  );
}

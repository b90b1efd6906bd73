import { useRef } from 'react';
import styles from './splitter.module.css';

interface Props {
  readonly label: string;
  readonly value: number;
  readonly min: number;
  readonly max: number;
  onChange(value: number): void;
}

const KEY_STEP_PX = 16;

/** The edge between panel and map: dragged, or moved with the arrow keys. */
export function Splitter({ label, value, min, max, onChange }: Props) {
  const start = useRef<{ x: number; value: number } | null>(null);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a focusable separator with a value is a window splitter, which <hr> is not
    <div
      className={styles.splitter}
      role="separator"
      tabIndex={0}
      aria-orientation="vertical"
      aria-label={label}
      aria-valuenow={value}
      aria-valuemin={min}
      aria-valuemax={max}
      onPointerDown={(event) => {
        start.current = { x: event.clientX, value };
        event.currentTarget.setPointerCapture(event.pointerId);
      }}
      onPointerMove={(event) => {
        if (start.current) onChange(start.current.value + event.clientX - start.current.x);
      }}
      onPointerUp={() => {
        start.current = null;
      }}
      onPointerCancel={() => {
        start.current = null;
      }}
      onKeyDown={(event) => {
        if (event.key === 'ArrowLeft') onChange(value - KEY_STEP_PX);
        else if (event.key === 'ArrowRight') onChange(value + KEY_STEP_PX);
        else if (event.key === 'Home') onChange(min);
        else if (event.key === 'End') onChange(max);
        else return;
        event.preventDefault();
      }}
    />
  );
}

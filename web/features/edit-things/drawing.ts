import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { Corner, Shape } from './shape.ts';

/** What is drawn for the open form. The form and the tool over the map share it. */
interface Drawing {
  readonly shape: Shape | null;
  /** as it was before each step, the last at the end */
  readonly past: readonly Shape[];
  /** the corner that was last held, which can be taken away */
  readonly chosen: Corner | null;
}

/** The map's tool while something is drawn. */
export const DRAW_TOOL = 'draw-thing';

const NOTHING: Drawing = { shape: null, past: [], chosen: null };
export const drawingStore = createStore<Drawing>()(() => NOTHING);
export const useDrawing = <T>(selector: (drawing: Drawing) => T): T => useStore(drawingStore, selector);

/** Begins with what the thing has; there is nothing to take back. */
export const beginDrawing = (shape: Shape | null): void => drawingStore.setState({ ...NOTHING, shape });

/** A step that can be taken back. */
export function draw(shape: Shape, chosen: Corner | null = null): void {
  const { shape: before, past } = drawingStore.getState();
  const steps = before && before !== shape ? [...past, before] : past;
  drawingStore.setState({ shape, past: steps, chosen });
}

/** While a corner or the whole is being held: what it was before stands in the past already. */
export const drawOn = (shape: Shape, chosen: Corner | null): void => drawingStore.setState({ shape, chosen });

export function takeBack(): void {
  const { past } = drawingStore.getState();
  const before = past.at(-1);
  if (before) drawingStore.setState({ shape: before, past: past.slice(0, -1), chosen: null });
}

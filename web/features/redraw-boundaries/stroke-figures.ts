import type { Brush } from '../../state/plan/paint.ts';
import { openState } from '../../state/plan/plan-store.ts';
import { refusalView } from '../../state/plan/refusal-view.ts';
import { countStroke, type StrokeCount } from './count-stroke.ts';
import type { ToolContext } from './tools/tool.ts';

/** The panel need not follow every pixel: a person reads figures a dozen times a second at best. */
export const FIGURES_EVERY_MS = 80;

export interface StrokeFigures {
  /** The stroke takes these, too. */
  add(blocks: readonly number[]): void;
  /** The stroke lets these go. */
  remove(blocks: readonly number[]): void;
  end(): void;
}

/** Keeps the store's figures of a running stroke up to date: what the regions that it touches would amount to. */
export function createStrokeFigures({ session, store, plan }: ToolContext, brush: Brush): StrokeFigures {
  const taken = new Set<number>();
  /** blocks that may be counted otherwise than they are taken */
  const changed = new Set<number>();
  let count: { readonly tick: number; readonly of: StrokeCount } | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function show(): void {
    timer = undefined;
    const tick = openState(store.getState())?.tick ?? 0;
    if (count?.tick !== tick) {
      // Another's step has come in: what was counted was counted on another draft.
      const of = countStroke(plan().draft, brush, (edits) => {
        const tried = session.attempt(edits, () => null);
        return tried.ok ? null : refusalView(tried);
      });
      count = { tick, of };
      for (const block of taken) changed.add(block);
    }
    count.of.remove([...changed].filter((block) => !taken.has(block)));
    count.of.add([...changed].filter((block) => taken.has(block)));
    changed.clear();
    store.setState({ stroke: count.of.state() });
  }
  function note(blocks: readonly number[]): void {
    for (const block of blocks) changed.add(block);
    timer ??= setTimeout(show, FIGURES_EVERY_MS);
  }
  return {
    add(blocks) {
      for (const block of blocks) taken.add(block);
      note(blocks);
    },
    remove(blocks) {
      for (const block of blocks) taken.delete(block);
      note(blocks);
    },
    end() {
      clearTimeout(timer);
      store.setState({ stroke: null });
    },
  };
}

import type { Brush } from '../../state/plan/paint.ts';
import { openState } from '../../state/plan/plan-store.ts';
import { refusalView } from '../../state/plan/refusal-view.ts';
import { countStroke, type StrokeCount } from './count-stroke.ts';
import type { ToolContext } from './tools/tool.ts';

/** The panel need not follow every pixel: a person reads figures a dozen times a second at best. */
const EVERY_MS = 80;

export interface StrokeFigures {
  /** The stroke takes these, too. */
  add(blocks: readonly number[]): void;
  /** The stroke takes nothing any more. */
  clear(): void;
  end(): void;
}

/** Keeps the store's figures of a running stroke up to date: what the regions that it touches would amount to. */
export function createStrokeFigures({ session, store, plan }: ToolContext, brush: Brush): StrokeFigures {
  let taken: number[] = [];
  /** of `taken`, how many are counted */
  let counted = 0;
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
      counted = 0;
    }
    count.of.add(taken.slice(counted));
    counted = taken.length;
    store.setState({ stroke: count.of.state() });
  }
  return {
    add(blocks) {
      for (const block of blocks) taken.push(block);
      timer ??= setTimeout(show, EVERY_MS);
    },
    clear() {
      taken = [];
      count = null;
    },
    end() {
      clearTimeout(timer);
      store.setState({ stroke: null });
    },
  };
}

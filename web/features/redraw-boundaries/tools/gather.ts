import type { Held } from '../../../map/gestures/map-strokes.ts';
import { atomOf } from '../../../state/plan/paint.ts';
import { beginPaint, type PaintStroke, targetFrom } from './paint-stroke.ts';
import type { ToolContext } from './tool.ts';

export type Gathering = Pick<PaintStroke, 'add' | 'set' | 'finish' | 'cancel'>;

/**
 * What becomes of blocks that an area takes: they are painted, or chosen.
 *
 * @param first  block under the press
 * @returns null when there is nothing to paint them with: no target was chosen and nothing lies under the press
 */
export function gather(context: ToolContext, first: number | null, held: Held): Gathering | null {
  const { area, session } = context.store.getState();
  if (session.kind !== 'open') return null;
  if (area === 'choose') return choosing(context, held);
  if (!session.editable) return null;
  const target = targetFrom(context, first);
  return target === null ? null : beginPaint(context, target);
}

/** Chooses blocks anew; with Shift besides those that are chosen, with Alt it lets them go. */
function choosing({ store, plan }: ToolContext, { shift, alt }: Held): Gathering {
  const { blocks: before, level } = store.getState();
  const gathered = new Set<number>();
  const show = (): void => {
    const kept = alt ? before.filter((block) => !gathered.has(block)) : shift ? before : [];
    store.setState({ blocks: alt ? kept : [...new Set([...kept, ...gathered])] });
  };
  const take = (blocks: Iterable<number>): void => {
    const { draft } = plan();
    for (const block of blocks)
      if (!gathered.has(block)) for (const atom of atomOf(draft, level, block)) gathered.add(atom);
    show();
  };
  return {
    add: take,
    set(blocks) {
      gathered.clear();
      take(blocks);
    },
    finish: () => undefined,
    cancel: () => store.setState({ blocks: before }),
  };
}

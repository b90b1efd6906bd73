import { toLngLat } from '../../../../geo/crs/local-crs.ts';
import type { Cm, Edit } from '../../../../geo/divide/edit.ts';
import { pickArc, pickNode } from '../../../../geo/fabric/draft/pick.ts';
import type { Held, MapPoint } from '../../../map/gestures/map-strokes.ts';
import { type LngLat, openState } from '../../../state/plan/plan-store.ts';
import { refusalView } from '../../../state/plan/refusal-view.ts';
import { createLineFigures } from '../line-figures.ts';
import { verticesNear } from './pick.ts';
import { createSnapper } from './snap.ts';
import type { Tool, ToolContext } from './tool.ts';

const REACH_PX = { mouse: 9, pen: 11, touch: 22 } as const;
/** Points of the borders are shown this far round the pointer. */
const SHOWN_PX = 110;
const MOST_SHOWN = 300;

/** A point of a border that is there, or would be made. */
type Grip = { readonly at: Cm; readonly arc: number; readonly kind: 'move' | 'insert' };

/** Takes hold of a point of a border, or pulls a new one out of it; all borders that meet there follow. */
export function nodesTool(context: ToolContext): Tool {
  const { marks, session, store, plan, cm, cmPerPx } = context;
  const snapper = createSnapper(context);
  const figures = createLineFigures(context);
  let chosen: Cm | null = null;
  let hovered: Grip | null = null;

  const place = (at: Cm): LngLat => toLngLat(plan().draft.fabric.crs, ...at);
  function gripAt(point: MapPoint, kind: Held['kind']): Grip | null {
    const { fabric } = plan().draft;
    const reach = REACH_PX[kind] * cmPerPx(point);
    const [x, y] = cm(point);
    const node = pickNode(fabric, x, y, reach);
    if (node) return { at: [node.x, node.y], arc: node.arc, kind: 'move' };
    const border = pickArc(fabric, x, y, reach);
    return border && { at: [border.x, border.y], arc: border.arc, kind: 'insert' };
  }
  function showNear(point: MapPoint | null, grip: Grip | null): void {
    const near = point ? verticesNear(plan().draft.fabric, cm(point), SHOWN_PX * cmPerPx(point)) : [];
    const shown = grip ?? (chosen && { at: chosen, kind: 'chosen' as const });
    marks.setState({
      vertices: near.length > MOST_SHOWN ? [] : near.map(place),
      handle: shown && { at: place(shown.at), kind: shown.kind },
    });
  }
  /** The arcs at a point as they would be with it elsewhere: what is shown also where it is refused. */
  function pathsWith({ at, arc, kind }: Grip, to: Cm): LngLat[][] {
    const { fabric } = plan().draft;
    const moved = (x: number, y: number): LngLat => (x === at[0] && y === at[1] ? place(to) : place([x, y]));
    if (kind === 'insert') {
      const { xy } = fabric.arcs.get(arc)!;
      const i = pickArc(fabric, ...at, 2)?.i ?? 0;
      return [[place([xy[i]!, xy[i + 1]!]), place(to), place([xy[i + 2]!, xy[i + 3]!])]];
    }
    const box = { minX: at[0], minY: at[1], maxX: at[0], maxY: at[1] };
    return fabric.index.search(box).flatMap(({ arc: { xy } }) => {
      const path = Array.from({ length: xy.length / 2 }, (_, i) => moved(xy[2 * i]!, xy[2 * i + 1]!));
      return xy.some((x, i) => i % 2 === 0 && x === at[0] && xy[i + 1] === at[1]) ? [path] : [];
    });
  }
  const editsFor = ({ at, arc, kind }: Grip, to: Cm): Edit[] => {
    const isMoved = to[0] !== at[0] || to[1] !== at[1];
    return [
      ...(kind === 'insert' ? [{ kind: 'insert-node' as const, arc, at }] : []),
      ...(isMoved ? [{ kind: 'move-node' as const, from: at, to }] : []),
    ];
  };
  const clear = (): void => {
    marks.setState({ paths: [], refusal: null, snap: null });
    figures.end();
  };

  function remove(): boolean {
    const at = hovered?.kind === 'move' ? hovered.at : chosen;
    if (!at) return false;
    session.execute({ key: 'deleteNode', values: {} }, [{ kind: 'delete-node', at }]);
    chosen = null;
    hovered = null;
    showNear(null, null);
    return true;
  }

  return {
    cursor: 'default',
    hover(point, { kind }) {
      hovered = point && gripAt(point, kind);
      context.map.getCanvas().style.cursor = hovered ? (hovered.kind === 'insert' ? 'copy' : 'move') : 'default';
      showNear(point, hovered);
    },
    press(point, held) {
      const grip = gripAt(point, held.kind);
      if (!grip || !openState(store.getState())?.editable) return null;
      if (held.alt && grip.kind === 'move') {
        hovered = grip;
        remove();
        return { move: () => undefined, release: () => undefined, cancel: () => undefined };
      }
      let to: Cm = grip.at;
      const end = (): void => {
        clear();
        showNear(point, null);
      };
      return {
        move(next) {
          const last = next.at(-1)!;
          const snapped = snapper.snap(last, ['ground']);
          to = snapped.cm;
          const edits = editsFor(grip, to);
          const tried = session.attempt(edits, () => null);
          figures.show(() => edits);
          marks.setState({
            paths: pathsWith(grip, to),
            refusal: tried.ok || tried.reason === 'nothing-to-do' ? null : refusalView(tried),
            handle: { at: snapped.at, kind: 'move' },
            snap: snapped.to && { at: snapped.at, to: snapped.to },
          });
        },
        release() {
          const isPressed = to[0] === grip.at[0] && to[1] === grip.at[1];
          // A point that was only pressed is chosen, so that it can be removed without a keyboard.
          if (grip.kind === 'move' && isPressed) {
            chosen = grip.at;
            end();
            return;
          }
          const outcome = session.execute(
            { key: grip.kind === 'insert' ? 'insertNode' : 'moveNode', values: {} },
            editsFor(grip, to),
          );
          chosen = outcome.ok ? to : null;
          end();
        },
        cancel: end,
      };
    },
    key(key) {
      if (key === 'Delete' || key === 'Backspace') return remove();
      if (key !== 'Escape' || !chosen) return false;
      chosen = null;
      showNear(null, null);
      return true;
    },
    leave() {
      snapper.detach();
      clear();
      showNear(null, null);
    },
  };
}

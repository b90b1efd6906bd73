import type { StepLabel } from '../../../../api/contract/plans.ts';
import type { Edit } from '../../../../geo/divide/edit.ts';
import type { Refusal } from '../../../../geo/divide/refuse.ts';
import type { MapPoint } from '../../../map/gestures/map-strokes.ts';
import { openState } from '../../../state/plan/plan-store.ts';
import { refusalView } from '../../../state/plan/refusal-view.ts';
import { createLineFigures } from '../line-figures.ts';
import { simplifyLine } from './simplify-line.ts';
import { createSnapper, type Snapped } from './snap.ts';
import type { Tool, ToolContext } from './tool.ts';

/** A press that is pulled farther than this draws by hand. */
const BY_HAND_PX = 6;
/** Two presses this near and quick mean the end of the line. */
const DOUBLE = { px: 8, ms: 400 } as const;
/** What is drawn by hand keeps the points that matter at that scale. */
const TOLERANCE_PX = 2.5;

export interface LineKind {
  readonly label: StepLabel;
  /** the edits that a drawn line [x0, y0, …] means; none when it means nothing yet */
  edits(line: readonly number[]): readonly Edit[];
  /** why these would do nothing; asked after every movement of the pointer */
  refusalOf(line: readonly number[]): Refusal | null;
  /** people and ground go over to the other side of the line */
  readonly moves: boolean;
}

/**
 * Draws a line: point by point, ended with a second press on the last one or Enter, or by hand in one pull. Backspace
 * takes the last point back, Escape the line.
 */
export function lineTool(context: ToolContext, kind: LineKind): Tool {
  const { marks, store, session } = context;
  const snapper = createSnapper(context);
  const figures = createLineFigures(context);
  let points: Snapped[] = [];
  let asking: ReturnType<typeof setTimeout> | undefined;
  let pressed = { at: 0, x: -1e9, y: -1e9 };

  const snap = (point: MapPoint): Snapped => snapper.snap(point, ['border', 'ground']);
  const lineOf = (snapped: readonly Snapped[]): number[] => snapped.flatMap(({ cm }) => [...cm]);

  function show(line: readonly Snapped[], last: Snapped | null): void {
    marks.setState({
      shape: line.length > 0 ? { kind: 'line', points: line.map(({ at }) => at) } : null,
      snap: last?.to ? { at: last.at, to: last.to } : null,
      ...(line.length > 1 ? {} : { refusal: null }),
    });
    clearTimeout(asking);
    // The line follows the pointer at once: what it would do can take longer to tell than a movement may.
    if (line.length > 1) asking = setTimeout(tell, 0, lineOf(line));
    else figures.end();
  }
  function tell(line: readonly number[]): void {
    const refusal = kind.refusalOf(line);
    if (kind.moves && !refusal) figures.show(() => kind.edits(line));
    else figures.end();
    marks.setState({ refusal: refusal && refusalView(refusal) });
  }
  const drop = (): void => {
    points = [];
    show([], null);
  };
  function finish(): boolean {
    if (points.length < 2) return false;
    const edits = kind.edits(lineOf(points));
    drop();
    if (edits.length > 0) session.execute(kind.label, edits);
    return true;
  }

  return {
    cursor: 'crosshair',
    hover(point) {
      if (!point) return marks.setState({ snap: null });
      const last = snap(point);
      show(points.length > 0 ? [...points, last] : [], last);
    },
    press(point) {
      if (!openState(store.getState())?.editable) return null;
      const now = performance.now();
      const isDouble = now - pressed.at < DOUBLE.ms && Math.hypot(point.x - pressed.x, point.y - pressed.y) < DOUBLE.px;
      pressed = { at: now, x: point.x, y: point.y };
      const before = points;
      const first = snap(point);
      const byHand: MapPoint[] = [point];
      let pulled = false;
      if (!isDouble) points = [...before, first];
      show(points, first);
      const drawn = (): Snapped[] => {
        const kept = simplifyLine(byHand, TOLERANCE_PX);
        // The ends are where borders are met; in between a hand is not held to them.
        return [
          ...before,
          ...kept.map((one, i) => (i === 0 || i === kept.length - 1 ? snap(one) : free(context, one))),
        ];
      };
      return {
        move(next) {
          byHand.push(...next);
          const last = byHand.at(-1)!;
          pulled ||= Math.hypot(last.x - point.x, last.y - point.y) > BY_HAND_PX;
          if (pulled) show(drawn(), snap(last));
        },
        release() {
          if (pulled) {
            points = drawn();
            finish();
          } else if (isDouble) finish();
        },
        cancel() {
          points = before;
          show(points, null);
        },
      };
    },
    key(key) {
      if (key === 'Enter') return finish();
      if (points.length === 0) return false;
      if (key === 'Escape') drop();
      else if (key === 'Backspace') {
        points = points.slice(0, -1);
        show(points, null);
      } else return false;
      return true;
    },
    leave() {
      snapper.detach();
      drop();
    },
  };
}

const free = ({ cm }: ToolContext, point: MapPoint): Snapped => ({
  cm: cm(point),
  at: [point.lng, point.lat],
  to: null,
});

import type { Shortcut } from '../../state/feature.ts';
import { BRUSH_PX, type PlanTool, planStore } from '../../state/plan/plan-store.ts';
import { drawing } from './drawing-keys.ts';

/** The letter of each tool; the tool bar shows it. */
export const TOOL_KEYS: Readonly<Record<PlanTool, string>> = {
  select: 'v',
  click: 'c',
  rectangle: 'r',
  lasso: 'l',
  brush: 'b',
  push: 'p',
  nodes: 'n',
  reshape: 'e',
  cut: 'x',
};

export function growBrush(factor: number): void {
  const { brushPx } = planStore.getState();
  const next = factor > 1 ? Math.max(brushPx + 1, brushPx * factor) : Math.min(brushPx - 1, brushPx * factor);
  planStore.setState({ brushPx: Math.round(Math.min(BRUSH_PX.most, Math.max(BRUSH_PX.least, next))) });
}

/** One level out: the gesture, what the tool has begun, the chosen blocks, the tool, the chosen regions. */
export function stepOut(): void {
  if (drawing.cancelStroke() || drawing.toolKey('Escape')) return;
  const { tool, blocks } = planStore.getState();
  if (blocks.length > 0) planStore.setState({ blocks: [] });
  else if (tool !== 'select') planStore.setState({ tool: 'select' });
  else planStore.setState({ regions: [], refusal: null });
}

const hasSomethingOpen = (): boolean => {
  const { tool, blocks, regions, refusal } = planStore.getState();
  return drawing.isActive() && (tool !== 'select' || blocks.length > 0 || regions.length > 0 || refusal !== null);
};

/** The session loads with the first plan; before that nothing can be undone. */
const withSession = (run: (session: typeof import('../../state/plan/current.ts').planSession) => void) => () =>
  void import('../../state/plan/current.ts').then(({ planSession }) => run(planSession));

const when = drawing.isActive;
const label = (key: string): string => `redraw-boundaries:shortcut.${key}`;

export const SHORTCUTS: readonly Shortcut[] = [
  ...(Object.keys(TOOL_KEYS) as PlanTool[]).map(
    (tool): Shortcut => ({
      ...{ key: TOOL_KEYS[tool], label: `redraw-boundaries:tool.${tool}`, when },
      run: () => planStore.setState({ tool }),
    }),
  ),
  { key: '[', label: label('smaller'), when, run: () => growBrush(1 / 1.25) },
  { key: ']', label: label('larger'), when, run: () => growBrush(1.25) },
  { key: 'Ctrl+Z', label: label('undo'), when, run: withSession((session) => session.undo()) },
  { key: 'Ctrl+Shift+Z', label: label('redo'), when, run: withSession((session) => session.redo()) },
  { key: 'Escape', label: label('escape'), when: hasSomethingOpen, run: stepOut },
  { key: 'Backspace', label: label('back'), when, run: () => drawing.toolKey('Backspace') },
  { key: 'Delete', label: label('delete'), when, run: () => drawing.toolKey('Delete') },
];

import {
  BgColorsOutlined,
  BorderOutlined,
  EditOutlined,
  FormatPainterOutlined,
  GatewayOutlined,
  NodeIndexOutlined,
  ScissorOutlined,
  SelectOutlined,
  SwapOutlined,
} from '@ant-design/icons';
import { type ComponentType, Fragment } from 'react';
import { useTranslation } from 'react-i18next';
import { openState, type PlanTool, usePlan } from '../../state/plan/plan-store.ts';
import { TOOL_KEYS } from './shortcuts.ts';
import styles from './tool-bar.module.css';
import { useTakeTool } from './use-take-tool.ts';

const ICONS: Readonly<Record<PlanTool, ComponentType>> = {
  select: SelectOutlined,
  click: BgColorsOutlined,
  rectangle: BorderOutlined,
  lasso: GatewayOutlined,
  brush: FormatPainterOutlined,
  push: SwapOutlined,
  nodes: NodeIndexOutlined,
  reshape: EditOutlined,
  cut: ScissorOutlined,
};

/** Looking, blocks, lines: what belongs together stands together. */
const GROUPS: readonly (readonly PlanTool[])[] = [
  ['select'],
  ['brush', 'push', 'click', 'rectangle', 'lasso'],
  ['nodes', 'reshape', 'cut'],
];
/** Communities as atoms have no lines of their own to draw. */
const WITHOUT_LINES: ReadonlySet<string> = new Set(['network', 'union']);

/** The tools, one of which has the pointer. */
export function ToolBar() {
  const { t } = useTranslation('redraw-boundaries');
  const chosen = usePlan((state) => state.tool);
  const editable = usePlan((state) => openState(state)?.editable ?? false);
  const level = usePlan((state) => openState(state)?.plan.level);
  const takeTool = useTakeTool();
  const groups = WITHOUT_LINES.has(level ?? '') ? GROUPS.slice(0, 2) : GROUPS;
  return (
    <div role="toolbar" aria-label={t('tools')} className={styles.bar}>
      {groups.map((tools, group) => (
        <Fragment key={tools[0]}>
          {group > 0 && <span className={styles.gap} />}
          {tools.map((tool) => {
            const Icon = ICONS[tool];
            const key = TOOL_KEYS[tool].toUpperCase();
            return (
              <button
                key={tool}
                type="button"
                className={styles.tool}
                aria-pressed={chosen === tool}
                aria-keyshortcuts={key}
                disabled={!editable && tool !== 'select'}
                title={`${t(`tool.${tool}`)} (${key}) · ${t(`toolHint.${tool}`)}`}
                onClick={() => takeTool({ tool })}
              >
                <span className={styles.icon} aria-hidden="true">
                  <Icon />
                </span>
                <span className={styles.label}>{t(`toolShort.${tool}`)}</span>
              </button>
            );
          })}
        </Fragment>
      ))}
    </div>
  );
}

import { DoubleLeftOutlined, DoubleRightOutlined } from '@ant-design/icons';
import { lazy, type ReactNode, Suspense, useLayoutEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Feature } from '../state/feature.ts';
import { InspectorSlotsContext } from '../state/inspector-slots.ts';
import { useLegendOpen } from '../state/legend-open.ts';
import type { ThemeName } from '../state/preferences.ts';
import { PANEL_WIDTH } from '../state/preferences.ts';
import { type AppState, useApp } from '../state/store.ts';
import { coverOf } from '../state/view.ts';
import { BottomSheet, sheetPx } from '../ui/bottom-sheet.tsx';
import { Splitter } from '../ui/splitter.tsx';
import { usePhone } from '../ui/use-media.ts';
import { ErrorBoundary } from './error-boundary.tsx';
import { keyBindings, useKeyboard } from './keyboard.ts';
import { LinkNotice } from './link-notice.tsx';
import { MapControls } from './map-controls.tsx';
import { ModePanels } from './mode-panels.tsx';
import { PanelPlace } from './panel-place.tsx';
import { Rail } from './rail.tsx';
import styles from './shell.module.css';
import { ShortcutsSheet } from './shortcuts-sheet.tsx';
import { inspectorSlotsOf, overMapOf } from './slots.ts';
import { StatusBar } from './status-bar.tsx';
import { TopBar } from './top-bar.tsx';

const MapView = lazy(async () => ({ default: (await import('../map/map-view.tsx')).MapView }));

const INSPECTOR_PX = 372;
const CONTROLS_PX = 56;
const LEGEND_PX = 220;

interface Props {
  readonly features: readonly Feature[];
  readonly theme: ThemeName;
}

/** The one frame for all work: the map is the page, everything else is furniture over it. */
export function Shell({ features, theme }: Props) {
  const { t } = useTranslation();
  const phone = usePhone();
  const mode = useApp((state) => state.mode);
  const [sheetShown, setSheetShown] = useState(false);
  const bindings = useMemo(() => keyBindings(features, () => setSheetShown(true)), [features]);
  useKeyboard(bindings);
  useInsets(phone);
  const Legend = features.find((feature) => feature.legend)?.legend;
  const panels = <ModePanels features={features} mode={mode} />;
  return (
    <div className={styles.frame} data-phone={phone}>
      <TopBar features={features} theme={theme} phone={phone} />
      <Rail features={features} />
      <main className={styles.main} aria-label={t('map.label')}>
        <ErrorBoundary>
          <Suspense fallback={null}>
            <MapView theme={theme} />
          </Suspense>
        </ErrorBoundary>
        {overMapOf(features).map(({ id, order, component: Cover }) => (
          <ErrorBoundary key={`${id}-${order}`}>
            <Suspense fallback={null}>
              <Cover />
            </Suspense>
          </ErrorBoundary>
        ))}
        <LinkNotice />
        {!phone && <SidePanel>{panels}</SidePanel>}
        <MapFurniture phone={phone}>
          {Legend && (
            <ErrorBoundary>
              <Legend />
            </ErrorBoundary>
          )}
        </MapFurniture>
        <ControlsPlace phone={phone}>
          <MapControls features={features} phone={phone} />
        </ControlsPlace>
        {phone ? <PhoneSheet features={features}>{panels}</PhoneSheet> : <SideInspector features={features} />}
      </main>
      {!phone && <StatusBar phone={false} />}
      {sheetShown && <ShortcutsSheet bindings={bindings} close={() => setSheetShown(false)} />}
      <Announcer />
    </div>
  );
}

function SidePanel({ children }: { readonly children: ReactNode }) {
  const { t } = useTranslation();
  const { panelOpen, panelWidth } = useApp((state) => state.preferences);
  const setPreferences = useApp((state) => state.setPreferences);
  return (
    <>
      <section
        className={styles.panel}
        aria-label={t('panel.label')}
        data-open={panelOpen}
        inert={!panelOpen}
        style={{ width: panelWidth }}
      >
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: words longer than the panel are scrolled with the keys */}
        <div className={styles.panelBody} tabIndex={0}>
          {children}
        </div>
        <Splitter
          label={t('panel.resize')}
          value={panelWidth}
          min={PANEL_WIDTH.min}
          max={PANEL_WIDTH.max}
          onChange={(width) => setPreferences({ panelWidth: width })}
        />
      </section>
      <button
        type="button"
        className={styles.collapse}
        style={{ left: panelOpen ? panelWidth : 0 }}
        aria-label={t(panelOpen ? 'panel.collapse' : 'panel.expand')}
        aria-expanded={panelOpen}
        title={`${t(panelOpen ? 'panel.collapse' : 'panel.expand')} (\\)`}
        onClick={() => setPreferences({ panelOpen: !panelOpen })}
      >
        {panelOpen ? <DoubleLeftOutlined /> : <DoubleRightOutlined />}
      </button>
    </>
  );
}

function SideInspector({ features }: { readonly features: readonly Feature[] }) {
  const inspected = useInspected(features);
  return inspected && <aside className={styles.inspector}>{inspected}</aside>;
}

/** What is edited, else what is selected; null while nothing is. */
function useInspected(features: readonly Feature[]): ReactNode {
  const editing = useApp((state) => state.editing);
  const selection = useApp((state) => state.selection);
  const slots = useMemo(() => inspectorSlotsOf(features), [features]);
  const Editor = features.find((feature) => feature.editor)?.editor;
  if (editing && Editor) return <PanelPlace component={Editor} kit />;
  const Inspector = features.find((feature) => feature.inspector)?.inspector;
  if (!selection || !Inspector) return null;
  return (
    <ErrorBoundary key={`${selection.layer}-${selection.id}`}>
      <InspectorSlotsContext value={slots}>
        <Inspector />
      </InspectorSlotsContext>
    </ErrorBoundary>
  );
}

/** On a phone panel and inspector share the sheet; what is edited or selected comes first. */
function PhoneSheet({ features, children }: { readonly features: readonly Feature[]; readonly children: ReactNode }) {
  const { t } = useTranslation();
  const sheet = useApp((state) => state.sheet);
  const setSheet = useApp((state) => state.setSheet);
  const inspected = useInspected(features);
  return (
    <div className={styles.sheetPlace}>
      <BottomSheet
        label={t('panel.label')}
        height={sheet}
        tallerLabel={t('panel.sheetTaller')}
        lowerLabel={t('panel.sheetLower')}
        onHeight={setSheet}
        above={<StatusBar phone />}
      >
        {inspected ?? children}
      </BottomSheet>
    </div>
  );
}

/** Something stands over the map's right. */
const isInspecting = ({ selection, editing }: AppState): boolean => selection !== null || editing !== null;

/** Bottom left of the map, beside the panel; on a phone above the sheet. */
function MapFurniture({ phone, children }: { readonly phone: boolean; readonly children: ReactNode }) {
  const { panelOpen, panelWidth } = useApp((state) => state.preferences);
  const bottom = useApp((state) => coverOf(state).bottom);
  return (
    <div className={styles.furniture} style={{ left: !phone && panelOpen ? panelWidth + 12 : 12, bottom: bottom + 12 }}>
      {children}
    </div>
  );
}

function ControlsPlace({ phone, children }: { readonly phone: boolean; readonly children: ReactNode }) {
  const open = useApp(isInspecting) && !phone;
  return (
    <div className={styles.controls} style={{ transform: `translateX(${open ? -INSPECTOR_PX : 0}px)` }}>
      {children}
    </div>
  );
}

/** Tells the map how far the furniture covers it. */
function useInsets(phone: boolean): void {
  const { panelOpen, panelWidth } = useApp((state) => state.preferences);
  const sheet = useApp((state) => state.sheet);
  const [legendOpen] = useLegendOpen();
  const inspecting = useApp(isInspecting);
  const setInsets = useApp((state) => state.setInsets);
  useLayoutEffect(() => {
    setInsets(
      phone
        ? {
            top: 0,
            right: CONTROLS_PX / 2,
            left: 0,
            bottom: sheet === 'full' ? 0 : sheetPx(sheet, window.innerHeight) + 24,
          }
        : {
            top: 0,
            right: inspecting ? INSPECTOR_PX + CONTROLS_PX : CONTROLS_PX,
            left: (panelOpen ? panelWidth : 0) + (legendOpen ? LEGEND_PX : 0),
            bottom: 0,
          },
    );
  }, [phone, panelOpen, panelWidth, legendOpen, sheet, inspecting, setInsets]);
}

/** Reads every result aloud. */
function Announcer() {
  const { seq, text } = useApp((state) => state.announcement);
  return (
    <div className="visually-hidden" role="status" aria-live="polite">
      <span key={seq}>{text}</span>
    </div>
  );
}

import type { Bounds } from './bounds.ts';
import type { PanelTab } from './panel-tabs.ts';
import type { AppGet, AppSet } from './slice.ts';

export interface Camera {
  readonly lng: number;
  readonly lat: number;
  readonly zoom: number;
  readonly bearing: number;
  readonly pitch: number;
}

/** A wish to see a place; the map carries it out once. `seq` tells two equal wishes apart. */
export interface Flight {
  readonly seq: number;
  readonly bounds: Bounds;
  readonly maxZoom: number;
  /** stay where the map is when the place can be seen already */
  readonly ifHidden: boolean;
}

/** How far furniture covers the map from each side, px. What is flown to stays clear of it. */
export interface Insets {
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
  readonly left: number;
}

export type Bars = Pick<Insets, 'top' | 'bottom'>;
export const NO_BARS: Bars = { top: 0, bottom: 0 };

export type SheetHeight = 'peek' | 'half' | 'full';

export interface ViewSlice {
  /** mode of the rail */
  readonly mode: string;
  /** by mode: the tab of its panel that was chosen last */
  readonly panelTabs: Readonly<Partial<Record<string, string>>>;
  /** where the map is; null until it has been anywhere in this county */
  readonly camera: Camera | null;
  /** the map has drawn its first picture, or never will; everything else that asks the server waits for it */
  readonly mapDrawn: boolean;
  readonly flight: Flight | null;
  readonly insets: Insets;
  /** how much more of its upper and lower edge the bars of a tool cover, px */
  readonly bars: Bars;
  /** the tool that has the pointer; null = selecting */
  readonly tool: string | null;
  readonly sheet: SheetHeight;
  /** last result, read aloud by screen readers; `seq` makes repeats heard */
  readonly announcement: { readonly seq: number; readonly text: string };
  /** @param tab  of its panel; the last one when left out */
  setMode(mode: string, tab?: PanelTab): void;
  setPanelTab(tab: string): void;
  setCamera(camera: Camera): void;
  noteMapDrawn(): void;
  flyTo(bounds: Bounds, options?: { maxZoom?: number; ifHidden?: boolean }): void;
  setInsets(insets: Insets): void;
  setBars(bars: Bars): void;
  setTool(tool: string | null): void;
  setSheet(sheet: SheetHeight): void;
  announce(text: string): void;
  /** Escape: leaves the innermost thing that is open. */
  stepOut(): void;
}

const POINT_ZOOM = 17.5;

export const createViewSlice = (set: AppSet, get: AppGet): ViewSlice => ({
  mode: 'map',
  panelTabs: {},
  camera: null,
  mapDrawn: false,
  flight: null,
  insets: { top: 0, right: 0, bottom: 0, left: 0 },
  bars: NO_BARS,
  tool: null,
  sheet: 'peek',
  announcement: { seq: 0, text: '' },
  setMode: (mode, tab) =>
    set(({ panelTabs }) => ({ mode, tool: null, panelTabs: tab ? { ...panelTabs, [mode]: tab } : panelTabs })),
  setPanelTab: (tab) => set(({ mode, panelTabs }) => ({ panelTabs: { ...panelTabs, [mode]: tab } })),
  setCamera: (camera) => set({ camera }),
  noteMapDrawn: () => set({ mapDrawn: true }),
  flyTo: (bounds, { maxZoom = POINT_ZOOM, ifHidden = false } = {}) =>
    set((state) => ({ flight: { seq: (state.flight?.seq ?? 0) + 1, bounds, maxZoom, ifHidden } })),
  setInsets: (insets) => set((state) => (sameInsets(state.insets, insets) ? {} : { insets })),
  setBars: (bars) => set({ bars }),
  setTool: (tool) => set({ tool, hover: null }),
  setSheet: (sheet) => set({ sheet }),
  announce: (text) => set((state) => ({ announcement: { seq: state.announcement.seq + 1, text } })),
  stepOut: () => {
    const { tool, editing, editTouched, selection, comparison } = get();
    if (tool) set({ tool: null });
    else if (editing) set(editTouched ? {} : { editing: null });
    else if (selection) set({ selection: null });
    else if (comparison) set({ comparison: null });
  },
});

/** What of the map nothing covers, told by how far each side is covered, px. */
export const coverOf = ({ insets, bars }: Pick<ViewSlice, 'insets' | 'bars'>): Insets => ({
  ...insets,
  top: insets.top + bars.top,
  bottom: insets.bottom + bars.bottom,
});

const sameInsets = (a: Insets, b: Insets): boolean =>
  a.top === b.top && a.right === b.right && a.bottom === b.bottom && a.left === b.left;

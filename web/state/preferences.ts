import { z } from 'zod';
import { BASE_MAP_IDS } from '../../api/contract/base-maps.ts';
import type { AppSet } from './slice.ts';

export const LANGUAGES = ['zh', 'en'] as const;
export type Language = (typeof LANGUAGES)[number];
export const THEMES = ['system', 'light', 'dark'] as const;
/** What is shown once the system has been asked. */
export type ThemeName = 'light' | 'dark';

export const PANEL_WIDTH = { min: 300, max: 640, first: 360 } as const;

/** How a person likes the screen; kept in the browser, never on the server. */
const preferences = z.object({
  theme: z.enum(THEMES),
  language: z.enum(LANGUAGES),
  panelWidth: z.number().min(PANEL_WIDTH.min).max(PANEL_WIDTH.max),
  panelOpen: z.boolean(),
  legendOpen: z.boolean(),
  legendOpenDrawing: z.boolean(),
  baseMap: z.enum(BASE_MAP_IDS).nullable(),
});
export type Preferences = z.infer<typeof preferences>;

export interface PreferencesSlice {
  readonly preferences: Preferences;
  setPreferences(change: Partial<Preferences>): void;
}

export const FIRST_PREFERENCES: Preferences = {
  theme: 'system',
  language: 'zh',
  panelWidth: PANEL_WIDTH.first,
  panelOpen: true,
  legendOpen: true,
  legendOpenDrawing: false,
  baseMap: null,
};

export const createPreferencesSlice = (set: AppSet): PreferencesSlice => ({
  preferences: FIRST_PREFERENCES,
  setPreferences: (change) =>
    set((state) => {
      const width = change.panelWidth ?? state.preferences.panelWidth;
      const panelWidth = Math.round(Math.min(PANEL_WIDTH.max, Math.max(PANEL_WIDTH.min, width)));
      return { preferences: { ...state.preferences, ...change, panelWidth } };
    }),
});

const KEY = 'tongxin.preferences';

/** What the browser kept; values of an older version that no longer fit are left at their first state. */
export function readPreferences(storage: Pick<Storage, 'getItem'>): Preferences {
  try {
    const kept: unknown = JSON.parse(storage.getItem(KEY) ?? '{}');
    return { ...FIRST_PREFERENCES, ...preferences.partial().parse(kept) };
  } catch {
    // Private mode without storage, or a value from another version: neither is worth a message.
    return FIRST_PREFERENCES;
  }
}

export function keepPreferences(storage: Pick<Storage, 'setItem'>, value: Preferences): void {
  try {
    storage.setItem(KEY, JSON.stringify(value));
  } catch {
    // A full or forbidden storage only means that the next visit starts fresh.
  }
}

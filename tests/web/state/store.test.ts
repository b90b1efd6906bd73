import { describe, expect, test } from 'vitest';
import { DEFAULT_LAYERS } from '../../../web/state/layer-keys.ts';
import { FIRST_PREFERENCES, keepPreferences, PANEL_WIDTH, readPreferences } from '../../../web/state/preferences.ts';
import { createAppStore } from '../../../web/state/store.ts';

const SITE = { layer: 'site' as const, id: 7 };

describe('stepping out', () => {
  test('Escape leaves the tool first, then the inspector, then nothing more', () => {
    const app = createAppStore();
    app.getState().select(SITE);
    app.getState().setTool('measure');
    app.getState().stepOut();
    expect(app.getState()).toMatchObject({ tool: null, selection: SITE });
    app.getState().stepOut();
    expect(app.getState().selection).toBeNull();
    app.getState().stepOut();
    expect(app.getState().selection).toBeNull();
  });

  test('leaves the tool of a form, then the form, but not one in which something was typed: nor does another form take its place', () => {
    const app = createAppStore();
    app.getState().select(SITE);
    app.getState().editThing({ kind: 'change', layer: 'site', id: 7 });
    app.getState().setTool('draw-thing');
    app.getState().stepOut();
    expect(app.getState()).toMatchObject({ tool: null, editing: { id: 7 } });
    app.getState().touchEdit(true);
    app.getState().stepOut();
    expect(app.getState()).toMatchObject({ editing: { id: 7 }, selection: SITE });
    app.getState().editThing({ kind: 'change', layer: 'site', id: 8 });
    expect(app.getState()).toMatchObject({ editing: { id: 7 }, editNext: { id: 8 } });
    app.getState().touchEdit(false);
    app.getState().stepOut();
    expect(app.getState()).toMatchObject({ editing: null, selection: SITE });
  });
});

describe('a county', () => {
  test('opening another forgets what belonged to the one before', () => {
    const app = createAppStore();
    app.getState().openCounty('220322');
    app.getState().select(SITE);
    app.getState().setDate('2020-01-01');
    app.getState().setCamera({ lng: 124, lat: 43, zoom: 14, bearing: 0, pitch: 0 });
    app.getState().openCounty('450481');
    expect(app.getState()).toMatchObject({ county: '450481', date: null, selection: null, camera: null });
  });

  test('opening the one that is open changes nothing', () => {
    const app = createAppStore();
    app.getState().openCounty('220322');
    app.getState().select(SITE);
    app.getState().openCounty('220322');
    expect(app.getState().selection).toEqual(SITE);
  });
});

describe('the camera', () => {
  test('two equal wishes are two flights', () => {
    const app = createAppStore();
    app.getState().flyTo([1, 2, 3, 4]);
    const first = app.getState().flight?.seq;
    app.getState().flyTo([1, 2, 3, 4]);
    expect(app.getState().flight?.seq).not.toBe(first);
  });
});

describe('selection and hover', () => {
  test('selecting the same thing again wakes nobody', () => {
    const app = createAppStore();
    app.getState().select(SITE);
    const before = app.getState().selection;
    app.getState().select({ ...SITE });
    expect(app.getState().selection).toBe(before);
  });

  test('a tool that takes the pointer puts out what was hovered', () => {
    const app = createAppStore();
    app.getState().setHover(SITE);
    app.getState().setTool('measure');
    expect(app.getState().hover).toBeNull();
  });
});

describe('layers', () => {
  test('several are switched at once, and reset brings back the first look', () => {
    const app = createAppStore();
    app.getState().setLayers(['road', 'water'], false);
    expect(app.getState().layers).toMatchObject({ road: false, water: false, building: true });
    app.getState().resetLayers();
    expect(app.getState().layers).toEqual(DEFAULT_LAYERS);
  });
});

describe('preferences', () => {
  const box = (text: string | null) => ({ getItem: () => text });

  test('the panel is never dragged out of its bounds', () => {
    const app = createAppStore();
    app.getState().setPreferences({ panelWidth: 5000 });
    expect(app.getState().preferences.panelWidth).toBe(PANEL_WIDTH.max);
    app.getState().setPreferences({ panelWidth: -1 });
    expect(app.getState().preferences.panelWidth).toBe(PANEL_WIDTH.min);
  });

  test('what was kept is read again; what another version kept is not believed', () => {
    let kept = '';
    keepPreferences({ setItem: (_, value) => (kept = value) }, { ...FIRST_PREFERENCES, theme: 'dark' });
    expect(readPreferences(box(kept)).theme).toBe('dark');
    expect(readPreferences(box('{"theme":"sepia"}'))).toEqual(FIRST_PREFERENCES);
    expect(readPreferences(box('{'))).toEqual(FIRST_PREFERENCES);
    expect(readPreferences(box(null))).toEqual(FIRST_PREFERENCES);
  });

  test('a browser that keeps nothing is no failure', () => {
    const forbid = () => {
      throw new DOMException('denied', 'SecurityError');
    };
    expect(readPreferences({ getItem: forbid })).toEqual(FIRST_PREFERENCES);
    expect(() => keepPreferences({ setItem: forbid }, FIRST_PREFERENCES)).not.toThrow();
  });
});

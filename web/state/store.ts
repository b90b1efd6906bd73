import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import { type CountySlice, createCountySlice } from './county.ts';
import { createLayersSlice, type LayersSlice } from './layers.ts';
import { createLinkFaultSlice, type LinkFaultSlice } from './link-faults.ts';
import { createPlanRoomSlice, type PlanRoomSlice } from './plan-room.ts';
import { createPreferencesSlice, type PreferencesSlice } from './preferences.ts';
import { createSelectionSlice, type SelectionSlice } from './selection.ts';
import { createSessionSlice, type SessionSlice } from './session.ts';
import { createEditingSlice, type EditingSlice } from './thing-edit/editing.ts';
import { createViewSlice, type ViewSlice } from './view.ts';

export type AppState = SessionSlice &
  CountySlice &
  SelectionSlice &
  ViewSlice &
  PlanRoomSlice &
  LayersSlice &
  LinkFaultSlice &
  EditingSlice &
  PreferencesSlice;

/** The one store of the app. Plain data and the verbs that change it; no map, no DOM, no promise. */
export const createAppStore = () =>
  createStore<AppState>()((set, get) => ({
    ...createSessionSlice(set, get),
    ...createCountySlice(set),
    ...createSelectionSlice(set),
    ...createViewSlice(set, get),
    ...createPlanRoomSlice(set),
    ...createLayersSlice(set),
    ...createLinkFaultSlice(set),
    ...createEditingSlice(set),
    ...createPreferencesSlice(set),
  }));
export type AppStore = ReturnType<typeof createAppStore>;

export const store: AppStore = createAppStore();

/** Reads a narrow part of the store in a component. */
export const useApp = <T>(selector: (state: AppState) => T): T => useStore(store, selector);

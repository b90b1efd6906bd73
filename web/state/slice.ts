import type { AppState } from './store.ts';

/** How a slice changes the store: a part of the state, or a function of it that gives one. */
export type AppSet = (change: Partial<AppState> | ((state: AppState) => Partial<AppState>)) => void;
export type AppGet = () => AppState;

import { EMPTY_PLAN_ROOM } from './plan-room.ts';
import type { AppSet } from './slice.ts';
import { NO_EDITING } from './thing-edit/editing.ts';

/** Which county on which date is on the screen. What the server says of it is read by `queries.ts`. */
export interface CountySlice {
  readonly county: string | null;
  /** as-of date, yyyy-mm-dd; null = today */
  readonly date: string | null;
  /** grows with every change of the county's data made here, so that the map asks for its tiles again */
  readonly dataEpoch: number;
  openCounty(code: string): void;
  setDate(date: string | null): void;
  noteDataChange(): void;
}

export const createCountySlice = (set: AppSet): CountySlice => ({
  county: null,
  date: null,
  dataEpoch: 0,
  openCounty: (code) =>
    set((state) => {
      if (state.county === code) return {};
      // The first county belongs to whatever an address without one has said already.
      if (state.county === null) return { county: code };
      return {
        ...{ county: code, date: null, selection: null, hover: null, camera: null, flight: null, tool: null },
        ...EMPTY_PLAN_ROOM,
        ...NO_EDITING,
      };
    }),
  setDate: (date) => set({ date, hover: null }),
  noteDataChange: () => set((state) => ({ dataEpoch: state.dataEpoch + 1 })),
});

import { type ComponentType, createContext } from 'react';

/** What other features put into the inspector; the shell, which knows them all, provides it. */
export interface InspectorSlots {
  readonly actions: readonly ComponentType[];
  readonly sections: readonly ComponentType[];
}

export const InspectorSlotsContext = createContext<InspectorSlots>({ actions: [], sections: [] });

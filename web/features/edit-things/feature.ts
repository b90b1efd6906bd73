import { lazy } from 'react';
import type { Feature } from '../../state/feature.ts';
import { EditAction } from './edit-action.tsx';
import { HistorySection } from './history-section.tsx';
import { KeepThings } from './keep-things.tsx';
import { LastChangeNote } from './last-change-note.tsx';
import { messages } from './messages.ts';

/** The form, and what draws on the map, load when something is first edited. */
const ThingEditor = lazy(async () => ({ default: (await import('./thing-editor.tsx')).ThingEditor }));
const DrawTool = lazy(async () => ({ default: (await import('./draw-tool.tsx')).DrawTool }));

export const editThings: Feature = {
  id: 'edit-things',
  messages,
  editor: ThingEditor,
  inspectorActions: [{ order: 10, component: EditAction }],
  inspectorSections: [{ order: 90, component: HistorySection }],
  panels: [{ mode: 'data', order: 5, component: KeepThings, tab: 'daily' }],
  overMap: [
    { order: 60, component: DrawTool },
    { order: 61, component: LastChangeNote },
  ],
};

import { lazy } from 'react';
import type { Feature } from '../../state/feature.ts';
import { messages } from './messages.ts';
import { TableAction } from './table-action.tsx';

const TableSection = lazy(async () => ({ default: (await import('./table-section.tsx')).TableSection }));

export const editTable: Feature = {
  id: 'edit-table',
  messages,
  inspectorActions: [{ order: 20, component: TableAction }],
  panels: [{ mode: 'data', order: 7, component: TableSection, kit: true, tab: 'daily' }],
};

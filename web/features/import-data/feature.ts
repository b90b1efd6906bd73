import { DatabaseOutlined } from '@ant-design/icons';
import { lazy } from 'react';
import type { Feature } from '../../state/feature.ts';
import { messages } from './messages.ts';

/** The wizard and its form controls load when the mode is first opened. */
const ImportPanel = lazy(async () => ({ default: (await import('./import-panel.tsx')).ImportPanel }));

export const importData: Feature = {
  id: 'import-data',
  messages,
  mode: { id: 'data', order: 80, icon: DatabaseOutlined },
  panels: [{ mode: 'data', order: 10, component: ImportPanel, kit: true, tab: 'import' }],
};

import { PartitionOutlined } from '@ant-design/icons';
import { lazy } from 'react';
import type { Feature } from '../../state/feature.ts';
import { messages } from './messages.ts';

/** The list and its forms load when the mode is first opened. */
const PlansPanel = lazy(async () => ({ default: (await import('./plans-panel.tsx')).PlansPanel }));

export const managePlans: Feature = {
  id: 'manage-plans',
  messages,
  mode: { id: 'plan', order: 20, icon: PartitionOutlined },
  panels: [{ mode: 'plan', order: 10, component: PlansPanel, kit: true }],
};

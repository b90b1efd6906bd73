import { lazy } from 'react';
import type { Feature } from '../../state/feature.ts';
import { messages } from './messages.ts';

const OpenInterface = lazy(async () => ({ default: (await import('./open-interface.tsx')).OpenInterface }));

export const openInterface: Feature = {
  id: 'open-interface',
  messages,
  panels: [{ mode: 'data', tab: 'interface', order: 60, component: OpenInterface, kit: true }],
};

import { lazy } from 'react';
import type { Feature } from '../../state/feature.ts';
import { messages } from './messages.ts';

const PeopleSection = lazy(async () => ({ default: (await import('./people-section.tsx')).PeopleSection }));

export const managePeople: Feature = {
  id: 'manage-people',
  messages,
  panels: [{ mode: 'admin', order: 10, component: PeopleSection, kit: true }],
};

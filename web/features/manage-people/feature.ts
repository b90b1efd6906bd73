import { lazy } from 'react';
import type { Feature } from '../../state/feature.ts';
import { administers } from '../../state/session.ts';
import type { AppState } from '../../state/store.ts';
import { messages } from './messages.ts';

const PeopleSection = lazy(async () => ({ default: (await import('./people-section.tsx')).PeopleSection }));

const when = ({ session, county }: AppState): boolean => administers(session, county);

export const managePeople: Feature = {
  id: 'manage-people',
  messages,
  panels: [{ mode: 'admin', order: 10, component: PeopleSection, kit: true, tab: 'people', when }],
};

import { lazy } from 'react';
import type { Feature } from '../../state/feature.ts';
import { messages } from './messages.ts';

const HolidaySection = lazy(async () => ({ default: (await import('./holiday-section.tsx')).HolidaySection }));

export const manageHolidays: Feature = {
  id: 'manage-holidays',
  messages,
  panels: [{ mode: 'admin', order: 30, component: HolidaySection, kit: true, tab: 'holidays' }],
};

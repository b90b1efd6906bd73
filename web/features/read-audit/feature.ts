import { lazy } from 'react';
import type { Feature } from '../../state/feature.ts';
import { administers } from '../../state/session.ts';
import type { AppState } from '../../state/store.ts';
import { messages } from './messages.ts';

const AuditSection = lazy(async () => ({ default: (await import('./audit-section.tsx')).AuditSection }));

const when = ({ session, county }: AppState): boolean => administers(session, county);

export const readAudit: Feature = {
  id: 'read-audit',
  messages,
  panels: [{ mode: 'admin', order: 40, component: AuditSection, kit: true, tab: 'audit', when }],
};

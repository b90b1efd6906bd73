import { lazy } from 'react';
import type { Feature } from '../../state/feature.ts';
import { messages } from './messages.ts';

const AuditSection = lazy(async () => ({ default: (await import('./audit-section.tsx')).AuditSection }));

export const readAudit: Feature = {
  id: 'read-audit',
  messages,
  panels: [{ mode: 'admin', order: 40, component: AuditSection, kit: true }],
};

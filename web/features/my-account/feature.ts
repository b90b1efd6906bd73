import { SettingOutlined } from '@ant-design/icons';
import { lazy } from 'react';
import type { Feature } from '../../state/feature.ts';
import { messages } from './messages.ts';

const AccountSection = lazy(async () => ({ default: (await import('./account-section.tsx')).AccountSection }));
const OwnPasswordPage = lazy(async () => ({ default: (await import('./own-password-page.tsx')).OwnPasswordPage }));

/** The settings: everybody's own account, and below it what an administrator keeps. */
export const myAccount: Feature = {
  id: 'my-account',
  messages,
  mode: { id: 'admin', order: 90, icon: SettingOutlined },
  panels: [{ mode: 'admin', order: 90, component: AccountSection, kit: true, tab: 'account' }],
  secondDoor: OwnPasswordPage,
};

import type { Feature } from '../../state/feature.ts';
import { AccountMenu } from './account-menu.tsx';
import { messages } from './messages.ts';
import { SignInPage } from './sign-in-page.tsx';

export const signIn: Feature = {
  id: 'sign-in',
  messages,
  door: SignInPage,
  topBar: [{ side: 'end', order: 90, component: AccountMenu }],
};

import type { DemoAccount } from '../contract/session.ts';
import { type Client, isLoopbackHost } from './client.ts';

/** One account a role, without a password: they open with one click, and only on the machine that runs the demo. */
export const DEMO_ACCOUNTS: readonly DemoAccount[] = [
  { username: 'demo.viewer', name: '演示·访客', nameEn: 'Demo viewer', role: 'viewer' },
  { username: 'demo.grid', name: '演示·网格员', nameEn: 'Demo grid worker', role: 'grid_staff' },
  { username: 'demo.desk', name: '演示·责任部门', nameEn: 'Demo community desk', role: 'desk' },
  { username: 'demo.planner', name: '演示·规划员', nameEn: 'Demo planner', role: 'planner' },
  { username: 'demo.approver', name: '演示·审批人', nameEn: 'Demo approver', role: 'approver' },
  { username: 'demo.leader', name: '演示·领导', nameEn: 'Demo leader', role: 'leader' },
  { username: 'demo.admin', name: '演示·管理员', nameEn: 'Demo administrator', role: 'admin' },
];

/** Does this server have demo accounts at all: the embedded database, listening on loopback only? */
export const servesDemo = (kind: 'pg' | 'pglite', host: string) => kind === 'pglite' && isLoopbackHost(host);

/** May this request use them: it comes from the machine itself, by a loopback name, through no proxy. */
export const mayUseDemo = (serves: boolean, client: Client) => serves && client.loopback;

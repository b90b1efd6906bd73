import { z } from 'zod';
import { isoDate, role } from './words.ts';

/** What the audit log can tell of, in the words of both languages: an action that is not here cannot be written. */
export const AUDIT_ACTIONS = {
  'session.start': { zh: '登录', en: 'Signed in' },
  'session.refused': { zh: '登录被拒', en: 'Sign-in refused' },
  'session.end': { zh: '退出登录', en: 'Signed out' },
  'session.revoke': { zh: '让别处退出登录', en: 'Signed out elsewhere' },
  'token.make': { zh: '生成访问令牌', en: 'Token made' },
  'token.revoke': { zh: '撤销访问令牌', en: 'Token revoked' },
  'account.add': { zh: '添加账号', en: 'Account added' },
  'account.rename': { zh: '账号改名', en: 'Account renamed' },
  'account.disable': { zh: '停用账号', en: 'Account disabled' },
  'account.enable': { zh: '启用账号', en: 'Account enabled' },
  'grant.add': { zh: '给予角色', en: 'Role given' },
  'grant.withdraw': { zh: '收回角色', en: 'Role withdrawn' },
  'password.change': { zh: '修改密码', en: 'Password changed' },
  'password.reset': { zh: '重置密码', en: 'Password reset' },
  'import.switch': { zh: '导入数据', en: 'Data imported' },
  'layer.export': { zh: '导出数据', en: 'Data exported' },
  'audit.export': { zh: '导出审计记录', en: 'Audit log exported' },
  'rules.change': { zh: '修改划分规则', en: 'Rules changed' },
  'holidays.change': { zh: '修改节假日', en: 'Holidays changed' },
  'plan.create': { zh: '新建方案', en: 'Plan begun' },
  'plan.copy': { zh: '复制方案', en: 'Plan copied' },
  'plan.change': { zh: '修改方案说明', en: 'Plan’s description changed' },
  'plan.submit': { zh: '提交方案', en: 'Plan submitted' },
  'plan.withdraw': { zh: '撤回方案', en: 'Plan withdrawn' },
  'plan.review': { zh: '开始审查方案', en: 'Plan under review' },
  'plan.return': { zh: '退回方案', en: 'Plan returned' },
  'plan.approve': { zh: '批准方案', en: 'Plan approved' },
  'plan.reopen': { zh: '重开方案', en: 'Plan reopened' },
  'plan.rebase': { zh: '方案迁移到新区划', en: 'Plan brought onto a newer division' },
  'plan.publish': { zh: '发布方案', en: 'Plan published' },
  'things.change': { zh: '修改地物', en: 'Things changed' },
  'things.undo': { zh: '撤销修改地物', en: 'Change of things undone' },
  'tallies.enter': { zh: '录入计数', en: 'Counts entered' },
  'photo.add': { zh: '添加照片', en: 'Photo added' },
  'photo.caption': { zh: '修改照片说明', en: 'Photo’s caption changed' },
  'photo.remove': { zh: '删除照片', en: 'Photo removed' },
} as const satisfies Record<string, { zh: string; en: string }>;
export type AuditAction = keyof typeof AUDIT_ACTIONS;
const ACTIONS = Object.keys(AUDIT_ACTIONS) as [AuditAction, ...AuditAction[]];

/** What an action is called; one that an older or newer program wrote keeps its own name. */
export const auditWords = (action: string, language: 'zh' | 'en'): string =>
  Object.hasOwn(AUDIT_ACTIONS, action) ? AUDIT_ACTIONS[action as AuditAction][language] : action;

/** Stands for the account of lines that nobody signed in has written: the command line, sign-ins that were refused. */
export const NO_ACCOUNT = 'none';

/** Which lines of the log; what is left out does not matter. */
export const auditFilter = z.strictObject({
  /** first and last day (yyyy-mm-dd, as days are counted in China) */
  from: isoDate.optional(),
  to: isoDate.optional(),
  /** id of who did it, or NO_ACCOUNT */
  account: z.string().min(1).max(64).optional(),
  action: z.enum(ACTIONS).optional(),
  /** part of what it was done to */
  object: z.string().trim().min(1).max(100).optional(),
});
export type AuditFilter = z.infer<typeof auditFilter>;

export const auditLine = z.object({
  id: z.number(),
  at: z.iso.datetime({ offset: true }),
  /** null = the command line, or nobody who signed in */
  account: z.object({ id: z.string(), username: z.string(), name: z.string() }).nullable(),
  role: role.nullable(),
  action: z.string(),
  object: z.string(),
  detail: z.record(z.string(), z.unknown()),
});
export type AuditLine = z.infer<typeof auditLine>;

/** GET /api/counties/:county/audit: latest first. */
export const auditPage = z.object({
  lines: z.array(auditLine),
  /** `before` of the next page; null at the end */
  next: z.number().nullable(),
});
export type AuditPage = z.infer<typeof auditPage>;

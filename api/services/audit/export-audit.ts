import { type AuditFilter, type AuditLine, auditWords } from '../../contract/audit.ts';
import { ROLE_WORDS } from '../../contract/people.ts';
import { readAudit, writeAudit } from '../../db/audit.ts';
import type { ScopedDatabase } from '../../db/database.ts';
import { ProblemError } from '../../problems.ts';
import { runTask } from '../../worker/run-task.ts';
import type { TableFormat } from '../tables/write-table.ts';

/** Lines of one file. */
export const MOST_EXPORTED = 50_000;
const PAGE = 5000;

const TITLES = {
  zh: {
    sheet: '审计记录',
    columns: ['序号', '北京时间', '用户名', '姓名', '角色', '操作', '操作代码', '对象', '详情'],
  },
  en: {
    sheet: 'Audit log',
    columns: ['Number', 'Time in China', 'User name', 'Name', 'Role', 'Action', 'Action code', 'Object', 'Detail'],
  },
};
const NAMES = ['id', 'at', 'username', 'name', 'role', 'action', 'code', 'object', 'detail'];

/**
 * The lines of a filter as a file, latest first; that they were taken away is a line of its own.
 *
 * @throws ProblemError 'invalid-request' when they are more than one file takes
 */
export async function exportAudit(
  db: ScopedDatabase,
  filter: AuditFilter,
  { format, language }: { format: TableFormat; language: 'zh' | 'en' },
): Promise<{ name: string; bytes: Uint8Array<ArrayBuffer> }> {
  const { county, account = null, role } = db.scope;
  const lines: AuditLine[] = [];
  for (let page: AuditLine[]; ; ) {
    page = await readAudit(db, county, filter, lines.at(-1)?.id ?? null, PAGE);
    lines.push(...page);
    if (lines.length > MOST_EXPORTED) {
      const detail = `There are more than ${MOST_EXPORTED} lines; choose fewer days.`;
      throw new ProblemError('invalid-request', detail, { reason: 'many-lines', values: { n: MOST_EXPORTED } });
    }
    if (page.length < PAGE) break;
  }
  const { sheet, columns } = TITLES[language];
  const bytes = await runTask('tables/write', {
    format,
    sheet: {
      name: sheet,
      columns: NAMES.map((name, i) => ({ name, title: columns[i]!, type: name === 'id' ? 'integer' : 'text' })),
      rows: lines.map((line) => rowOf(line, language)),
    },
  });
  await db.transaction((tx) =>
    writeAudit(tx, {
      ...{ county, account, role, action: 'audit.export' },
      detail: { ...filter, format, lines: lines.length },
    }),
  );
  return { name: `${sheet}_${county}.${format}`, bytes };
}

const clock = new Intl.DateTimeFormat('sv-SE', {
  ...{ timeZone: 'Asia/Shanghai', dateStyle: 'short', timeStyle: 'medium' },
});

const rowOf = ({ id, at, account, role, action, object, detail }: AuditLine, language: 'zh' | 'en') => ({
  ...{
    id,
    at: clock.format(new Date(at)),
    username: account?.username ?? '',
    name: account?.name ?? '',
    object,
    code: action,
  },
  role: role ? ROLE_WORDS[role][language === 'zh' ? 0 : 1] : '',
  action: auditWords(action, language),
  detail: Object.keys(detail).length > 0 ? JSON.stringify(detail) : '',
});

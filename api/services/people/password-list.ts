import type { MadePassword, NewPerson } from '../../contract/people.ts';
import { ROLE_WORDS } from '../../contract/people.ts';
import { writeXlsx } from '../../formats/write-xlsx.ts';

const WORDS = {
  zh: {
    title: '新账号',
    username: '用户名',
    name: '姓名',
    role: '角色',
    region: '区域代码',
    password: '第一次登录的密码',
  },
  en: {
    title: 'New accounts',
    username: 'User name',
    name: 'Name',
    role: 'Role',
    region: 'Region codes',
    password: 'First password',
  },
};

/** A workbook of accounts that were just made, with the passwords of their first sign-in. It is not kept. */
export async function passwordList(
  people: readonly NewPerson[],
  made: readonly MadePassword[],
  language: 'zh' | 'en',
): Promise<{ name: string; bytes: Uint8Array<ArrayBuffer> }> {
  const words = WORDS[language];
  const column = (name: keyof typeof words) => ({ name, title: words[name], type: 'text' as const });
  const rows = people.map(({ name, grants }, i) => ({
    name,
    username: made[i]!.username,
    password: made[i]!.password,
    role: [...new Set(grants.map(({ role }) => ROLE_WORDS[role][language === 'zh' ? 0 : 1]))].join('、'),
    region: grants.flatMap(({ regionCode }) => regionCode ?? []).join('、'),
  }));
  const columns = (['username', 'name', 'role', 'region', 'password'] as const).map(column);
  const { title } = words;
  const bytes = await writeXlsx([{ name: title, columns, rows }], { title, writtenAt: new Date() });
  return { name: `${title}.xlsx`, bytes: new Uint8Array(bytes) };
}

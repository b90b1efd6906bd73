import { faultsOf } from '../../auth/keep-people.ts';
import {
  type AskedGrant,
  MOST_PEOPLE_AT_ONCE,
  type NewPerson,
  type PeopleReading,
  type PersonFault,
  ROLE_WORDS,
} from '../../contract/people.ts';
import { ROLES, type Role } from '../../contract/words.ts';
import type { Db } from '../../db/database.ts';
import { ProblemError } from '../../problems.ts';
import { runTask } from '../../worker/run-task.ts';
import { columnNamed } from '../tables/read-table.ts';

/** What the columns are called, the surest name first. */
const COLUMNS = {
  username: ['用户名', 'username', 'user', '账号', '登录名', 'account', 'login'],
  name: ['姓名', 'name', '名字', '人员', 'full name'],
  role: ['角色', 'role', '身份', '权限'],
  region: ['区域代码', '区域编码', 'region code', 'region', '区域', '负责区域', '代码', 'code'],
} as const;

const MAX_NAME = 60;

/**
 * Reads a list of people who are to be made: user name, name, role, and codes of regions where the role takes some
 * (several in one cell). Nothing is changed.
 *
 * @throws ProblemError 'unreadable-file' when it is no table or a column is missing
 */
export async function readPeople(owner: Db, county: string, path: string): Promise<PeopleReading> {
  const rows = await runTask('tables/read', { path, most: MOST_PEOPLE_AT_ONCE });
  const [username, name, role, region] = Object.values(COLUMNS).map((names) => columnNamed(rows, names));
  if (username === undefined || name === undefined || role === undefined) {
    const detail =
      'The table needs the columns 用户名 (username), 姓名 (name) and 角色 (role); 区域代码 (region code) may be added.';
    throw new ProblemError('unreadable-file', detail, { reason: 'people-columns' });
  }
  const read = rows.map(({ row, cells }) => {
    const faults: { fault: PersonFault; value: string }[] = [];
    const called = cells[name] ?? '';
    if (called === '') faults.push({ fault: 'name-missing', value: '' });
    if (called.length > MAX_NAME) faults.push({ fault: 'name-long', value: called });
    const known = roleOf(cells[role] ?? '');
    if (!known) faults.push({ fault: 'role-unknown', value: cells[role] ?? '' });
    const codes = (region === undefined ? '' : (cells[region] ?? '')).split(/[\s、，,；;]+/).filter(Boolean);
    const grants = known ? grantsOf(known, codes) : [];
    return { row, username: (cells[username] ?? '').toLowerCase(), name: called, grants, faults };
  });
  const asked: NewPerson[] = read.map(({ username, name, grants }) => ({ username, name, grants }));
  for (const { index, fault, value } of await faultsOf(owner, county, asked))
    read[index]!.faults.push({ fault, value });
  return { people: read };
}

const grantsOf = (role: Role, codes: readonly string[]): AskedGrant[] =>
  codes.length === 0 ? [{ role, regionCode: null }] : codes.map((regionCode) => ({ role, regionCode }));

function roleOf(word: string): Role | undefined {
  const wanted = word.normalize('NFKC').toLowerCase().trim();
  return ROLES.find((role) => role === wanted || ROLE_WORDS[role].some((each) => each.toLowerCase() === wanted));
}

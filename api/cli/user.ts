import {
  addPerson,
  type Commission,
  changePassword,
  checkUsername,
  generatePassword,
  giveRole,
  signOutPerson,
  switchPerson,
  takeRole,
  tokensOfPerson,
  USERNAME_WORDS,
} from '../auth/people.ts';
import { PASSWORD_LENGTH } from '../contract/people.ts';
import { countyCode, ROLES, role } from '../contract/words.ts';
import { type ListedAccount, listAccounts } from '../db/accounts.ts';
import type { OwnerPool } from '../db/owner-pool.ts';
import { type Command, type CommandIo, UsageError } from './command.ts';
import { parseWords } from './parse-words.ts';

const OPTIONS = {
  name: { type: 'string' },
  county: { type: 'string' },
  role: { type: 'string' },
  region: { type: 'string' },
  'password-stdin': { type: 'boolean' },
  json: { type: 'boolean' },
} as const;
type Values = { [name in keyof typeof OPTIONS]?: (typeof OPTIONS)[name]['type'] extends 'string' ? string : boolean };

interface Action {
  /** options beside the user name */
  takes: readonly (keyof typeof OPTIONS)[];
  run(username: string, values: Values, io: CommandIo, owner: () => Promise<OwnerPool>): Promise<void>;
}

const COMMISSION = ['county', 'role', 'region'] as const;

const ACTIONS: Readonly<Record<string, Action>> = {
  add: {
    takes: ['name', ...COMMISSION, 'password-stdin'],
    run: async (username, values, io, owner) => {
      const name = values.name ?? username;
      const commission = readCommission(values);
      checkUsername(username);
      const { password, generated } = await newPassword(values, io);
      await addPerson(await owner(), { username, name, password, ...commission });
      io.out(`${username} (${name}) is ${commission.role} in county ${commission.county}.`);
      tellGenerated(io, generated, password);
    },
  },
  grant: {
    takes: COMMISSION,
    run: async (username, values, io, owner) => {
      const commission = readCommission(values);
      await giveRole(await owner(), username, commission);
      io.out(`${username} is ${commission.role} in county ${commission.county}.`);
    },
  },
  withdraw: {
    takes: COMMISSION,
    run: async (username, values, io, owner) => {
      const commission = readCommission(values);
      const { role, county } = commission;
      const had = await takeRole(await owner(), username, commission);
      io.out(had ? `${username} is no longer ${role} in county ${county}.` : `${username} was not ${role} there.`);
    },
  },
  password: {
    takes: ['password-stdin'],
    run: async (username, values, io, owner) => {
      const { password, generated } = await newPassword(values, io);
      await changePassword(await owner(), username, password);
      io.out(`${username} has a new password and is signed out everywhere, programs with tokens included.`);
      tellGenerated(io, generated, password);
    },
  },
  'sign-out': {
    takes: [],
    run: async (username, _, io, owner) => {
      const { sessions, tokens } = await signOutPerson(await owner(), username);
      io.out(`${username} is signed out everywhere; sessions ended: ${sessions}, tokens revoked: ${tokens}.`);
    },
  },
  tokens: {
    takes: ['json'],
    run: async (username, values, io, owner) => {
      const tokens = await tokensOfPerson(await owner(), username);
      if (values.json) return io.out(JSON.stringify(tokens, null, 2));
      if (tokens.length === 0) io.out(`${username} has no tokens.`);
      for (const { county, name, mayWrite, createdAt, lastUsedAt } of tokens) {
        const used = lastUsedAt === null ? 'never used' : `last used ${lastUsedAt}`;
        io.out(`${county}  ${name}${mayWrite ? ' (may write)' : ''}: made ${createdAt}, ${used}`);
      }
    },
  },
  disable: {
    takes: ['county'],
    run: async (username, values, io, owner) => tellSwitched(username, true, values, io, await owner()),
  },
  enable: {
    takes: ['county'],
    run: async (username, values, io, owner) => tellSwitched(username, false, values, io, await owner()),
  },
};

const USAGE = {
  add: 'add USERNAME --name NAME --county CODE --role ROLE [--region CODE] [--password-stdin]',
  grant: 'grant USERNAME --county CODE --role ROLE [--region CODE]',
  withdraw: 'withdraw USERNAME --county CODE --role ROLE [--region CODE]',
  password: 'password USERNAME [--password-stdin]',
  'sign-out': 'sign-out USERNAME',
  tokens: 'tokens USERNAME [--json]',
  disable: 'disable USERNAME [--county CODE]',
  enable: 'enable USERNAME [--county CODE]',
  list: 'list [--county CODE] [--json]',
} as const;
const USERNAME_RULE = `USERNAME: ${USERNAME_WORDS}.`;
const ROLE_RULE = `ROLE is one of ${ROLES.join(', ')}.`;
const PASSWORD_RULE = 'Without --password-stdin the password is asked for; with no answer one is made and shown once.';

/** `tongxin user …`: who may sign in, and as what. */
export const command: Command = {
  name: 'user',
  usage: [Object.values(USAGE).join('\n  user '), USERNAME_RULE, ROLE_RULE, PASSWORD_RULE].join('\n'),
  usageOf: {
    ...USAGE,
    add: [USAGE.add, USERNAME_RULE, ROLE_RULE, PASSWORD_RULE].join('\n'),
    grant: [USAGE.grant, ROLE_RULE].join('\n'),
    withdraw: [USAGE.withdraw, ROLE_RULE].join('\n'),
    password: [USAGE.password, PASSWORD_RULE].join('\n'),
  },
  summary:
    'make accounts, give them roles and take them back, change passwords, sign them out, disable them, list them',
  run: async (argv, io, open) => {
    const { positionals: words, values } = parseWords(argv, OPTIONS);
    const [verb, username, ...more] = words;
    const owner = async () => (await open()).owner.pool('auth');
    if (verb === 'list' && username === undefined) {
      refuseOthers(values, ['county', 'json']);
      const accounts = await listAccounts(
        await owner(),
        values.county === undefined ? null : readCounty(values.county),
      );
      for (const line of values.json ? [JSON.stringify(accounts, null, 2)] : table(accounts)) io.out(line);
      return 0;
    }
    const action = ACTIONS[verb ?? ''];
    if (!action || username === undefined || more.length > 0) {
      throw new UsageError(`user takes one of ${[...Object.keys(ACTIONS), 'list'].join(', ')} and one user name.`);
    }
    refuseOthers(values, action.takes);
    await action.run(username, values, io, owner);
    return 0;
  },
};

function refuseOthers(values: Values, takes: readonly string[]): void {
  const other = Object.keys(values).find((name) => !takes.includes(name));
  if (other !== undefined) throw new UsageError(`--${other} does not belong here.`);
}

function readCommission(values: Values): Commission {
  const asked = role.safeParse(values.role);
  if (!asked.success) throw new UsageError(`--role takes one of ${ROLES.join(', ')}, not "${values.role ?? ''}".`);
  return { county: readCounty(values.county), role: asked.data, regionCode: values.region ?? null };
}

function readCounty(code: string | undefined): string {
  const asked = countyCode.safeParse(code);
  if (!asked.success) throw new UsageError(`--county takes the six digits of a county, not "${code ?? ''}".`);
  return asked.data;
}

async function newPassword(values: Values, io: CommandIo): Promise<{ password: string; generated: boolean }> {
  if (values['password-stdin']) {
    const given = await io.secret?.(null);
    if (!given) throw new UsageError('--password-stdin reads the password from standard input, which is empty.');
    return { password: given, generated: false };
  }
  const asked = await io.secret?.(`Password, at least ${PASSWORD_LENGTH.min} characters (empty: one is made): `);
  if (!asked) return { password: generatePassword(), generated: true };
  if ((await io.secret?.('Once more: ')) !== asked) throw new UsageError('The two passwords differ; nothing was done.');
  return { password: asked, generated: false };
}

function tellGenerated(io: CommandIo, generated: boolean, password: string): void {
  if (generated) io.out(`Password, shown this once: ${password}`);
}

async function tellSwitched(username: string, disabled: boolean, values: Values, io: CommandIo, owner: OwnerPool) {
  const county = values.county === undefined ? null : readCounty(values.county);
  const changed = await switchPerson(owner, username, disabled, county);
  const state = disabled ? 'disabled' : 'enabled';
  io.out(
    changed.length > 0 ? `${username} is ${state} in ${changed.join(', ')}.` : `${username} was ${state} already.`,
  );
}

/** East Asian characters take two columns of a terminal. */
const columns = (text: string): number => [...text].reduce((sum, char) => sum + (/[⺀-￯]/.test(char) ? 2 : 1), 0);

function table(accounts: readonly ListedAccount[]): string[] {
  const rows = accounts.map((account) => [
    account.county,
    account.username,
    account.name,
    account.roles.join(' ') || '-',
    account.disabled ? 'disabled' : account.demo ? 'demo' : '',
  ]);
  const widths = [0, 1, 2, 3].map((at) => Math.max(0, ...rows.map((row) => columns(row[at] ?? ''))));
  return rows.map((row) =>
    row
      .map((cell, at) => cell + ' '.repeat(Math.max(0, (widths[at] ?? 0) - columns(cell))))
      .join('  ')
      .trimEnd(),
  );
}

import { beforeAll, expect, test } from 'vitest';
import type { CommandIo } from '../../../api/cli/command.ts';
import { runCommand } from '../../../api/cli/run-command.ts';
import { openDoors } from '../../support/auth-app.ts';
import { eachDatabase } from '../../support/databases.ts';
import { type PlantedCounty, plantCounty } from '../../support/plant-county.ts';
import { visitor } from '../../support/visitor.ts';

const COUNTY = '990818';

eachDatabase('tongxin user', (get) => {
  let planted: PlantedCounty;
  beforeAll(async () => {
    planted = await plantCounty(get(), COUNTY, { demo: false });
  });

  /** Runs the words; `typed` are the answers of the person, `input` is the standard input. */
  async function tongxin(words: string, { typed, input }: { typed?: string[]; input?: string } = {}) {
    const out: string[] = [];
    const err: string[] = [];
    const io: CommandIo = {
      cwd: '/',
      out: (line) => out.push(line),
      err: (line) => err.push(line),
      signal: new AbortController().signal,
      secret: async (prompt) => (prompt === null ? (input ?? null) : (typed?.shift() ?? null)),
    };
    const exit = await runCommand(words.split(' '), io, async () => get());
    return { exit, out: out.join('\n'), err: err.join('\n') };
  }

  async function statusOfSignIn(username: string, password: string): Promise<number> {
    const { auth, app } = await openDoors(get());
    const { status } = await visitor(app, { address: '' }).signIn(username, password);
    await auth.close();
    return status;
  }

  const ROLE = `--county ${COUNTY} --role planner`;

  test('add reads the password from standard input', async () => {
    const done = await tongxin(`user add uc.piped --name 张三 ${ROLE} --password-stdin`, { input: 'correct horse' });
    expect(done).toEqual({ exit: 0, out: `uc.piped (张三) is planner in county ${COUNTY}.`, err: '' });
    expect(await statusOfSignIn('uc.piped', 'correct horse')).toBe(200);
  });

  test('a name that will not do is refused before a password is asked for, and --help says what will', async () => {
    const typed = ['correct horse', 'correct horse'];
    expect(await tongxin(`user add li ${ROLE}`, { typed })).toMatchObject({
      ...{ exit: 2, err: expect.stringContaining('"li" cannot be a user name; take 3 to 64') },
    });
    expect(typed).toHaveLength(2);
    const { out } = await tongxin('user add --help');
    expect(out).toContain('USERNAME: 3 to 64 of a-z');
    expect(out).not.toContain('user list');
  });

  test('add asks for the password twice at a terminal', async () => {
    const typed = ['correct horse', 'correct horse'];
    expect((await tongxin(`user add uc.typed ${ROLE}`, { typed })).exit).toBe(0);
    expect(await statusOfSignIn('uc.typed', 'correct horse')).toBe(200);
    const differing = await tongxin(`user add uc.differ ${ROLE}`, { typed: ['correct horse', 'correct house'] });
    expect(differing).toMatchObject({ exit: 2, err: expect.stringContaining('differ') });
  });

  test('add makes a password and shows it once when nobody gives one', async () => {
    const { exit, out } = await tongxin(`user add uc.made ${ROLE}`);
    expect(exit).toBe(0);
    const password = /shown this once: (\S{20})$/.exec(out)?.[1] ?? '';
    expect(await statusOfSignIn('uc.made', password)).toBe(200);
  });

  test('withdraw takes a role back, of one region among several', async () => {
    await tongxin(`user add uc.two ${ROLE}`);
    const desk = `uc.two --county ${COUNTY} --role desk`;
    for (const code of [planted.codes.grid, planted.codes.community])
      await tongxin(`user grant ${desk} --region ${code}`);
    expect(await tongxin(`user withdraw ${desk} --region ${planted.codes.grid}`)).toMatchObject({
      ...{ exit: 0, out: `uc.two is no longer desk in county ${COUNTY}.` },
    });
    expect((await tongxin(`user withdraw ${desk}`)).out).toBe('uc.two was not desk there.');
    expect(await tongxin(`user withdraw ${desk} --region 1`)).toMatchObject({ exit: 2 });
    const { out } = await tongxin(`user list --county ${COUNTY} --json`);
    const listed = JSON.parse(out).find((account: { username: string }) => account.username === 'uc.two');
    expect(listed.roles).toEqual([`desk:${planted.regions.community}`, 'planner']);
  });

  test('a role can be limited to a region by its code, and further roles be given', async () => {
    await tongxin(`user add uc.grid ${ROLE}`);
    const words = `user grant uc.grid --county ${COUNTY} --role grid_staff --region ${planted.codes.grid}`;
    expect((await tongxin(words)).exit).toBe(0);
    const { out } = await tongxin(`user list --county ${COUNTY} --json`);
    const listed = JSON.parse(out).find((account: { username: string }) => account.username === 'uc.grid');
    expect(listed.roles).toEqual([`grid_staff:${planted.regions.grid}`, 'planner']);
  });

  test('disable ends the account and enable brings it back; password replaces the old one', async () => {
    await tongxin(`user add uc.switch ${ROLE} --password-stdin`, { input: 'correct horse' });
    expect((await tongxin('user disable uc.switch')).out).toBe(`uc.switch is disabled in ${COUNTY}.`);
    expect(await statusOfSignIn('uc.switch', 'correct horse')).toBe(401);
    expect((await tongxin('user disable uc.switch')).out).toBe('uc.switch was disabled already.');
    expect((await tongxin(`user enable uc.switch --county ${COUNTY}`)).exit).toBe(0);
    await tongxin('user password uc.switch --password-stdin', { input: 'another horse' });
    expect(await statusOfSignIn('uc.switch', 'correct horse')).toBe(401);
    expect(await statusOfSignIn('uc.switch', 'another horse')).toBe(200);
  });

  test('sign-out ends sessions and tokens of programs, which tokens lists; so does a new password', async () => {
    const { auth, app } = await openDoors(get());
    try {
      await tongxin(`user add uc.out ${ROLE} --password-stdin`, { input: 'correct horse' });
      const browser = visitor(app, { address: '' });
      await browser.signIn('uc.out', 'correct horse');
      const make = () => browser.post('/api/session/tokens', { county: COUNTY, name: 'QGIS' });
      expect((await make()).status).toBe(200);
      expect((await tongxin('user tokens uc.out')).out).toMatch(/^990818 {2}QGIS: made .+, never used$/);
      expect((await tongxin('user sign-out uc.out')).out).toBe(
        'uc.out is signed out everywhere; sessions ended: 1, tokens revoked: 1.',
      );
      expect((await tongxin('user tokens uc.out')).out).toBe('uc.out has no tokens.');
      await browser.signIn('uc.out', 'correct horse');
      expect((await make()).status).toBe(200);
      await tongxin('user password uc.out --password-stdin', { input: 'another horse' });
      expect((await tongxin('user tokens uc.out --json')).out).toBe('[]');
    } finally {
      await auth.close();
    }
  });

  test.each([
    ['no user name', 'user add --county 990818 --role viewer', 'one user name'],
    ['no verb that exists', 'user remove uc.x', 'add, grant, withdraw, password'],
    ['a role that does not exist', `user add uc.x --county ${COUNTY} --role mayor`, 'mayor'],
    ['a county that is no county', 'user add uc.x --county lishu --role viewer', 'lishu'],
    ['a county that is not there', 'user add uc.x --county 999999 --role viewer', '999999'],
    [
      'a region that is not there',
      `user add uc.x --county ${COUNTY} --role desk --region 990818999`,
      'no region with the code 990818999',
    ],
    ...['admin', 'planner', 'approver', 'leader', 'viewer'].map((role): [string, string, string] => [
      `a region for a county-wide role: ${role}`,
      `user add uc.x --county ${COUNTY} --role ${role} --region 990818001`,
      `${role} is a role for the whole county and takes no region`,
    ]),
    ['a user name that will not do', `user add u/x ${ROLE}`, 'u/x'],
    ['a user name of the demo', `user add demo.boss ${ROLE}`, 'demo.'],
    ['a short password', `user add uc.x ${ROLE} --password-stdin`, '5 characters'],
    ['an option that belongs elsewhere', 'user disable uc.x --name 张三', '--name'],
    ['an account that is not there', 'user disable uc.nobody', 'uc.nobody'],
  ])('%s: one clear line, exit code 2, and nothing is done', async (_what, words, said) => {
    const { exit, out, err } = await tongxin(words, { input: 'short' });
    expect({ exit, out }).toEqual({ exit: 2, out: '' });
    expect(err).toContain(said);
    expect((await tongxin('user list')).out).not.toContain('uc.x');
  });

  test('a user name is given once', async () => {
    await tongxin(`user add uc.once ${ROLE}`);
    expect(await tongxin(`user add UC.Once ${ROLE}`)).toMatchObject({
      exit: 2,
      err: expect.stringContaining('uc.once'),
    });
  });
});

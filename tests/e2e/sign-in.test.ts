import { describe, expect, inject, test } from 'vitest';
import { usernameOf } from './support/people.ts';
import { useScreens } from './support/screen.ts';

describe('signing in', () => {
  const screen = useScreens();
  const isDemo = inject('databaseKind') === 'pglite';

  test.skipIf(!isDemo)('in the demo, nobody becomes the visitor without a click, and the map shows', async () => {
    const { shell, map } = await screen();
    await map.drawn();
    await expect.poll(() => shell.account.getAttribute('aria-label')).toContain('演示·访客');
  });

  test.skipIf(!isDemo)('in the demo, one click changes the role', async () => {
    const { page, shell } = await screen();
    await shell.account.click();
    await page.getByRole('button', { name: '规划员', exact: true }).click();
    await expect.poll(() => shell.account.getAttribute('aria-label')).toContain('演示·规划员');
    await expect.poll(shell.announced).toContain('规划员');
  });

  test('a user name and a password open the door, signing out closes it, and going back does not open it', async () => {
    const { page, shell, map } = await screen({ as: 'leader' });
    await map.drawn();
    await shell.signOut();
    await shell.signIn(usernameOf('planner'));
    await expect.poll(() => shell.account.getAttribute('aria-label')).toContain('测试·planner');
    await shell.signOut();
    expect((await page.request.get('/api/counties')).status()).toBe(401);
  });

  test('a wrong password is told as such and the user name stays', async () => {
    const { page, shell } = await screen({ as: 'viewer' });
    await shell.signOut();
    await shell.signIn(usernameOf('desk'), '不是这个密码');
    await expect.poll(() => page.getByRole('alert').textContent()).toContain('用户名或密码');
    expect(await page.getByLabel('用户名').inputValue()).toBe(usernameOf('desk'));
  });

  test('a session that was ended elsewhere leads back to the door', async () => {
    const { page, shell } = await screen({ as: 'approver' });
    await shell.tree.waitFor();
    await page.context().clearCookies();
    await shell.search.fill('社区');
    await shell.door.waitFor();
  });
});

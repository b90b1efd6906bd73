import { describe, expect, test } from 'vitest';
import { PHONE, type Screen, useScreens } from './support/screen.ts';

const OWN = '自己想的一个很长的密码';

describe('administration', () => {
  const screen = useScreens();
  let count = 0;
  const fresh = () => `e2e.new${Date.now().toString(36)}${++count}`;

  const people = ({ page }: Screen) => page.getByRole('region', { name: '人员与权限' });
  const dialog = ({ page }: Screen) => page.getByRole('dialog');

  /** The row of a user name, looked for as a person does who has many. */
  async function rowOf(at: Screen, username: string) {
    await people(at).getByLabel('找人').fill(username);
    return people(at).getByRole('button', { name: new RegExp(username) });
  }

  /** Adds somebody by the form. @returns the user name and the password that is shown once */
  async function add(at: Screen, name: string, role = '规划员'): Promise<{ username: string; password: string }> {
    const username = fresh();
    await people(at).getByRole('button', { name: '添加人员' }).click();
    const form = dialog(at);
    await form.getByLabel('姓名').fill(name);
    await form.getByLabel('用户名').fill(username);
    await form.getByLabel('角色').click();
    await at.page.getByTitle(role, { exact: true }).last().click();
    await form.getByRole('button', { name: '添加', exact: true }).click();
    const shown = form.getByRole('region', { name: '新密码，只显示这一次' });
    const password = (await shown.locator('dd').last().textContent()) ?? '';
    expect(password).toMatch(/^[a-z0-9]{20}$/);
    await form.getByRole('button', { name: '我已记下' }).click();
    await form.waitFor({ state: 'hidden' });
    return { username, password };
  }

  /** A window at the door, where somebody signs in with a password that was made. */
  async function enter(username: string, password: string): Promise<Screen> {
    const at = await screen({ as: 'viewer' });
    await at.shell.signOut();
    await at.shell.signIn(username, password);
    return at;
  }

  async function setOwn({ page }: Screen, given: string): Promise<void> {
    await page.getByRole('heading', { name: '请先设置自己的密码' }).waitFor();
    await page.getByLabel('管理员给的密码').fill(given);
    await page.getByLabel('新密码', { exact: true }).fill(OWN);
    await page.getByLabel('再输一遍新密码').fill(OWN);
    await page.getByRole('button', { name: '设置密码' }).click();
  }

  test('somebody is added, signs in, sets an own password and works until the account is disabled', async () => {
    const admin = await screen({ as: 'admin', at: '/?mode=admin' });
    const { username, password } = await add(admin, '新同事');
    const row = await rowOf(admin, username);
    await expect.poll(() => row.textContent()).toContain('待改密码');

    const person = await enter(username, password);
    await setOwn(person, password);
    await expect.poll(() => person.shell.account.getAttribute('aria-label')).toContain('新同事');
    await person.shell.tree.waitFor();

    await row.click();
    await dialog(admin).getByRole('button', { name: '停用账号' }).click();
    await admin.page.getByRole('button', { name: '继续' }).click();
    await expect.poll(() => dialog(admin).getByRole('button', { name: '重新启用' }).isVisible()).toBe(true);
    await person.shell.search.fill('社区');
    await person.shell.door.waitFor();
  });

  test('a forgotten password is made anew, and where somebody is signed in is seen and ended', async () => {
    const admin = await screen({ as: 'admin', at: '/?mode=admin' });
    const { username, password } = await add(admin, '健忘者', '访客');
    const person = await enter(username, password);
    await setOwn(person, password);
    await person.shell.tree.waitFor();

    await people(admin)
      .getByRole('button', { name: new RegExp(username) })
      .click();
    const sessions = dialog(admin).getByRole('list', { name: '登录着的地方' });
    await expect.poll(() => sessions.getByRole('listitem').count()).toBe(1);
    await dialog(admin).getByRole('button', { name: '重置密码' }).click();
    await admin.page.getByRole('button', { name: '继续' }).click();
    const made = await dialog(admin).locator('dd').last().textContent();
    expect(made).toMatch(/^[a-z0-9]{20}$/);
    await person.shell.search.fill('社区');
    await person.shell.door.waitFor();
    await person.shell.signIn(username, OWN);
    await expect.poll(() => person.page.getByRole('alert').textContent()).toContain('用户名或密码');
    await person.shell.signIn(username, made!);
    await person.page.getByRole('heading', { name: '请先设置自己的密码' }).waitFor();
  });

  test('a desk is given two communities', async () => {
    const admin = await screen({ as: 'admin', at: '/?mode=admin' });
    const { username } = await add(admin, '两社区', '访客');
    const communities = (await admin.shell.regions()).filter(({ kind, code }) => kind === 'community' && code);
    const row = await rowOf(admin, username);
    await row.click();
    for (const { name, code } of communities.slice(0, 2)) {
      await dialog(admin).getByRole('button', { name: '再给一个角色' }).click();
      await dialog(admin).getByLabel('角色', { exact: true }).click();
      await admin.page.getByTitle('责任部门', { exact: true }).last().click();
      await dialog(admin).getByLabel('负责的区域').fill(name);
      await admin.page.getByTitle(`${name} · 社区 ${code}`, { exact: true }).click();
      await dialog(admin).getByRole('button', { name: '给予' }).click();
      await dialog(admin).getByText(`责任部门（${name}）`).waitFor();
    }
    await admin.page.keyboard.press('Escape');
    const words = await row.textContent();
    for (const { name } of communities.slice(0, 2)) expect(words).toContain(name);
  });

  test('everybody changes the own password in the settings, and nobody else’s rights are shown there', async () => {
    const admin = await screen({ as: 'admin', at: '/?mode=admin' });
    const { username, password } = await add(admin, '自理者', '访客');
    const person = await enter(username, password);
    await setOwn(person, password);
    await person.shell.account.click();
    await person.page.getByRole('button', { name: '我的账号' }).click();
    const own = person.page.getByRole('region', { name: '我的账号' });
    await own.getByText('这台设备').waitFor();
    expect(await people(person).count()).toBe(0);
    await own.getByRole('button', { name: '修改密码' }).click();
    await person.page.getByLabel('现在的密码').fill('不是现在的密码');
    await person.page.getByLabel('新密码', { exact: true }).fill(`${OWN} 2`);
    await person.page.getByLabel('再输一遍新密码').fill(`${OWN} 2`);
    await person.page.getByRole('button', { name: '设置密码' }).click();
    await expect.poll(() => person.page.getByRole('alert').textContent()).toContain('现在的密码不对');
    await person.page.getByLabel('现在的密码').fill(OWN);
    await person.page.getByRole('button', { name: '设置密码' }).click();
    await expect.poll(person.shell.announced).toContain('密码已改');
  });

  test('three people come from a workbook, one of them signs in, and the audit log tells it all and is taken away', async () => {
    const admin = await screen({ as: 'admin', at: '/?mode=admin' });
    const usernames = [fresh(), fresh(), fresh()];
    const table = (second: string) => ({
      name: '新人.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from(
        `用户名,姓名,角色\n${usernames[0]},表一,访客\n${usernames[1]},表二,${second}\n${usernames[2]},表三,领导\n`,
      ),
    });
    await people(admin).getByRole('button', { name: '从表格添加' }).click();
    const chooser = dialog(admin).locator('input[type=file]');
    await chooser.setInputFiles(table('国王'));
    await dialog(admin).getByText('没有“国王”这种角色').waitFor();
    expect(await dialog(admin).getByRole('button', { name: /^添加/ }).isDisabled()).toBe(true);
    await chooser.setInputFiles(table('规划员'));
    await dialog(admin).getByText('3 人可以添加').waitFor();
    const [file] = await Promise.all([
      admin.page.waitForEvent('download'),
      dialog(admin).getByRole('button', { name: '添加 3 人' }).click(),
    ]);
    const { default: excel } = await import('exceljs');
    const book = new excel.Workbook();
    await book.xlsx.readFile(await file.path());
    const [, username, name, , , password] = book.worksheets[0]!.getRow(3).values as string[];
    expect([username, name]).toEqual([usernames[1], '表二']);
    await dialog(admin).getByRole('button', { name: '关闭' }).last().click();

    const person = await enter(username!, password!);
    await setOwn(person, password!);
    await person.shell.tree.waitFor();

    await admin.page.getByRole('tab', { name: '审计' }).click();
    await admin.page.getByRole('button', { name: '查看审计记录' }).click();
    const log = dialog(admin);
    await log.getByLabel('对象').fill(username!);
    await log.getByLabel('对象').press('Enter');
    const actions = log.getByRole('row').locator('td:nth-child(3)');
    await expect.poll(() => actions.allTextContents()).toEqual(['修改密码', '登录', '添加账号', '给予角色']);
    const [saved] = await Promise.all([
      admin.page.waitForEvent('download'),
      log.getByRole('button', { name: '导出 CSV' }).click(),
    ]);
    expect(saved.suggestedFilename()).toBe('审计记录_220322.csv');
  });

  test('holidays are as published, and a day of the county’s own is added to a year', async () => {
    const { page, shell } = await screen({ as: 'admin', at: '/?mode=admin&tab=holidays' });
    const section = page.getByRole('region', { name: '节假日' });
    await section.getByText('33 天放假，6 天调休上班').waitFor();
    await section.getByLabel('年份').click();
    await page.getByTitle('2027', { exact: true }).click();
    await section.getByText('还没有 2027 年的安排').waitFor();
    await section.getByRole('button', { name: '修改' }).click();
    const form = page.getByRole('dialog');
    await form.locator('input[type=file]').setInputFiles({
      name: '节假日.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from('日期,类型,名称\n2027-01-01,放假,元旦\n2026-01-02,放假,元旦\n'),
    });
    await form.getByText('第 3 行：').waitFor();
    await form.getByRole('button', { name: '加一天' }).click();
    await form.getByLabel('日期').last().fill('2027-05-01');
    await form.getByLabel('名称').last().fill('劳动节');
    await form.getByLabel('依据').fill('县政府通知');
    await expect.poll(shell.faults).toEqual([]);
    await form.getByRole('button', { name: '保存' }).click();
    await section.getByText('2 天放假，0 天调休上班').waitFor();
  });

  for (const [name, size] of [
    ['a desk', undefined],
    ['a phone', PHONE],
  ] as const)
    test(`the people and one of them have no fault against accessibility on ${name}`, async () => {
      const admin = await screen({ as: 'admin', at: '/?mode=admin', ...(size && { size }) });
      await people(admin).waitFor();
      if (size) await admin.page.getByRole('button', { name: '展开', exact: true }).first().click();
      await expect.poll(admin.shell.faults).toEqual([]);
      await (await rowOf(admin, 'e2e.viewer')).click();
      await dialog(admin).getByText('登录着的地方').first().waitFor();
      await expect.poll(admin.shell.faults).toEqual([]);
    });
});

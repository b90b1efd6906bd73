import { describe, expect, test } from 'vitest';
import { DESK, PHONE, useScreens } from './support/screen.ts';

describe.each([
  ['a desk, light', { size: DESK, dark: false }],
  ['a desk, dark', { size: DESK, dark: true }],
  ['a phone, light', { size: PHONE, dark: false }],
  ['a phone, dark', { size: PHONE, dark: true }],
])('on %s, axe finds nothing serious', (_what, look) => {
  const screen = useScreens();

  test('on the map, with a region opened', async () => {
    const { shell, map } = await screen({ as: 'admin', ...look });
    await map.drawn();
    expect(await shell.seriousFaults()).toEqual([]);
    const [community] = (await shell.regions()).filter(({ kind }) => kind === 'community');
    const opened = await screen({ as: 'admin', at: `/?county=220322&select=region:${community!.id}`, ...look });
    await opened.shell.inspector.waitFor();
    expect(await opened.shell.seriousFaults()).toEqual([]);
  });

  test('at the door', async () => {
    const { shell } = await screen({ as: 'viewer', ...look });
    await shell.account.waitFor();
    await shell.signOut();
    expect(await shell.seriousFaults()).toEqual([]);
  });
});

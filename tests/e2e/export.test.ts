import { randomInt, randomUUID } from 'node:crypto';
import type { FeatureCollection } from 'geojson';
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { type Plan, type PlanDocument, plan as planSchema } from '../../api/contract/plans.ts';
import { exportDriver } from './drivers/export.ts';
import { COUNTY } from './support/people.ts';
import { PHONE, useScreens } from './support/screen.ts';

const API = `/api/counties/${COUNTY}`;

/** A plan in which half of the grids of the largest community become one of their own. */
async function drawnPlan({ request }: Page, title: string): Promise<Plan> {
  const begun = await request.post(`${API}/plans`, { data: { title, level: 'community' } });
  const plan = planSchema.parse(await begun.json());
  const { base } = (await (await request.get(`${API}/plans/${plan.id}/document`)).json()) as PlanDocument;
  const gridsOf = (community: number) =>
    base.regions.filter(({ kind, parent }) => kind === 'grid' && parent === community);
  const communities = base.regions.filter(({ kind }) => kind === 'community');
  const [largest] = communities.toSorted((a, b) => gridsOf(b.id).length - gridsOf(a.id).length);
  const grids = gridsOf(largest!.id);
  const half = new Set(grids.slice(0, Math.ceil(grids.length / 2)).map(({ id }) => id));
  const blocks = base.assignment.block.filter((_, i) => half.has(base.assignment.region[i]!));
  const part = { id: randomInt(2 ** 40, 2 ** 47), name: '新城社区', nameEn: 'New Town', hue: 5, blocks };
  const step = {
    id: randomUUID(),
    label: { key: 'split', values: { name: largest!.name, to: part.name } },
    edits: [{ kind: 'split-region', region: largest!.id, parts: [part] }],
  };
  const drawn = await request.post(`${API}/plans/${plan.id}/steps`, { data: { baseVersion: 0, steps: [step] } });
  expect(drawn.status(), await drawn.text()).toBe(200);
  return plan;
}

/** The one picture of a PDF, which stands in it as it is. */
const jpegIn = (pdf: Buffer): Buffer =>
  pdf.subarray(pdf.indexOf('ffd8ff', 0, 'hex'), pdf.indexOf('endstream', pdf.indexOf('ffd8ff', 0, 'hex')));

describe('taking away', () => {
  const screen = useScreens();

  test('a planner exports a plan as GeoJSON with the keyboard, and puts it up as PNG and PDF', async () => {
    const { page, shell } = await screen({ as: 'planner' });
    const plan = await drawnPlan(page, '城区/重划');
    await page.goto(`/?county=${COUNTY}&mode=plan&plan=${plan.id}`);
    const take = exportDriver(page);

    await take.openByKeyboard('导出');
    await take.level('社区');
    const { name, bytes } = await take.saved(/^导\s?出$/);
    expect(name).toMatch(/^梨树县-城区 重划-社区-\d{4}-\d\d-\d\d\.geojson$/);
    await expect.poll(take.told).toContain(`已保存 ${name}`);
    const { features } = JSON.parse(bytes.toString()) as FeatureCollection;
    expect(features.map(({ properties }) => properties!.name)).toContain('新城社区');
    expect(new Set(features.map(({ properties }) => properties!.kind))).toEqual(new Set(['community']));
    await take.format('变更清单');
    const list = await take.saved(/^导\s?出$/);
    expect([list.name, list.bytes.subarray(0, 2).toString()]).toEqual([
      expect.stringMatching(/变更清单.*\.xlsx$/),
      'PK',
    ]);
    await take.close();

    await take.open('公示图');
    await take.sheetDrawn();
    expect(await shell.faults()).toEqual([]);
    expect(await take.sheet.getAttribute('aria-label')).toContain('新设 1 个：新城社区');
    const behind = await take.dialog.getByRole('img', { name: /^各社区户数、人数/ }).getAttribute('aria-label');
    expect(behind).toMatch(/^各社区户数、人数\n新城社区 新设 — [\d,]+ [\d,]+\n/);
    expect(behind).toMatch(/\n全部变动（1）\n.+ 新城社区 \d+ /);
    await take.dialog.getByLabel('落款').fill('梨树县人民政府');
    await take.sheetDrawn();
    const png = await take.saved('保存 PNG');
    expect(png.name).toMatch(/^梨树县-城区 重划-公示图-\d{4}-\d\d-\d\d\.png$/);
    const picture = await take.pixelsOf(png.bytes, 'image/png', [0xffffff, 0x6a3fd0, 0x3e4b5e]);
    expect(picture).toMatchObject({ width: 3307, height: 2339 }); // A3 across at 200 dpi
    expect(picture.colours).toBeGreaterThan(100);
    const [white, hatch, borders] = picture.shares;
    expect(white).toBeLessThan(0.9);
    expect(hatch).toBeGreaterThan(0.001);
    expect(borders).toBeGreaterThan(0.001);

    const pdf = await take.saved('保存 PDF');
    expect(pdf.name).toBe(png.name.replace('.png', '.pdf'));
    const text = pdf.bytes.toString('latin1');
    expect(text.slice(0, 5)).toBe('%PDF-');
    expect(text).toMatch(/\/MediaBox \[0 0 1190\.55\d* 841\.8\d*\]/);
    expect(text.match(/\/Type \/Page\b(?!s)/g)).toHaveLength(2); // households of each region and all moves stand behind the sheet
    const inside = await take.pixelsOf(jpegIn(pdf.bytes), 'image/jpeg', [0xffffff]);
    expect(inside).toMatchObject({ width: 3307, height: 2339 });
    expect(Math.abs(inside.shares[0]! - white!)).toBeLessThan(0.02); // the sheet that the PNG has
  });

  test('whoever sees the county takes the division in force, and is told what a Shapefile holds', async () => {
    const { page } = await screen({ as: 'leader', at: `/?county=${COUNTY}&mode=plan` });
    const take = exportDriver(page);
    await take.open('导出');
    await take.format('Shapefile');
    await take.format('GBK');
    const { name, bytes } = await take.saved(/^导\s?出$/);
    expect(name).toMatch(/^梨树县-.*-GBK-.*\.zip$/);
    expect(bytes.subarray(0, 2).toString()).toBe('PK');
    await expect.poll(take.told).toContain('已保存');
    expect(await take.panel.getByRole('button', { name: '公示图' }).count()).toBe(0);
  });

  test('a refusal is told in the dialog, and the next attempt may succeed', async () => {
    const { page } = await screen({ as: 'planner', at: `/?county=${COUNTY}&mode=plan` });
    const take = exportDriver(page);
    await take.open('导出');
    const cookies = await page.context().cookies();
    await page.context().clearCookies();
    await take.dialog.getByRole('button', { name: /^导\s?出$/ }).click();
    await take.dialog.getByRole('alert').getByText(/登录/).waitFor();
    await page.context().addCookies(cookies);
    expect((await take.saved(/^导\s?出$/)).name).toMatch(/\.geojson$/);
    expect(await take.dialog.getByRole('alert').count()).toBe(0);
  });

  test('on a phone the dialogs fit the width', async () => {
    const { page, shell } = await screen({ as: 'planner', size: PHONE });
    const plan = await drawnPlan(page, '手机上看');
    await page.goto(`/?county=${COUNTY}&mode=plan&plan=${plan.id}`);
    const take = exportDriver(page);
    await take.open('公示图');
    await take.sheetDrawn();
    await take.dialog.getByRole('button', { name: '保存 PDF' }).waitFor();
    expect(await shell.fitsWidth()).toBe(true);
  });
});

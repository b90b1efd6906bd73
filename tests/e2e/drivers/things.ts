import { booleanPointInPolygon, distance } from '@turf/turf';
import type { MultiPolygon, Polygon } from 'geojson';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { type Region, regionList } from '../../../api/contract/counties.ts';
import { changesDone, type ThingRecord, thingRecord } from '../../../api/contract/thing-edits.ts';
import { inspection } from '../../../api/contract/things.ts';
import { COUNTY } from '../support/people.ts';

type Place = readonly [lng: number, lat: number];

/** What a person does with single things, by the names that a screen reader says (in Chinese). */
export function thingDriver(page: Page) {
  const form = page.getByRole('region', { name: /^(新增|修改)(楼栋|小区|阵地|驻区单位|党组织)$/ });
  const openList = page.locator('.ant-select-dropdown:visible');
  const api = (path: string) => `/api/counties/${COUNTY}/${path}`;
  const ask = async (path: string): Promise<unknown> => {
    const response = await page.request.get(api(path));
    expect(response.status()).toBe(200);
    return response.json();
  };
  const regions = async (): Promise<Region[]> => regionList.parse(await ask('regions')).regions;

  return {
    form,
    note: page.getByRole('region', { name: '刚才的修改' }),
    drawing: page.getByRole('region', { name: '在地图上画' }),
    open: async (at: Place, zoom: number, more = '') => {
      await page.goto(`/?county=${COUNTY}&at=${at[1]},${at[0]},${zoom}z${more}`);
    },
    /** Fills in a field by its label; the required ones have a star. */
    fill: (label: string, value: string) => form.getByLabel(label, { exact: true }).fill(value),
    pick: async (label: string, option: string) => {
      await form.getByLabel(label, { exact: true }).click();
      await openList.getByTitle(option, { exact: true }).click();
      await openList.waitFor({ state: 'detached' });
    },
    record: async (layer: string, id: number): Promise<ThingRecord> =>
      thingRecord.parse(await ask(`things/${layer}/${id}/record`)),
    /** Makes a thing without the form; whoever does clears it afterwards. @returns its id */
    make: async (layer: string, fields: object): Promise<number> => {
      const headers = { origin: new URL(page.url()).origin };
      const response = await page.request.post(api(`things/${layer}`), { data: { fields }, headers });
      expect(response.status()).toBe(201);
      return changesDone.parse(await response.json()).changes[0]!.thing;
    },
    /** Takes a thing out of use without a word, so that it is in nobody's way afterwards. */
    clear: async (layer: string, id: number) => {
      const { version } = thingRecord.parse(await ask(`things/${layer}/${id}/record`));
      const headers = { origin: new URL(page.url()).origin };
      const response = await page.request.post(api(`things/${layer}/${id}/retire`), { data: { version }, headers });
      expect(response.status()).toBe(200);
    },
    /** Households of regions, as everybody reads them. */
    households: async (...ids: number[]): Promise<number[]> => {
      const all = await regions();
      return ids.map((id) => all.find((region) => region.id === id)!.households);
    },
    /** Two grids and a place in each, some 35 m from their common border. */
    acrossBorder: async () => {
      const grids = (await regions()).filter(({ kind }) => kind === 'grid').slice(0, 24);
      const outlines = new Map<number, Polygon | MultiPolygon>();
      const outlineOf = async ({ id }: Region) => {
        const known = outlines.get(id) ?? (inspection.parse(await ask(`regions/${id}`)).geometry as Polygon);
        outlines.set(id, known);
        return known;
      };
      const pairs = grids
        .flatMap((a, i) => grids.slice(i + 1).map((b) => ({ a, b, km: distance([...a.label], [...b.label]) })))
        .sort((one, other) => one.km - other.km);
      for (const { a, b, km } of pairs) {
        const [inA, inB] = [await outlineOf(a), await outlineOf(b)];
        const at = (share: number): [number, number] => [
          a.label[0] + (b.label[0] - a.label[0]) * share,
          a.label[1] + (b.label[1] - a.label[1]) * share,
        ];
        const steps = Math.ceil(km * 200); // 5 m each
        const leaves = Array.from({ length: steps }, (_, i) => i).find(
          (i) => !booleanPointInPolygon(at(i / steps), inA),
        );
        if (leaves === undefined) continue;
        const [here, there] = [at((leaves - 7) / steps), at((leaves + 7) / steps)];
        if (booleanPointInPolygon(here, inA) && booleanPointInPolygon(there, inB)) return { a, b, here, there };
      }
      throw new Error('no two grids of the county lie side by side');
    },
  };
}

/** Corners of a square round a place. */
export const squareAround = ([lng, lat]: Place, halfM: number): [number, number][] => {
  const [x, y] = [halfM / (111_320 * Math.cos((lat * Math.PI) / 180)), halfM / 110_540];
  return [
    [lng - x, lat - y],
    [lng + x, lat - y],
    [lng + x, lat + y],
    [lng - x, lat + y],
  ];
};

import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { importSettings } from '../../../api/contract/imports.ts';
import type { ScopedDatabase } from '../../../api/db/database.ts';
import { insertBatch } from '../../../api/db/imports.ts';
import { sql } from '../../../api/db/sql.ts';
import * as imports from '../../../api/services/imports/imports.ts';
import { eachDatabase } from '../../support/databases.ts';
import { folderWith } from '../../support/run-command.ts';
import { communities, feature, rectangle } from '../../support/small-files.ts';
import { insertTinyCounty } from '../../support/tiny-county.ts';
import type { Visitor } from '../../support/visitor.ts';
import { openApp, type WholeApp } from '../../support/whole-app.ts';

const HOME = '992182';
const OTHER = '992183';
const NOWHERE = '992184';
const ROADS = {
  type: 'FeatureCollection',
  features: [{ ...feature(null), geometry: { type: 'LineString', coordinates: rectangleLine() } }],
};

function rectangleLine() {
  const area = rectangle(0, 0, 1, 1);
  return area.type === 'Polygon' ? area.coordinates[0]! : [];
}

eachDatabase('who may import', (get) => {
  const folder = folderWith({ 'roads.geojson': ROADS, 'communities.geojson': communities });
  let whole: WholeApp;
  beforeAll(async () => {
    whole = await openApp(get());
    await insertTinyCounty(get(), HOME);
    await insertTinyCounty(get(), OTHER);
  });
  afterAll(() => whole.close());

  const idOf = async (who: Visitor): Promise<string> =>
    ((await (await who.get('/api/session')).json()) as { account: { id: string } }).account.id;
  const roadsOf = async (county: string): Promise<number> =>
    (
      await get()
        .as({ county, role: 'admin' })
        .query<{ n: number }>(sql`select count(*)::int as n from road where county = ${county}`)
    ).rows[0]!.n;

  /** A preview of that file, sent by the account. */
  async function preview(db: ScopedDatabase, file: string, settings: object): Promise<string> {
    const id = await imports.openBatch(db, file, importSettings.parse(settings));
    await imports.readIntoBatch(db, id, `${folder}/${file}`);
    return id;
  }
  const withoutCreator = { creator: null, onLeftOver: () => {} };

  test('an administrator of one region of a county is none for imports, there or into a county that is not there', async () => {
    const admin = await whole.somebody(HOME, 'admin');
    await get()
      .owner.pool('tongxin')
      .query('update account_grant set region = 1 where county = $1 and account = $2', [HOME, await idOf(admin)]);
    whole.auth.forgetAccount(await idOf(admin));
    for (const county of [HOME, OTHER, NOWHERE]) {
      const answer = await admin.get(`/api/counties/${county}/imports`);
      expect([county, answer.status]).toEqual([county, 403]);
    }
  });

  test('a grant that was withdrawn after the preview is asked for once more when the import lands', async () => {
    const admin = await whole.somebody(HOME, 'admin');
    const account = await idOf(admin);
    const db = get().as({ county: HOME, role: 'admin', account });
    const id = await preview(db, 'roads.geojson', { target: 'roads', mode: 'add' });
    const before = await roadsOf(HOME);
    await get()
      .owner.pool('tongxin')
      .query('delete from account_grant where county = $1 and account = $2', [HOME, account]);
    await expect(imports.landBatch(db, id, withoutCreator)).rejects.toMatchObject({
      type: 'forbidden',
      message: expect.stringContaining('does not administer it; nothing was changed'),
    });
    expect(await roadsOf(HOME)).toBe(before);
    expect(await imports.readReport(db, id)).toMatchObject({ status: 'preview' });
  });

  describe('an administrator of another county', () => {
    let stranger: Visitor;
    let id: string;
    beforeAll(async () => {
      stranger = await whole.somebody(OTHER, 'admin');
      id = randomUUID();
      await insertBatch(get().as({ county: HOME, role: 'admin' }), HOME, {
        ...{ id, fileName: '甲县的楼.geojson', account: null },
        settings: importSettings.parse({ target: 'buildings' }),
      });
    });

    test.each([
      ['GET', ''],
      ['POST', '?name=x&settings=%7B%22target%22%3A%22roads%22%7D'],
      ['GET', '/ID'],
      ['GET', '/ID/preview'],
      ['PUT', '/ID'],
      ['POST', '/ID/switch'],
      ['DELETE', '/ID'],
    ])('is refused %s /imports%s, and learns nothing', async (method, path) => {
      const address = `/api/counties/${HOME}/imports${path.replace('ID', id)}`;
      const body = method === 'PUT' ? { target: 'roads' } : undefined;
      const answer = await stranger.send(method, address, body);
      expect(answer.status).toBe(403);
      expect(await answer.text()).not.toContain('甲县的楼');
      const own = await stranger.send(method, address.replace(HOME, OTHER), body);
      if (path.includes('ID')) expect(own.status).toBe(404);
      expect(await own.text()).not.toContain('甲县的楼');
    });

    test('does not change what waits there', async () => {
      const { rows } = await get()
        .as({ county: HOME, role: 'admin' })
        .query(sql`select status, target from import_batch where id = ${id}::uuid`);
      expect(rows).toEqual([{ status: 'reading', target: 'buildings' }]);
    });
  });
});

import { readFileSync } from 'node:fs';
import { unzipSync } from 'fflate';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { EXPORT_LAYERS, LAYER_COLUMNS, LAYER_FORMATS } from '../../../api/contract/layer-exports.ts';
import { sql } from '../../../api/db/sql.ts';
import { openFile } from '../../../api/formats/open-file.ts';
import { loadThings } from '../../../api/services/load-things.ts';
import { eachDatabase } from '../../support/databases.ts';
import { drain } from '../../support/drain.ts';
import { scratchDirectory } from '../../support/scratch.ts';
import { type SmallTown, smallTown } from '../../support/small-town.ts';
import { exportEnded, takeLayer } from '../../support/take-layer.ts';
import type { Visitor } from '../../support/visitor.ts';
import { openApp, type WholeApp } from '../../support/whole-app.ts';

const HOME = '990872';
const ELSEWHERE = '990873';
/** Nothing else in the town has such a number. */
const CANARY = 7_654_321;

eachDatabase('what is in no file', (get) => {
  let whole: WholeApp;
  let town: SmallTown;
  let admin: Visitor;
  const folder = scratchDirectory('taken');

  beforeAll(async () => {
    town = await smallTown(get(), HOME);
    await smallTown(get(), ELSEWHERE, '外');
    const { rows } = await town.db.query<{ fabric: number }>(
      sql`select fabric from division where id = ${town.division}`,
    );
    const where = { fabric: rows[0]!.fabric, block: town.blocks[0]! };
    for (const subject of ['member', 'check_in', 'check_in_due'] as const)
      await loadThings(town.db, 'tally', [{ subject, class: '', period: '2025', n: CANARY, ...where }]);
    // a party organization may carry what nobody outside should see
    await town.db.query(sql`update party_org set data = ${JSON.stringify({ members: CANARY })}::jsonb`);
    await town.db.query(sql`
      insert into published_figure (county, id, value, unit, name, source) values (${HOME}, 'x', ${CANARY}, '人', '党员', '公报')`);
    whole = await openApp(get());
    admin = await whole.somebody(HOME, 'admin');
  });
  afterAll(() => whole?.close());

  test('no layer has a column of members', () => {
    const names = Object.values(LAYER_COLUMNS).flatMap((columns) => columns.map(({ name }) => name));
    expect(names.filter((name) => /member|tally|check_in|cell|data$/.test(name))).toEqual([]);
  });

  test('no file of any layer in any format has a count of members, nor a thing of another county', async () => {
    for (const layer of EXPORT_LAYERS)
      for (const format of LAYER_FORMATS) {
        const { path, bytes } = await takeLayer(admin, HOME, folder, { layer, format });
        const opened =
          bytes.subarray(0, 2).toString() === 'PK' ? Object.values(unzipSync(readFileSync(path))) : [bytes];
        const texts = opened.map((part) => Buffer.from(part).toString('utf8'));
        const { rows } = await drain((await openFile(path))());
        texts.push(JSON.stringify(rows.map(({ feature }) => feature)));
        for (const text of texts) {
          expect(text.includes(String(CANARY)), `${layer} ${format}`).toBe(false);
          expect(text.includes('外'), `${layer} ${format}`).toBe(false);
        }
      }
  });

  test('what was retired, or is being staged, is in none', async () => {
    const { rows } = await town.db.query<{ version: number }>(
      sql`select version from building where id = ${town.buildings[0]}`,
    );
    const retire = { action: 'retire', layer: 'building', id: town.buildings[0], version: rows[0]!.version };
    const done = await admin.post(`/api/counties/${HOME}/thing-changes`, { changes: [retire] });
    expect(done.status, await done.clone().text()).toBe(200);
    const { bytes } = await takeLayer(admin, HOME, folder, { layer: 'building', format: 'csv', columns: ['id'] });
    const ids = bytes
      .toString()
      .split('\r\n')
      .slice(1, -1)
      .map((line) => Number(line.split(',')[0]));
    expect(ids).toEqual(town.buildings.slice(1));
  });

  test('who took what stands in the audit log, also from the command line', async () => {
    const viewer = await whole.somebody(HOME);
    await takeLayer(viewer, HOME, folder, { layer: 'road', format: 'csv', ids: town.roads });
    const { rows } = await town.db.query(sql`
      select role, action, object, detail from audit where action = 'layer.export' and object = 'road' order by id desc limit 1`);
    expect(rows).toEqual([
      {
        ...{ role: 'viewer', action: 'layer.export', object: 'road' },
        detail: { layer: 'road', format: 'csv', crs: 'EPSG:4326', encoding: 'utf-8', ids: 3 },
      },
    ]);
  });

  test('a file is its asker’s alone: not another person’s, not the administrator’s, nor anybody’s who is not signed in', async () => {
    const viewer = await whole.somebody(HOME);
    const begun = await viewer.post(`/api/counties/${HOME}/exports`, { layer: 'site', format: 'csv' });
    const { id } = (await begun.json()) as { id: string };
    await exportEnded(viewer, HOME, id);
    const address = `/api/counties/${HOME}/exports/${id}`;
    for (const path of [address, `${address}/file`]) expect((await admin.get(path)).status).toBe(404);
    expect((await admin.delete(address)).status).toBe(404);
    expect(
      ((await (await admin.get(`/api/counties/${HOME}/exports`)).json()) as { exports: unknown[] }).exports,
    ).toEqual([]);
    const stranger = await whole.somebody(ELSEWHERE, 'admin');
    expect((await stranger.get(`${address}/file`)).status).toBe(403);
    expect((await stranger.post(`/api/counties/${HOME}/exports`, { layer: 'site', format: 'csv' })).status).toBe(403);
    expect((await whole.app.request(`${address}/file`)).status).toBe(401);
    expect((await viewer.get(`${address}/file`)).status).toBe(200);
  });
});

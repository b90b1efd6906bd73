import { randomUUID } from 'node:crypto';
import { beforeAll, expect, test } from 'vitest';
import { switchDivision } from '../../../api/db/divisions.ts';
import { moveBatch } from '../../../api/db/imports.ts';
import type { OpenedDatabase } from '../../../api/db/open.ts';
import { endInterrupted } from '../../../api/services/imports/imports.ts';
import { type DivisionInput, stageDivision } from '../../../api/services/install-division.ts';
import { chequeredFabric } from '../../support/chequered-fabric.ts';
import { eachDatabase } from '../../support/databases.ts';
import { folderWith, run } from '../../support/run-command.ts';
import { communities } from '../../support/small-files.ts';

const COUNTY = '992171';
const NEIGHBOUR = '992172';
const folder = folderWith({ 'communities.geojson': communities });

eachDatabase('an import beside other work', (get) => {
  const as = (county: string) => get().as({ county, role: 'admin' });
  const importInto = (database: OpenedDatabase, county: string, ...more: string[]) =>
    run(database, folder, 'import', 'communities.geojson', '--as', 'regions', '--county', county, ...more);
  const rows = async <T>(county: string, text: string): Promise<T[]> =>
    (await as(county).query<T>({ text, values: [] })).rows;

  beforeAll(async () => {
    for (const [county, name] of [
      [COUNTY, '甲县'],
      [NEIGHBOUR, '乙县'],
    ] as const)
      expect((await importInto(get(), county, '--name', name)).code).toBe(0);
  });

  const planned = (more: Partial<DivisionInput> = {}): DivisionInput => ({
    name: '方案',
    validFrom: '2031-01-01',
    fabric: chequeredFabric(1, 1),
    regions: [{ key: 's', kind: 'street', parent: null, code: null, name: '某街道' }],
    assignment: ['s'],
    ...more,
  });

  test('leaves alone what something else is staging, and takes away what imports that are over have staged', async () => {
    const other = await stageDivision(as(NEIGHBOUR), planned());
    const over = await stageDivision(as(NEIGHBOUR), planned({ stagedBy: randomUUID() }));
    await endInterrupted(get(), { alone: true });
    const left = await rows<{ id: number }>(NEIGHBOUR, 'select id from division where valid is null');
    expect(left.map(({ id }) => id)).toEqual([other.division]);
    const fabrics = (await rows<{ id: number }>(NEIGHBOUR, 'select id from fabric')).map(({ id }) => id);
    expect(fabrics).toContain(other.fabric);
    expect(fabrics).not.toContain(over.fabric);
  });

  test('what cannot be done in one county after an import stops no start and no import of another', async () => {
    const batch = randomUUID();
    await as(NEIGHBOUR).query({
      text: `insert into import_batch (county, id, target, file_name, status) values ($1, $2, 'buildings', 'f', 'done')`,
      values: [NEIGHBOUR, batch],
    });
    await as(NEIGHBOUR).query({
      text: `insert into due_change (county, import, thing, thing_id, data) values ($1, $2, 'building', 1, '{"floors":"five"}')`,
      values: [NEIGHBOUR, batch],
    });
    await as(NEIGHBOUR).query({
      text: `insert into building (county, id, load, geom, inner_point) values ($1, 1, 0, st_geomfromtext($2, 4326), st_geomfromtext($3, 4326))`,
      values: [
        NEIGHBOUR,
        'MULTIPOLYGON(((124.3 43.3, 124.301 43.3, 124.301 43.301, 124.3 43.3)))',
        'POINT(124.3008 43.3005)',
      ],
    });
    try {
      const told: [unknown, readonly string[]][] = [];
      await endInterrupted(get(), { alone: true, onUnsettled: (...why) => told.push(why) });
      expect(told).toEqual([[expect.objectContaining({ code: '22P02' }), expect.arrayContaining([NEIGHBOUR])]]);
      const imported = await importInto(get(), COUNTY);
      expect(imported.code).toBe(0);
      expect(imported.err).toContain(NEIGHBOUR);
    } finally {
      await as(NEIGHBOUR).query({ text: 'delete from due_change where county = $1', values: [NEIGHBOUR] });
      await as(NEIGHBOUR).query({ text: 'delete from building where county = $1 and id = 1', values: [NEIGHBOUR] });
      await as(NEIGHBOUR).query({ text: 'delete from import_batch where id = $1', values: [batch] });
    }
    await endInterrupted(get(), { alone: true, onUnsettled: (error) => expect.fail(String(error)) });
  });

  test('a division that is gone cannot be put in force', async () => {
    await expect(as(COUNTY).transaction((tx) => switchDivision(tx, COUNTY, 1_000_000, '2031-01-01'))).rejects.toThrow(
      /no division 1000000/,
    );
  });

  test('a fabric that a tally names stays, and the import that replaces its division succeeds', async () => {
    const [ground] = await rows<{ fabric: number; block: number }>(
      COUNTY,
      'select fabric, min(id) as block from block group by fabric',
    );
    await as(COUNTY).query({
      text: `insert into tally (county, subject, period, fabric, block, n) values ($1, 'member', '2026', $2, $3, 5)`,
      values: [COUNTY, ground!.fabric, ground!.block],
    });
    const { code } = await importInto(get(), COUNTY);
    expect(code).toBe(0);
    expect(await rows(COUNTY, 'select id from division')).toHaveLength(1);
    expect((await rows<{ id: number }>(COUNTY, 'select id from fabric')).map(({ id }) => id)).toContain(ground!.fabric);
  });

  test('a name given for a county that stands does not rename it', async () => {
    expect((await importInto(get(), COUNTY, '--name', '别名')).code).toBe(0);
    expect(await rows(COUNTY, 'select name from county where staged_by is null')).toContainEqual({ name: '甲县' });
  });

  test('two imports of a county are not written at once', async () => {
    const ids = [randomUUID(), randomUUID()];
    for (const id of ids)
      await as(COUNTY).query({
        text: `insert into import_batch (county, id, target, file_name, status) values ($1, $2, 'regions', 'f', 'preview')`,
        values: [COUNTY, id],
      });
    expect(await moveBatch(as(COUNTY), COUNTY, ids[0]!, ['preview'], 'switching')).toBe(true);
    await expect(moveBatch(as(COUNTY), COUNTY, ids[1]!, ['preview'], 'switching')).rejects.toMatchObject({
      constraint: 'import_batch_one_switching',
    });
    await endInterrupted(get(), { alone: true });
  });
});

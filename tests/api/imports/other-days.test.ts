import { expect, test } from 'vitest';
import { installDivision } from '../../../api/services/install-division.ts';
import { chequeredFabric } from '../../support/chequered-fabric.ts';
import { eachDatabase } from '../../support/databases.ts';
import { folderWith, run } from '../../support/run-command.ts';
import { at, buildings, communities } from '../../support/small-files.ts';

const COUNTY = '992173';
const folder = folderWith({ 'communities.geojson': communities, 'buildings.geojson': buildings });

eachDatabase('what an import brings, in the divisions of other days', (get) => {
  const db = () => get().as({ county: COUNTY, role: 'admin' });
  const bring = async (...words: string[]): Promise<void> => {
    const { code, err } = await run(get(), folder, 'import', ...words, '--county', COUNTY, '--faults', 'mend');
    expect(code, String(err)).toBe(0);
  };
  const byDivision = async () =>
    (
      await db().query<{ validFrom: string; buildings: number; located: number }>({
        text: `select lower(valid)::text as "validFrom",
                      (select buildings from region_version
                        where region_version.division = division.id and kind = 'county') as buildings,
                      (select count(*)::int from (
                         select distinct on (member) block
                           from located cross join generate_series(located.id, located.id + more) member
                          where thing = 'building'
                            and from_seq <= (select seq from fabric where fabric.id = division.fabric)
                          order by member, from_seq desc, more) as place
                        where block in (select id from block where block.fabric = division.fabric)) as located
                 from division where valid is not null order by valid`,
        values: [],
      })
    ).rows.map(({ buildings, located }) => [buildings, located]);

  test('is located and counted there, also when it replaces what was there, and when a division is replaced', async () => {
    await bring('communities.geojson', '--as', 'regions', '--name', '某县', '--valid-from', '2020-01-01');
    await installDivision(db(), {
      ...{ name: '以后', validFrom: '2090-01-01', assignment: ['s'] },
      fabric: chequeredFabric(1, 1, { sideM: 150, centre: at(0.5, 0.5), firstId: 1 }),
      regions: [{ key: 's', kind: 'street', parent: null, code: null, name: '某街道' }],
    });
    await bring('buildings.geojson', '--as', 'buildings');
    const once = await byDivision();
    expect(once).toEqual([
      [5, 5],
      [1, 1],
    ]);
    await bring('buildings.geojson', '--as', 'buildings', '--mode', 'replace');
    expect(await byDivision()).toEqual(once);
    await bring('communities.geojson', '--as', 'regions', '--valid-from', '2020-01-01');
    expect(await byDivision()).toEqual(once);
  });
});

import { expect, test } from 'vitest';
import { eachDatabase } from '../../support/databases.ts';
import { folderWith, run } from '../../support/run-command.ts';
import { collection, communities, feature, rectangle } from '../../support/small-files.ts';

const COUNTY = '992174';
const folder = folderWith({
  'communities.geojson': communities,
  'buildings.geojson': collection([
    feature(rectangle(1, 1, 1.2, 1.2), { building: 'house', id: 'a', households: 40 }),
    feature(rectangle(2, 1, 2.2, 1.2), { building: 'house', id: 'b', households: 10 }),
    feature(rectangle(7, 7, 7.2, 7.2), { building: 'house', id: 'c' }),
  ]),
});

eachDatabase('households that are counted in buildings', (get) => {
  const bring = async (...words: string[]): Promise<void> => {
    const { code, err } = await run(get(), folder, 'import', ...words, '--county', COUNTY);
    expect(code, err).toBe(0);
  };
  const figures = async () =>
    (
      await get()
        .as({ county: COUNTY, role: 'admin' })
        .query({ text: 'select source_id as id, households, residents, estimated from building order by source_id' })
    ).rows;

  test('stay as they are when regions with a population come, however often; residents are shared out to them', async () => {
    await bring('buildings.geojson', '--as', 'buildings', '--name', '某县');
    const shared = [
      { id: 'a', households: 40, residents: 50, estimated: true },
      { id: 'b', households: 10, residents: 50, estimated: true },
      { id: 'c', households: 23, residents: 61, estimated: true },
    ];
    for (let time = 0; time < 2; time += 1) {
      await bring('communities.geojson', '--as', 'regions');
      expect(await figures()).toEqual(shared);
    }
    await bring('buildings.geojson', '--as', 'buildings', '--mode', 'replace');
    expect(await figures()).toEqual(shared);
    await bring('communities.geojson', '--as', 'regions');
    expect(await figures()).toEqual(shared);
  });
});

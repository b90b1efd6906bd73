import { describe, expect, test } from 'vitest';
import { makeShapefile } from '../support/make-shapefile.ts';
import { buildings, collection, communities, feature } from '../support/small-files.ts';
import { fileOf, importDriver } from './drivers/import.ts';
import { DESK, PHONE, useScreens } from './support/screen.ts';

/** A house of ten metres in the county of the small files, in EPSG:4550. */
const house = makeShapefile({
  shapes: [
    {
      ring: [
        [0, 0],
        [0, 10],
        [10, 10],
        [10, 0],
        [0, 0],
      ].map(([x, y]) => [605_966 + x!, 4_797_377 + y!]),
    },
  ],
  field: new TextEncoder().encode('NAME'),
  texts: [new TextEncoder().encode('一号楼')],
});

describe('where a file lies', () => {
  const screen = useScreens();

  test.each([
    ['at a desk', DESK, '990071'],
    ['on a phone', PHONE, '990072'],
  ])(
    '%s: metres without a name are shown where they fall, and taken once that is confirmed',
    async (_, size, county) => {
      const { page, shell } = await screen({ as: 'admin', at: '/?county=220322&mode=data&tab=import', size });
      const importing = importDriver(page);
      await importing.choose(fileOf('communities.geojson', communities));
      await importing.newCounty(county, '测县');
      await importing.read();
      await importing.confirm();
      await importing.write();

      await importing.again();
      await importing.choose({ ...fileOf('buildings.zip', ''), buffer: Buffer.from(house) });
      await importing.read();
      await importing.panel.getByText('坐标系靠推断').waitFor();
      expect(await importing.next.isDisabled()).toBe(true);
      expect(await shell.fitsWidth()).toBe(true);
      await importing.panel.getByRole('button', { name: '确认是 EPSG:4550' }).click();
      await importing.panel.getByText('由您指定为 EPSG:4550').waitFor();
      await importing.confirm();
      await importing.write();
      expect(await importing.report()).toMatchObject({ 写入: '1 栋楼' });
    },
  );

  test('a row at 0, 0 and one that is swapped are told by themselves; mending turns the one round and leaves the other out', async () => {
    const { page } = await screen({ as: 'admin', at: '/?county=220322&mode=data&tab=import' });
    const importing = importDriver(page);
    await importing.choose(fileOf('communities.geojson', communities));
    await importing.newCounty('990073', '偏县');
    await importing.read();
    await importing.confirm();
    await importing.write();

    await importing.again();
    const swapped = JSON.parse(JSON.stringify(buildings.features[0]), (_, value: unknown) =>
      Array.isArray(value) && typeof value[0] === 'number' ? value.toReversed() : value,
    );
    const ring = [
      [0, 0],
      [0.001, 0],
      [0.001, 0.001],
      [0, 0],
    ];
    const zero = feature({ type: 'Polygon', coordinates: [ring] }, { building: 'yes' });
    const good = buildings.features.slice(1, 4);
    await importing.choose(fileOf('buildings.geojson', collection([...good, swapped, zero])));
    await importing.read();
    await importing.panel.getByText('经纬度颠倒').waitFor();
    await importing.panel.getByText('坐标是 0, 0').waitFor();
    await importing.policy('能修补的修补');
    await importing.panel.getByText('4 行可导入').waitFor();
  });
});

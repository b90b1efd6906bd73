import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import type { ImportReport } from '../../../api/contract/imports.ts';
import { today } from '../../../api/contract/today.ts';
import { divisionInForce } from '../../../api/db/divisions.ts';
import type { OpenedDatabase } from '../../../api/db/open.ts';
import { listRegions } from '../../../api/db/regions.ts';
import { eachDatabase } from '../../support/databases.ts';
import { folderWith, run } from '../../support/run-command.ts';
import { at, buildings, collection, communities, feature, rectangle, roads } from '../../support/small-files.ts';

const COUNTY = '992101';

/** The south-eastern quarter with a dent of two metres in the middle of its northern border. */
const DENTED = [at(5, 0), at(10, 0), at(10, 5), at(8, 5), at(8, 4.98), at(6, 4.98), at(6, 5), at(5, 5), at(5, 0)];

eachDatabase('a town comes in by its files, in the order in which a person has them', (get) => {
  const folder = folderWith({
    'communities.geojson': communities,
    'roads.geojson': roads,
    'buildings.geojson.gz': gzipSync(JSON.stringify(buildings)),
    'grids.geojson': collection([
      feature(rectangle(0, 0, 2.5, 10), { name: '一网格' }),
      feature(rectangle(2.5, 0, 5, 10), { name: '二网格' }),
    ]),
    'pois.geojson': collection(
      [
        feature({ type: 'Point', coordinates: at(1, 1) }, { amenity: 'clinic', name: '卫生站' }),
        feature({ type: 'Point', coordinates: at(8, 8) }, { shop: 'supermarket', name: '超市' }),
        feature({ type: 'Point', coordinates: at(2, 2) }, { amenity: 'bench' }),
        feature({ type: 'Point', coordinates: at(3, 2) }, { amenity: 'bench' }),
      ],
      { attribution: '© OSM' },
    ),
  });
  const imported = async (...words: string[]): Promise<ImportReport> => {
    const { code, out, err } = await run(get(), folder, 'import', ...words, '--county', COUNTY, '--json');
    expect(err).toBe('');
    expect(code).toBe(0);
    return JSON.parse(out);
  };
  const scoped = (database: OpenedDatabase) => database.as({ county: COUNTY, role: 'admin' });
  const regions = async () => {
    const db = scoped(get());
    return listRegions(db, COUNTY, (await divisionInForce(db, COUNTY, today()))!.id);
  };
  const rows = async <R>(text: string): Promise<R[]> => (await scoped(get()).query<R>({ text })).rows;

  test('regions make the county, its communities and one block each', async () => {
    const report = await imported('communities.geojson', '--as', 'regions', '--level', 'community', '--name', '西梨');
    expect(report).toMatchObject({ status: 'done', rows: 2, ready: 2, countyExists: true, attribution: '示例数据' });
    expect(report.outcome).toMatchObject({ regions: 2, blocks: 2, residentsSharedOut: 161, validFrom: today() });
    expect(
      (await regions()).map(({ kind, name, code, residents, estimated }) => [kind, name, code, residents, estimated]),
    ).toEqual([
      ['county', '西梨', COUNTY, 161, true],
      ['community', '西社区', `${COUNTY}000001`, 100, true],
      ['community', '东社区', `${COUNTY}000002`, 61, true],
    ]);
    const [county] = await rows<{ name: string; attribution: string; staged: string | null }>(
      `select name, attribution, staged_by as staged from county where code = '${COUNTY}'`,
    );
    expect(county).toEqual({ name: '西梨', attribution: '示例数据', staged: null });
  });

  test('roads part the communities into blocks; dead ends and footpaths do not, and the preview says so', async () => {
    const before = await regions();
    const preview = await imported('roads.geojson', '--as', 'roads', '--dry-run');
    expect(preview.outcome).toMatchObject({ road: 3, blocks: 4, mergedBlocks: 0, deadEnds: 1 });
    expect(await rows('select count(*)::int as n from block')).toEqual([{ n: 2 }]);
    const report = await imported('roads.geojson', '--as', 'roads');
    expect(report.outcome).toMatchObject({ road: 3, blocks: 4, deadEnds: 1 });
    expect((await regions()).map(({ id, name }) => [id, name])).toEqual(before.map(({ id, name }) => [id, name]));
    expect(await rows('select class, name from road order by id')).toEqual([
      { class: 'residential', name: '中路' },
      { class: 'residential', name: '断头路' },
      { class: 'footway', name: '' },
    ]);
  });

  test('no division that was replaced on its first day, and no fabric of it, is left behind', async () => {
    expect(await rows('select count(*)::int as n from division')).toEqual([{ n: 1 }]);
    expect(await rows('select count(*)::int as n from fabric')).toEqual([{ n: 1 }]);
  });

  test('a building that crosses itself refuses the file, is left out, or is mended: as one chooses', async () => {
    const words = ['import', 'buildings.geojson.gz', '--as', 'buildings', '--county', COUNTY];
    const refused = await run(get(), folder, ...words);
    expect(refused.code).toBe(2);
    expect(refused.err).toMatch(/Row 6 \(f\) at 124\.3\d+, 43\.3\d+: The outline is not valid .*--faults mend/);
    expect(await rows('select id from building')).toEqual([]);

    const without = await imported('buildings.geojson.gz', '--as', 'buildings', '--faults', 'refuse-rows');
    expect(without.outcome).toMatchObject({ building: 5, refused: 1, mended: 0 });
    const mended = await imported('buildings.geojson.gz', '--as', 'buildings', '--faults', 'mend');
    expect(mended.outcome).toMatchObject({ building: 6, refused: 0, mended: 1, buildingReplaced: 5 });
    expect(await rows(`select st_numgeometries(geom) as parts from building where source_id = 'f'`)).toEqual([
      { parts: 2 },
    ]);
  });

  test('a building outside every block is reported, kept and listed', async () => {
    const report = await imported('buildings.geojson.gz', '--as', 'buildings', '--faults', 'mend');
    expect(report.outcome.outsideBlocks).toBe(1);
    expect(
      report.faults.filter((fault) => fault.kind === 'outside-blocks').map(({ row, name }) => [row, name]),
    ).toEqual([[5, 'e']]);
    const located = await rows<{ source_id: string; located: boolean }>(
      `select source_id, block is not null as located from building
         join located on building.id between located.id and located.id + more and located.thing = 'building'
        order by source_id`,
    );
    expect(located.map((row) => row.located)).toEqual([true, true, true, true, false, true]);
  });

  test('the population is shared out by floor area, adds up, and is marked estimated', async () => {
    expect(await rows('select source_id, residents, estimated from building order by source_id')).toEqual([
      { source_id: 'a', residents: 25, estimated: true },
      { source_id: 'b', residents: 50, estimated: true },
      { source_id: 'c', residents: 25, estimated: true },
      { source_id: 'd', residents: 61, estimated: true },
      { source_id: 'e', residents: 0, estimated: false },
      { source_id: 'f', residents: 0, estimated: false },
    ]);
    expect((await regions()).map(({ residents, buildings, estimated }) => [residents, buildings, estimated])).toEqual([
      [161, 5, true],
      [100, 3, true],
      [61, 2, true],
    ]);
  });

  test('addresses, floors and heights are read from the fields that OpenStreetMap uses', async () => {
    expect(
      await rows('select street_name, house_number, floors, height_m from building order by source_id limit 4'),
    ).toEqual([
      { street_name: '', house_number: '', floors: 1, height_m: null },
      { street_name: '', house_number: '', floors: 2, height_m: null },
      { street_name: '', house_number: '', floors: null, height_m: 3 },
      { street_name: '中路', house_number: '7', floors: null, height_m: null },
    ]);
  });

  test('points of interest become sites and organizations; benches are counted', async () => {
    const report = await imported('pois.geojson', '--as', 'pois');
    expect(report.outcome).toMatchObject({ site: 1, organization: 1, skipped: 2, skippedKinds: 'bench 2' });
    expect(await rows('select kind, name from site')).toEqual([{ kind: 'clinic', name: '卫生站' }]);
    expect(await rows('select kind, name from organization')).toEqual([{ kind: 'market', name: '超市' }]);
  });

  test('grids under a community keep what they leave of it with the community', async () => {
    const report = await imported('grids.geojson', '--as', 'regions', '--level', 'grid');
    expect(report.outcome).toMatchObject({ regions: 2, blocks: 6 });
    const all = await regions();
    const name = new Map(all.map((region) => [region.id, region.name]));
    expect(all.map((region) => [region.kind, region.name, name.get(region.parent ?? -1) ?? null])).toEqual([
      ['county', '西梨', null],
      ['community', '西社区', '西梨'],
      ['community', '东社区', '西梨'],
      ['grid', '一网格', '西社区'],
      ['grid', '二网格', '西社区'],
    ]);
    expect(all.map((region) => region.residents)).toEqual([161, 100, 61, 75, 25]);
  });

  test('every switch stands in the audit log and bumps what tiles are made of', async () => {
    const audit = await rows<{ target: string }>(
      `select detail ->> 'target' as target from audit where action = 'import.switch' order by id`,
    );
    expect(audit.map((row) => row.target)).toEqual([
      'regions',
      'roads',
      'buildings',
      'buildings',
      'buildings',
      'pois',
      'regions',
    ]);
    const layers = await rows<{ layer: string }>('select distinct layer from layer_change order by layer');
    expect(layers.map((row) => row.layer)).toEqual(
      expect.arrayContaining(['block', 'building', 'community', 'road', 'site']),
    );
  });

  test('whoever must be named for a file is named beside the others, in English where the county says it in English', async () => {
    const credits = () => rows(`select attribution, attribution_en as english from county where code = '${COUNTY}'`);
    expect(await credits()).toEqual([{ attribution: '示例数据; © OSM', english: '' }]);
    await rows(
      `update county set attribution = '示例数据', attribution_en = 'Sample data' where code = '${COUNTY}' returning code`,
    );
    await imported('pois.geojson', '--as', 'pois');
    await imported('pois.geojson', '--as', 'pois');
    expect(await credits()).toEqual([{ attribution: '示例数据; © OSM', english: 'Sample data; © OSM' }]);
  });

  test('a dry run tells and writes nothing', async () => {
    const before = await rows('select count(*)::int as n from building');
    const { code, out } = await run(
      get(),
      folder,
      'import',
      'buildings.geojson.gz',
      '--as',
      'buildings',
      '--county',
      COUNTY,
      '--mode',
      'add',
      '--faults',
      'mend',
      '--dry-run',
    );
    expect(code).toBe(0);
    expect(out).toContain('6, of which 6 can be imported');
    expect(await rows('select count(*)::int as n from building')).toEqual(before);
  });

  test('blocks that are drawn by hand replace those made from roads', async () => {
    const drawn = folderWith({
      'blocks.geojson': collection([
        feature(rectangle(0, 0, 2.5, 10)),
        feature(rectangle(2.5, 0, 5, 10)),
        feature(rectangle(5, 0, 10, 10)),
      ]),
    });
    const { code, out, err } = await run(
      get(),
      drawn,
      'import',
      'blocks.geojson',
      '--as',
      'blocks',
      '--county',
      COUNTY,
      '--json',
    );
    expect(err).toBe('');
    expect(code).toBe(0);
    expect((JSON.parse(out) as ImportReport).outcome).toMatchObject({ blocks: 3 });
    expect((await regions()).map((region) => region.residents)).toEqual([161, 100, 61, 75, 25]);
  });
});

describe.each([
  ['before the first import of a county', false],
  ['over a county that stands', true],
])('%s', (_, stands) => {
  eachDatabase('a gap and an overlap between regions', (get) => {
    const county = stands ? '992103' : '992102';
    const folder = folderWith({
      'right.geojson': communities,
      'wrong.geojson': collection([
        feature(rectangle(0, 0, 5.02, 5), { name: '西社区' }),
        feature({ type: 'Polygon', coordinates: [DENTED] }, { name: '东社区' }),
        feature(rectangle(0, 5, 10, 10), { name: '北社区' }),
      ]),
    });
    const asRegions = ['--as', 'regions', '--level', 'community', '--county', county, '--name', '某县'];

    test('are shown with their size and place and refuse the file', async () => {
      if (stands) expect((await run(get(), folder, 'import', 'right.geojson', ...asRegions)).code).toBe(0);
      const { code, out, err } = await run(get(), folder, 'import', 'wrong.geojson', ...asRegions);
      expect(code).toBe(2);
      expect(err).toMatch(/(overlap|gap) of \d+ m², \d\.\d m wide .*mend/);
      expect(out).toMatch(/error overlap \(1\)/);
      expect(out).toMatch(/error gap \(1\)/);
      const { rows } = await get().as({ county, role: 'admin' }).query<{ n: number }>({
        text: `select count(*)::int as n from region_version`,
      });
      expect(rows[0]?.n).toBe(stands ? 3 : 0);
    });

    test('are mended with consent, and the regions cover the ground', async () => {
      const { code } = await run(get(), folder, 'import', 'wrong.geojson', ...asRegions, '--faults', 'mend');
      expect(code).toBe(0);
      const { rows } = await get()
        .as({ county, role: 'admin' })
        .query<{ n: number; rings: number }>({
          text: `select count(*)::int as n, st_nrings(st_union(geom)) as rings
                   from region_version where kind = 'community' group by division`,
        });
      expect(rows).toEqual([{ n: 3, rings: 1 }]);
    });
  });
});

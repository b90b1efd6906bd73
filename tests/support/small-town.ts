import type { Polygon, Position } from 'geojson';
import type { ScopedDatabase } from '../../api/db/database.ts';
import type { OpenedDatabase } from '../../api/db/open.ts';
import { sql } from '../../api/db/sql.ts';
import { installDivision } from '../../api/services/install-division.ts';
import { loadThings } from '../../api/services/load-things.ts';
import { locateThings } from '../../api/services/locate-things.ts';
import { recount } from '../../api/services/recount.ts';
import { chequeredFabric } from './chequered-fabric.ts';

const CENTRE: [number, number] = [124.33, 43.3];
/** Degrees of 100 m there, roughly. */
const LNG = 0.00123;
const LAT = 0.0009;

/** The point so many hundred metres east and north of the town's south-west corner. */
export const at = (east: number, north: number): [number, number] => [CENTRE[0] + east * LNG, CENTRE[1] + north * LAT];

/** A rectangle with its south-west corner there, sizes in hundreds of metres. */
export const rectangle = (east: number, north: number, width: number, height: number): Polygon => ({
  type: 'Polygon',
  coordinates: [
    [
      at(east, north),
      at(east + width, north),
      at(east + width, north + height),
      at(east, north + height),
      at(east, north),
    ],
  ],
});

const middle = (polygon: Polygon): Position => {
  const [southWest, , northEast] = polygon.coordinates[0]!;
  return [(southWest![0]! + northEast![0]!) / 2, (southWest![1]! + northEast![1]!) / 2];
};

export interface SmallTown {
  code: string;
  /** as its admin */
  db: ScopedDatabase;
  division: number;
  regions: Map<string, number>;
  blocks: number[];
  compound: number;
  buildings: number[];
  roads: number[];
  sites: number[];
  organizations: number[];
}

/**
 * A county of eight square blocks, 100 m wide: one street, two communities, four grids, one network; and a little of
 * everything on the ground, loaded through the services. Names begin with `mark`, so that a leak shows whose it is.
 * Buildings lie in the blocks 0, 0, 1 and 7, the last in none.
 *
 *   ┌──────┬──────╥──────┬──────┐
 *   │ 4  grid 12  ║   grid 22 7 │      community 1 in the west, 2 in the east
 *   ├──────┼──────╫──────┼──────┤
 *   │ 0  grid 11  ║   grid 21 3 │
 *   └──────┴──────╨──────┴──────┘
 */
export async function smallTown(database: OpenedDatabase, code: string, mark = ''): Promise<SmallTown> {
  const db = database.as({ county: code, role: 'admin' });
  const [west, south] = at(0, 0);
  const [east, north] = at(4, 2);
  await db.query(sql`
    insert into county (code, name, name_en, demo, attribution, attribution_en, bounds)
    values (${code}, ${`${mark}小县`}, 'Tiny', true, '自编', 'made up',
            st_makeenvelope(${west}::float8, ${south}::float8, ${east}::float8, ${north}::float8, 4326))`);
  const things = await loadTown(db, mark);
  const fabric = chequeredFabric(4, 2, { centre: CENTRE });
  const installed = await installDivision(db, {
    name: '现行区划',
    validFrom: '2020-01-01',
    fabric,
    countyName: `${mark}小县`,
    regions: [
      { key: 's', kind: 'street', parent: null, code: null, name: `${mark}东街道`, nameEn: 'East Street' },
      { key: '1', kind: 'community', parent: 's', code: null, name: `${mark}城西社区`, nameEn: 'West' },
      { key: '2', kind: 'community', parent: 's', code: null, name: `${mark}城东社区`, nameEn: 'East' },
      ...['11', '12', '21', '22'].map((key) => ({
        key,
        kind: 'grid' as const,
        parent: key[0]!,
        code: null,
        name: `${mark}${key}网格`,
      })),
      { key: 'n', kind: 'network', parent: null, code: null, name: `${mark}片区` },
    ],
    assignment: ['11', '11', '21', '21', '12', '12', '22', '22'],
    groupings: [{ kind: 'network', community: '1', grouping: 'n' }],
  });
  await locateThings(db, { fabric: installed.fabric, seq: installed.seq, graph: fabric });
  await recount(db, installed.division);
  await loadThings(db, 'party_org', [
    { kind: 'committee', form: 'region_committee', name: `${mark}城西社区党委`, region: installed.regionIds.get('1')! },
    { kind: 'branch', name: `${mark}楼宇党支部`, building: things.buildings[2]! },
  ]);
  const members = { subject: 'member' as const, class: '', period: '2024', n: 777 };
  await loadThings(db, 'tally', [{ ...members, fabric: installed.fabric, block: installed.blockIds[0]! }]);
  const { division, regionIds: regions, blockIds: blocks } = installed;
  return { code, db, division, regions, blocks, ...things };
}

async function loadTown(db: ScopedDatabase, mark: string) {
  const estate = rectangle(0.1, 0.1, 0.8, 0.8);
  const [compound = -1] = await loadThings(db, 'compound', [
    {
      ...{
        name: `${mark}花园小区`,
        address: '解放大街10号',
        manager: '示例物业',
        management: 'company',
        households: 60,
      },
      geom: estate,
      walls: { type: 'MultiLineString', coordinates: [estate.coordinates[0]!] },
      gates: { type: 'MultiPoint', coordinates: [at(0.5, 0.1)] },
    },
  ]);
  const footprints = [
    ...[rectangle(0.2, 0.2, 0.2, 0.1), rectangle(0.6, 0.2, 0.2, 0.1), rectangle(1.3, 0.4, 0.2, 0.2)],
    ...[rectangle(3.5, 1.5, 0.2, 0.2), rectangle(4.5, 0.5, 0.2, 0.2)],
  ];
  const buildings = await loadThings(
    db,
    'building',
    footprints.map((geom, i) => ({
      ...{ name: i === 2 ? `${mark}红色楼` : '', streetName: '解放大街', houseNumber: String(10 + 2 * i) },
      kind: i === 3 ? ('commercial' as const) : ('residential' as const),
      ...{ floors: 6, heightM: 18.3, households: 20 + i, residents: 50 + i },
      compound: i < 2 ? compound : null,
      geom,
      innerPoint: middle(geom),
    })),
  );
  const line = (...coordinates: Position[]) => ({ type: 'LineString' as const, coordinates });
  const roads = await loadThings(db, 'road', [
    { name: '解放大街', class: 'primary', geom: line(at(0, 1), at(2, 1)) },
    { name: '解放大街', class: 'primary', tags: { bridge: 'yes' }, geom: line(at(2, 1), at(4, 1)) },
    { name: `${mark}胡同`, class: 'residential', geom: line(at(1, 0), at(1, 1), at(1.2, 2)) },
  ]);
  await loadThings(db, 'railway', [{ name: `${mark}铁路`, geom: line(at(-1, -1), at(5, 3)) }]);
  await loadThings(db, 'water', [
    { name: `${mark}河`, kind: 'river', geom: line(at(3, -1), at(3.1, 0.5), at(2.9, 3)) },
    { name: `${mark}湖`, kind: 'lake', geom: rectangle(2.2, 0.2, 0.4, 0.3) },
  ]);
  await loadThings(db, 'landuse', [{ name: `${mark}公园`, kind: 'green', geom: rectangle(2.1, 1.1, 0.8, 0.8) }]);
  const inRedBuilding = { address: '解放大街14号', point: middle(footprints[2]!), building: buildings[2]! };
  const sites = await loadThings(db, 'site', [
    { kind: 'red_building', name: `${mark}红色楼宇`, ...inRedBuilding },
    {
      ...{ kind: 'red_district', name: `${mark}红色商圈`, point: at(3.5, 0.5), data: { shops: 12 } },
      outline: rectangle(3.1, 0.1, 0.8, 0.8),
    },
    { kind: 'red_property', name: `${mark}红色物业`, point: at(0.5, 0.5), compound },
    {
      ...{ kind: 'service_centre', name: `${mark}党群服务中心`, address: '文化路3号', point: at(1.5, 1.5) },
      data: { areaM2: 1200, investmentYuan: 5_000_000, level: 'city', opening_hours: '9:00–17:00' },
    },
  ]);
  const organizations = await loadThings(db, 'organization', [
    {
      ...{ kind: 'enterprise', name: `${mark}示例公司`, ...inRedBuilding },
      data: { resources: ['meeting_room', '停车场'], sector: 'non_public' },
    },
    { kind: 'market', name: `${mark}农贸市场`, point: at(3.4, 1.6) },
  ]);
  return { compound, buildings, roads, sites, organizations };
}

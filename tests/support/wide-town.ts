import type { Polygon, Position } from 'geojson';
import type { OpenedDatabase } from '../../api/db/open.ts';
import { sql } from '../../api/db/sql.ts';
import { installDivision } from '../../api/services/install-division.ts';
import { loadThings } from '../../api/services/load-things.ts';
import { chequeredFabric } from './chequered-fabric.ts';

/** South-west corner, and the middle of a z14 tile that lies wholly inside. */
const CORNER: [number, number] = [124.3, 43.28];
const COLUMNS = 48;
const ROWS = 32;
/** Degrees of a block of 100 m. */
const LNG = 0.001232;
const LAT = 0.0009;
const BUILDINGS_A_BLOCK = 6;

export const MIDDLE: [number, number] = [CORNER[0] + 24 * LNG, CORNER[1] + 16 * LAT];

/**
 * A county of 1,536 square blocks in 16 communities and 96 grids, with 9,216 buildings, 2,400 pieces of road, sites and
 * organizations: as dense as a town, so that a tile of zoom 14 holds about 1,900 buildings. Nothing random.
 */
export async function wideTown(database: OpenedDatabase, code: string): Promise<{ division: number }> {
  const db = database.as({ county: code, role: 'admin' });
  await db.query(sql`insert into county (code, name) values (${code}, '宽县')`);
  const cells = Array.from({ length: COLUMNS * ROWS }, (_, i) => [i % COLUMNS, Math.floor(i / COLUMNS)] as const);
  const place = (east: number, north: number): Position => [CORNER[0] + east * LNG, CORNER[1] + north * LAT];
  const footprint = (east: number, north: number): Polygon => {
    const [a, b, c, d, e] = [
      place(east, north),
      place(east + 0.2, north),
      place(east + 0.2, north + 0.1),
      place(east + 0.1, north + 0.15),
      place(east, north + 0.1),
    ];
    return { type: 'Polygon', coordinates: [[a, b, c, d, e, a]] };
  };
  await loadThings(
    db,
    'building',
    cells.flatMap(([column, row], i) =>
      Array.from({ length: BUILDINGS_A_BLOCK }, (_, n) => {
        const [east, north] = [column + 0.1 + (n % 3) * 0.28, row + 0.2 + Math.floor(n / 3) * 0.4];
        return {
          ...{ streetName: `第${row + 1}大街`, houseNumber: String(column * 6 + n + 1), floors: 3 + ((i + n) % 16) },
          ...{ households: 6 + ((i * 7 + n) % 60), residents: 20 + ((i * 13 + n) % 150), heightM: 9 + ((i + n) % 48) },
          geom: footprint(east, north),
          innerPoint: place(east + 0.1, north + 0.05),
        };
      }),
    ),
  );
  await loadThings(
    db,
    'road',
    cells.flatMap(([column, row]) => [
      {
        name: `第${row + 1}大街`,
        class: row % 8 === 0 ? ('primary' as const) : ('residential' as const),
        geom: {
          type: 'LineString' as const,
          coordinates: [place(column, row), place(column + 0.5, row), place(column + 1, row)],
        },
      },
      ...(column % 2 === 0
        ? [
            {
              class: 'service' as const,
              geom: { type: 'LineString' as const, coordinates: [place(column, row), place(column, row + 1)] },
            },
          ]
        : []),
    ]),
  );
  const points = cells.filter((_, i) => i % 8 === 0);
  await loadThings(
    db,
    'site',
    points.map(([column, row], i) => ({
      kind: 'clinic' as const,
      name: `第${i}诊所`,
      point: place(column + 0.5, row + 0.5),
    })),
  );
  await loadThings(
    db,
    'organization',
    points.map(([column, row], i) => ({
      kind: 'shop' as const,
      name: `第${i}商店`,
      point: place(column + 0.4, row + 0.9),
    })),
  );

  const communityOf = (column: number, row: number) => `${Math.floor(column / 12)}-${Math.floor(row / 8)}`;
  const gridOf = (column: number, row: number) =>
    `${communityOf(column, row)}-${Math.floor((column % 12) / 4)}-${Math.floor((row % 8) / 4)}`;
  const communities = [...new Set(cells.map(([column, row]) => communityOf(column, row)))];
  const grids = [...new Set(cells.map(([column, row]) => gridOf(column, row)))];
  const { division } = await installDivision(db, {
    name: '现行区划',
    validFrom: '2020-01-01',
    fabric: chequeredFabric(COLUMNS, ROWS, { centre: CORNER }),
    regions: [
      { key: 's', kind: 'street', parent: null, code: null, name: '宽街道' },
      ...communities.map((key) => ({ key, kind: 'community' as const, parent: 's', code: null, name: `${key}社区` })),
      ...grids.map((key) => ({
        key,
        kind: 'grid' as const,
        parent: key.split('-').slice(0, 2).join('-'),
        code: null,
        name: `${key}网格`,
      })),
    ],
    assignment: cells.map(([column, row]) => gridOf(column, row)),
  });
  return { division };
}

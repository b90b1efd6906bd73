import type { Database } from '../../api/db/database.ts';
import { sql } from '../../api/db/sql.ts';

//   one square of about 1 km, one block: county > street > community > grid all have this outline
const SQUARE = 'POLYGON((124.33 43.30, 124.34 43.30, 124.34 43.31, 124.33 43.31, 124.33 43.30))';
const LEVELS = [
  { kind: 'county', digits: 6 },
  { kind: 'street', digits: 9 },
  { kind: 'community', digits: 12 },
  { kind: 'grid', digits: 15 },
];

export interface PlantedCounty {
  division: number;
  /** region ids by kind */
  regions: Record<string, number>;
  /** official codes by kind */
  codes: Record<string, string>;
}

/** The smallest county there is, with a division in force; for tests that need regions and not what they look like. */
export async function plantCounty(
  database: Database,
  code: string,
  options: { demo: boolean },
): Promise<PlantedCounty> {
  return database.transaction(
    async (tx) => {
      await tx.query(sql`insert into county (code, name, demo, bounds)
        values (${code}, ${`试验县${code}`}, ${options.demo}, st_geomfromtext(${SQUARE}, 4326))`);
      await tx.query(sql`insert into fabric (county, id, seq, crs) values (${code}, 1, 1, '{"kind": "tmerc"}')`);
      await tx.query(sql`
        insert into block (county, fabric, id, geom, area_m2)
        values (${code}, 1, 1, st_geomfromtext(${SQUARE}, 4326), 900000)`);
      const { rows } = await tx.query<{ id: number }>(sql`
        insert into division (county, fabric, name, valid) values (${code}, 1, '现行', '[2020-01-01,)') returning id`);
      const division = rows[0]!.id;
      const planted: PlantedCounty = { division, regions: {}, codes: {} };
      let parent: number | null = null;
      for (const { kind, digits } of LEVELS) {
        const regionCode = code.padEnd(digits, '001');
        parent = await plantRegion(tx, { county: code, division, kind, code: regionCode, parent });
        planted.regions[kind] = parent;
        planted.codes[kind] = regionCode;
      }
      await tx.query(sql`
        insert into division_block (county, division, fabric, block, region)
        values (${code}, ${division}, 1, 1, ${parent})`);
      return planted;
    },
    { county: code, role: 'admin' },
  );
}

async function plantRegion(
  tx: Pick<Database, 'query'>,
  region: { county: string; division: number; kind: string; code: string; parent: number | null },
): Promise<number> {
  const { county, division, kind, code, parent } = region;
  const { rows } = await tx.query<{ id: number }>(sql`
    insert into region (county, kind) values (${county}, ${kind}) returning id`);
  const id = rows[0]!.id;
  await tx.query(sql`insert into region_code (county, code, region) values (${county}, ${code}, ${id})`);
  await tx.query(sql`
    insert into region_version (county, division, region, kind, parent, code, name, hue, geom, label, area_m2)
    values (${county}, ${division}, ${id}, ${kind}, ${parent}, ${code}, ${`${kind} ${code}`}, 0,
            st_multi(st_geomfromtext(${SQUARE}, 4326)), st_setsrid(st_makepoint(124.335, 43.305), 4326), 900000)`);
  return id;
}

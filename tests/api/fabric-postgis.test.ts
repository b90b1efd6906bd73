import fc from 'fast-check';
import type { MultiPolygon, Polygon } from 'geojson';
import { describe, expect, test } from 'vitest';
import { sql } from '../../api/db/sql.ts';
import { doStep } from '../../geo/divide/do-step.ts';
import { toFabric } from '../../geo/fabric/draft/draft-fabric.ts';
import {
  type Areal,
  blockAreasM2,
  dissolve,
  type Fabric,
  fabricFromLines,
  fabricFromPolygons,
  type Linear,
  toGeoJson,
} from '../../geo/index.ts';
import { seededRandom } from '../bench/bench.ts';
import { divided, lineAtRandom } from '../geo/divide/random-borders.ts';
import { edited, TOWNS } from '../geo/fabric/draft/real-towns.ts';
import { counter, PLANE } from '../geo/fabric/drawn.ts';
import { lineSoup, polygonSoup } from '../geo/fabric/soup.ts';
import { chequeredFabric } from '../support/chequered-fabric.ts';
import { eachDatabase } from '../support/databases.ts';
import { REAL_DATA_ABSENT, readRealGeoJson, realData } from '../support/real-data.ts';

/** Degrees have nine decimals: what that may add to a block along its outline. */
const ROUNDING_M = 1e-4;

const monaco = ['monaco/boundaries.geojson', 'monaco/roads.geojson'].map(realData);
const counties = realData('counties/three_counties_gcj02.geojson');

const soups: Fabric[] = [
  ...fc
    .sample(lineSoup, { seed: 11, numRuns: 20 })
    .map((soup) => fabricFromLines(soup, { crs: PLANE, ids: counter(), minBlockAreaM2: 0, minBlockWidthM: 0 }).fabric),
  ...fc
    .sample(polygonSoup, { seed: 12, numRuns: 20 })
    .map((polygons) => fabricFromPolygons(polygons, { crs: PLANE, ids: counter() }).fabric),
];

eachDatabase('a fabric, as PostGIS sees it,', (get) => {
  const compare = async (fabric: Fabric) => {
    const areas = blockAreasM2(fabric);
    const groups = 5;
    const groupOf = Int32Array.from(areas, (_, block) => Math.floor(block / 3) % groups);
    const blocks = toGeoJson(fabric).features.map(({ geometry }, i) => ({
      geometry,
      area: areas[i],
      group: groupOf[i],
    }));
    const outlines = dissolve(fabric, groupOf, groups).map((coordinates) => ({ type: 'MultiPolygon', coordinates }));
    const { rows } = await get().query<{ invalid: number; torn: number; areas: number | null; unions: number }>(sql`
      with block as (
        select st_geomfromgeojson(item->>'geometry') as geom, (item->>'area')::float8 as area,
               (item->>'group')::int as group_index
          from jsonb_array_elements(${JSON.stringify(blocks)}::jsonb) as item
      ), outline as (
        select st_geomfromgeojson(item::text) as geom, (ordinality - 1)::int as group_index
          from jsonb_array_elements(${JSON.stringify(outlines)}::jsonb) with ordinality as list (item, ordinality)
      ), united as (
        select group_index, st_union(geom) as geom from block group by group_index
      )
      select (select count(*)::int from block where not st_isvalid(geom)) as invalid,
             (select count(*)::int from outline where not st_isvalid(geom)) as torn,
             (select max((abs(st_area(geom::geography) - area) - ${ROUNDING_M} * st_perimeter(geom::geography)) / area)
                from block) as areas,
             (select coalesce(max(st_area(st_symdifference(united.geom, outline.geom)) / st_area(united.geom)), 0)
                from united join outline using (group_index)) as unions`);
    return rows[0]!;
  };

  /** How many borders are not the same for both neighbours; null where PostGIS is too old to say (3.4 can). */
  const tornEdges = async (fabric: Fabric): Promise<number | null> => {
    const known = await get().query(sql`select 1 from pg_proc where proname = 'st_coverageinvalidedges'`);
    if (known.rows.length === 0) return null;
    const blocks = toGeoJson(fabric).features.map(({ geometry }) => geometry);
    const { rows } = await get().query<{ n: number }>(sql`
      select count(edges)::int as n
        from (select st_coverageinvalidedges(st_geomfromgeojson(item::text)) over () as edges
                from jsonb_array_elements(${JSON.stringify(blocks)}::jsonb) as item) as block`);
    return rows[0]!.n;
  };

  const agrees = async (fabric: Fabric): Promise<void> => {
    const { invalid, torn, areas, unions } = await compare(fabric);
    expect({ invalid, torn }).toEqual({ invalid: 0, torn: 0 });
    expect(areas ?? 0).toBeLessThan(1e-5);
    expect(unions).toBeLessThan(1e-9);
  };

  describe('has valid blocks and outlines, the areas of the ellipsoid and the outlines of ST_Union', () => {
    test('when it is made of soups', async () => {
      for (const fabric of soups) await agrees(fabric);
    });

    test.skipIf(monaco.includes(null))('when it is Monaco', async () => {
      const [boundaries, roads] = monaco.map((file) => readRealGeoJson(file!).features.map(({ geometry }) => geometry));
      const lines = roads!.filter((geometry): geometry is Linear => geometry.type === 'LineString');
      await agrees(fabricFromLines({ boundaries: boundaries as Areal[], lines }, { ids: counter() }).fabric);
    });

    test.skipIf(!counties)('when it is a county 200 km wide with a self-touching outline', async () => {
      for (const { geometry } of readRealGeoJson(counties!).features) {
        await agrees(fabricFromPolygons([geometry as Polygon | MultiPolygon], { ids: counter() }).fabric);
      }
    });
  });

  describe('is still a coverage of valid blocks with the areas and unions that PostGIS finds, after hundreds of edits,', () => {
    for (const { name, make } of TOWNS) {
      const title = `when it is ${name}`;
      test.skipIf(!make)(make ? title : `${title} (${REAL_DATA_ABSENT})`, async () => {
        const { draft, done } = edited(make!(), 600);
        expect(done).toBeGreaterThan(100);
        const fabric = toFabric(draft);
        await agrees(fabric);
        expect((await tornEdges(fabric)) ?? 0).toBe(0);
      });
    }
  });

  test('is one, too, after borders between regions are drawn anew past junctions, when it is a town of squares', async () => {
    const draft = divided(chequeredFabric(14, 14), 5);
    const random = seededRandom(6);
    let done = 0;
    for (let tries = 0; tries < 120; tries++) {
      const line = lineAtRandom(draft, random);
      const everywhere = { level: 'community', area: new Set<number>() } as const;
      if (line && doStep(draft, [{ kind: 'reshape-arc', line, seed: tries }], everywhere).ok) done++;
    }
    expect(done).toBeGreaterThan(30);
    const fabric = toFabric(draft.fabric);
    await agrees(fabric);
    expect((await tornEdges(fabric)) ?? 0).toBe(0);
  });
});

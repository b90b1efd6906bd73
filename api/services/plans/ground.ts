import { toCm } from '../../../geo/crs/local-crs.ts';
import { barrierArcs } from '../../../geo/divide/barriers.ts';
import type { Fabric } from '../../../geo/fabric/fabric.ts';
import type { PlanGround } from '../../contract/plans.ts';
import type { Db } from '../../db/database.ts';
import * as rows from '../../db/plan-ground.ts';

/** Buildings a statement. */
const PAGE = 4000;

/** What lies on a county's ground, in the centimetres of a fabric; barriers are found among its arcs. */
export async function loadGround(db: Db, county: string, fabric: Fabric): Promise<PlanGround> {
  const compounds = await rows.readGroundCompounds(db, county);
  const stations = await rows.readGroundStations(db, county);
  const barriers = barrierArcs(fabric, await rows.readBarriers(db, county));
  const columns = placed(fabric);
  return {
    buildings: await loadBuildings(db, county, fabric, new Map(compounds.map(({ id }, index) => [id, index]))),
    compounds: { id: compounds.map(({ id }) => id), name: compounds.map(({ name }) => name), ...columns(compounds) },
    stations: {
      id: stations.map(({ id }) => id),
      kind: stations.map(({ kind }) => kind),
      name: stations.map(({ name }) => name),
      ...columns(stations),
    },
    barriers: {
      arc: barriers.map(({ arc }) => fabric.arcs.ids[arc]!),
      kind: barriers.map(({ kind }) => kind),
    },
  };
}

const placed =
  ({ crs }: Fabric) =>
  (places: readonly { lng: number; lat: number }[]): { x: number[]; y: number[] } => {
    const points = places.map(({ lng, lat }) => toCm(crs, lng, lat));
    return { x: points.map(([x]) => x), y: points.map(([, y]) => y) };
  };

async function loadBuildings(
  db: Db,
  county: string,
  { crs }: Fabric,
  compoundIndex: ReadonlyMap<number, number>,
): Promise<PlanGround['buildings']> {
  const columns: PlanGround['buildings'] = { x: [], y: [], households: [], residents: [], estimated: [], compound: [] };
  for (let afterId = -1; ; ) {
    const page = await rows.readGroundBuildings(db, county, afterId, PAGE);
    for (const building of page) {
      const [x, y] = toCm(crs, building.lng, building.lat);
      columns.x.push(x);
      columns.y.push(y);
      columns.households.push(building.households);
      columns.residents.push(building.residents);
      columns.estimated.push(building.estimated ? 1 : 0);
      columns.compound.push(building.compound === null ? -1 : (compoundIndex.get(building.compound) ?? -1));
    }
    if (page.length < PAGE) return columns;
    afterId = page.at(-1)!.id;
  }
}

import { createDraftFabric, type DraftFabric, toFabric } from '../../../../geo/fabric/draft/draft-fabric.ts';
import {
  type Areal,
  applyFabricDelta,
  type Fabric,
  fabricFromLines,
  fabricFromPolygons,
  type Linear,
} from '../../../../geo/index.ts';
import { demoCounty } from '../../../../seeds/demo-counties.ts';
import { prepareCounty } from '../../../../seeds/prepare-county.ts';
import { seededRandom } from '../../../bench/bench.ts';
import { chequeredFabric } from '../../../support/chequered-fabric.ts';
import { readRealGeoJson, realData } from '../../../support/real-data.ts';
import { counter } from '../drawn.ts';
import { editAtRandom } from './edit-at-random.ts';

const geometries = <T>(file: string): T[] => readRealGeoJson(file).features.map(({ geometry }) => geometry as T);
const isLine = ({ type }: Linear): boolean => type === 'LineString' || type === 'MultiLineString';

/** Towns with real streets and borders, and one of squares; `make` is null where the data are absent. */
export const TOWNS: { name: string; make: (() => Fabric) | null }[] = [
  ...[
    ['Monaco', 'monaco/boundaries.geojson', 'monaco/roads.geojson'],
    ['Liechtenstein', 'liechtenstein/boundaries.geojson', 'liechtenstein/roads.geojson.gz'],
    ['Huangpu', 'shanghai-huangpu/streets.geojson', null],
  ].map(([name, borders, roads]) => {
    const [borderFile, roadFile] = [realData(borders!), roads && realData(roads)];
    const isThere = borderFile && (roads === null || roadFile);
    const make = (): Fabric => {
      const boundaries = geometries<Areal>(borderFile!);
      if (!roadFile) return fabricFromPolygons(boundaries, { ids: counter() }).fabric;
      return fabricFromLines({ boundaries, lines: geometries<Linear>(roadFile).filter(isLine) }, { ids: counter() })
        .fabric;
    };
    return { name: name!, make: isThere ? make : null };
  }),
  { name: 'a generated county', make: () => prepareCounty(demoCounty('990481'), 0.5).divided.fabric },
  { name: 'a town of squares', make: () => chequeredFabric(30, 30) },
];

/** A draft after so many edits of all kinds, and how many of those tried were done. */
export function edited(fabric: Fabric, tries: number): { draft: DraftFabric; done: number } {
  const draft = createDraftFabric(fabric);
  const random = seededRandom(9);
  let id = 2 ** 40;
  let done = 0;
  let arcs = [...draft.arcs.values()];
  for (let n = 0; n < tries; n++) {
    if (n % 100 === 0) arcs = [...createDraftFabric(toFabric(draft)).arcs.values()];
    const arc = draft.arcs.get(arcs[Math.floor(random() * arcs.length)]!.id);
    const outcome = arc && editAtRandom(draft, [arc], random, () => ++id);
    if (!outcome?.ok) continue;
    applyFabricDelta(draft, outcome.delta);
    done++;
  }
  return { draft, done };
}

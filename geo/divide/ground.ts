import KDBush from 'kdbush';
import { blockAt } from '../fabric/draft/block-at.ts';
import { blockAreaM2 } from '../fabric/draft/block-rings.ts';
import type { DraftFabric } from '../fabric/draft/draft-fabric.ts';

/** What lies on a county's ground, as columns; places in integer centimetres of the fabric's CRS. */
export interface GroundColumns {
  readonly buildings: {
    readonly x: ArrayLike<number>;
    readonly y: ArrayLike<number>;
    readonly households: ArrayLike<number>;
    readonly residents: ArrayLike<number>;
    /** 1 = shared out from a larger area's figure, not counted */
    readonly estimated: ArrayLike<number>;
    /** index of the compound it stands in; −1 = none */
    readonly compound: ArrayLike<number>;
  };
  readonly compounds: number;
  /** service stations and centres */
  readonly stations: { readonly x: ArrayLike<number>; readonly y: ArrayLike<number> };
  /** arcs of the base fabric that lie along a river, a main road or a railway */
  readonly barriers: ReadonlySet<number>;
}

export interface Counts {
  readonly households: number;
  readonly residents: number;
  readonly buildings: number;
  readonly estimated: boolean;
}

/** What one block holds. */
export interface BlockContents extends Counts {
  /** on the ellipsoid; whole, so that sums of blocks are exact */
  readonly areaCm2: number;
  /** buildings by compound */
  readonly compounds: ReadonlyMap<number, number>;
  readonly stations: number;
}

/** The things on the ground, found by place. */
export interface Ground {
  readonly columns: GroundColumns;
  /** buildings of each compound */
  readonly compoundSizes: Uint32Array;
  /** whether anything is known of who lives here: footprints alone say nothing */
  readonly tells: { readonly households: boolean; readonly residents: boolean };
  contentsOf(fabric: DraftFabric, block: number): BlockContents;
}

export const NO_GROUND: GroundColumns = {
  buildings: { x: [], y: [], households: [], residents: [], estimated: [], compound: [] },
  compounds: 0,
  stations: { x: [], y: [] },
  barriers: new Set(),
};

const hasSome = (numbers: ArrayLike<number>): boolean => Array.prototype.some.call(numbers, (number) => number > 0);

export function createGround(columns: GroundColumns): Ground {
  const { buildings, stations } = columns;
  const buildingTree = pointTree(buildings);
  const stationTree = pointTree(stations);
  const compoundSizes = new Uint32Array(columns.compounds);
  for (let i = 0; i < buildings.compound.length; i++)
    if (buildings.compound[i] !== -1) compoundSizes[buildings.compound[i]!]! += 1;
  return {
    columns,
    compoundSizes,
    tells: { households: hasSome(buildings.households), residents: hasSome(buildings.residents) },
    contentsOf(fabric, block) {
      const box = blockBox(fabric, block);
      const within = (x: number, y: number): boolean => blockAt(fabric, x, y) === block;
      const contents = { households: 0, residents: 0, buildings: 0, estimated: false, stations: 0 };
      const compounds = new Map<number, number>();
      for (const i of buildingTree?.range(...box) ?? []) {
        if (!within(buildings.x[i]!, buildings.y[i]!)) continue;
        contents.households += buildings.households[i]!;
        contents.residents += buildings.residents[i]!;
        contents.buildings += 1;
        contents.estimated ||= buildings.estimated[i] === 1;
        const compound = buildings.compound[i]!;
        if (compound !== -1) compounds.set(compound, (compounds.get(compound) ?? 0) + 1);
      }
      for (const i of stationTree?.range(...box) ?? [])
        if (within(stations.x[i]!, stations.y[i]!)) contents.stations += 1;
      return { ...contents, compounds, areaCm2: Math.round(blockAreaM2(fabric, block) * 10_000) };
    },
  };
}

/** KDBush has no tree of nothing. */
function pointTree({ x, y }: { x: ArrayLike<number>; y: ArrayLike<number> }): KDBush | null {
  if (x.length === 0) return null;
  const tree = new KDBush(x.length, 64, Float64Array);
  for (let i = 0; i < x.length; i++) tree.add(x[i]!, y[i]!);
  return tree.finish();
}

/** [west, south, east, north], cm */
function blockBox(fabric: DraftFabric, block: number): [number, number, number, number] {
  const box: [number, number, number, number] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const id of fabric.blocks.get(block) ?? []) {
    const { minX, minY, maxX, maxY } = fabric.index.boxes.get(id)!;
    box[0] = Math.min(box[0], minX);
    box[1] = Math.min(box[1], minY);
    box[2] = Math.max(box[2], maxX);
    box[3] = Math.max(box[3], maxY);
  }
  return box;
}

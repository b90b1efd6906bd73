import { innerPoint, toPolygon } from './build-features.ts';
import { type Developed, type Draft, HOMES } from './draft.ts';
import { type Door, doorOf, numberDoors } from './give-addresses.ts';
import { BUILDING_KIND, STOREY_M } from './kinds.ts';
import { compoundNamer, namePlaces, shopName } from './name-places.ts';
import type { Parcel } from './parcels.ts';
import type { Plane } from './plane.ts';
import type { Random } from './random.ts';
import type { People } from './settle.ts';
import type { TownBuilding, TownCompound, TownNames } from './town.ts';
import type { Ways } from './ways.ts';

interface Parts {
  readonly ways: Ways;
  readonly parcels: readonly Parcel[];
  readonly developed: Developed;
  readonly people: People;
  readonly communityOf: Int32Array;
  readonly plane: Plane;
  readonly names: TownNames;
  readonly random: Random;
}

export interface Described {
  readonly compounds: TownCompound[];
  readonly buildings: TownBuilding[];
  /** name of the place on a parcel */
  readonly placeNames: ReadonlyMap<number, string>;
}

/** Storey height where kinds.ts names none, metres. */
const HOME_STOREY_M = 2.9;

/** Gives drafts their addresses, names and people. */
export function describeTown(parts: Parts): Described {
  const { ways, parcels, developed, people, communityOf, plane, random } = parts;
  const { drafts } = developed;
  const compoundOfParcel = new Map(developed.compounds.map((compound, index) => [compound.parcel, index]));
  const compoundOf = drafts.map((draft) =>
    HOMES.includes(draft.use) ? (compoundOfParcel.get(draft.parcel) ?? null) : null,
  );

  const doors: (Door | null)[] = developed.compounds.map((compound) =>
    compoundDoor(ways, parcels[compound.parcel]!, compound),
  );
  drafts.forEach((draft, i) => {
    doors.push(compoundOf[i] === null ? buildingDoor(ways, parcels[draft.parcel]!, draft) : null);
  });
  const numbers = numberDoors(doors);
  const streetName = (door: Door | null): string => (door ? ways.list[door.way]!.name : '');
  const houseNumber = (index: number): string => (numbers[index]! > 0 ? `${numbers[index]}号` : '');

  const compoundHouseholds = new Int32Array(developed.compounds.length);
  compoundOf.forEach((compound, i) => {
    if (compound !== null) compoundHouseholds[compound]! += people.households[i]!;
  });
  const compounds = nameCompounds(
    parts,
    compoundOf,
    compoundHouseholds,
    (index) => `${streetName(doors[index]!)}${houseNumber(index)}`,
  );

  const placeNames = namePlaces(parcels, parts.names.park, random.fork('names'));
  const shops = random.fork('shops');
  const named = new Set<number>();
  const serial = new Int32Array(developed.compounds.length);
  const buildings = drafts.map((draft, i): TownBuilding => {
    const compound = compoundOf[i]!;
    const entry = compound === null ? developed.compounds.length + i : compound;
    const [x, y] = innerPoint(draft.xy);
    const principal = draft.principal && !named.has(draft.parcel);
    if (principal) named.add(draft.parcel);
    return {
      name: compound === null ? nameOf(draft, principal, placeNames, shops) : `${++serial[compound]!}号楼`,
      streetName: streetName(doors[entry]!),
      houseNumber: houseNumber(entry),
      kind: BUILDING_KIND[draft.use],
      use: draft.use,
      principal,
      floors: draft.floors,
      heightM: Math.round(draft.floors * (STOREY_M[draft.use] ?? HOME_STOREY_M) * 10) / 10,
      households: people.households[i]!,
      residents: people.residents[i]!,
      compound,
      community: communityOf[draft.parcel]!,
      geometry: toPolygon(plane, draft.xy),
      innerPoint: plane.toLngLat(x, y),
    };
  });
  return { compounds, buildings, placeNames };
}

function compoundDoor(ways: Ways, parcel: Parcel, compound: Developed['compounds'][number]): Door | null {
  for (const gate of compound.gates) {
    if (ways.list[gate.way]!.name === '') continue;
    const edge = parcel.face.way.findIndex((id, k) => {
      const low = Math.min(parcel.face.from[k]!, parcel.face.to[k]!);
      const high = Math.max(parcel.face.from[k]!, parcel.face.to[k]!);
      return id === gate.way && gate.at >= low - 1e-6 && gate.at <= high + 1e-6;
    });
    if (edge >= 0) return { way: gate.way, at: gate.at, left: parcel.face.to[edge]! > parcel.face.from[edge]! };
  }
  return doorOf(ways, parcel.face, parcel.x, parcel.y);
}

function buildingDoor(ways: Ways, parcel: Parcel, draft: Draft): Door | null {
  const [x, y] = innerPoint(draft.xy);
  return doorOf(ways, parcel.blocks[draft.block]!, x, y) ?? doorOf(ways, parcel.face, x, y);
}

function nameOf(draft: Draft, principal: boolean, placeNames: ReadonlyMap<number, string>, shops: Random): string {
  if (draft.use === 'railwaystation') return '火车站';
  if (draft.use === 'shop') return shopName(shops);
  return principal ? (placeNames.get(draft.parcel) ?? '') : '';
}

function nameCompounds(
  { parcels, developed, communityOf, plane, names, random }: Parts,
  compoundOf: readonly (number | null)[],
  households: Int32Array,
  address: (compound: number) => string,
): TownCompound[] {
  const kinds = new Map<number, Draft['use']>();
  compoundOf.forEach((compound, i) => {
    if (compound !== null && !kinds.has(compound)) kinds.set(compound, developed.drafts[i]!.use);
  });
  const namer = compoundNamer(names.compounds ?? [], random.fork('compounds'));
  const out = new Array<TownCompound>(developed.compounds.length);
  const order = developed.compounds.map((_, index) => index).sort((a, b) => households[b]! - households[a]! || a - b);
  for (const index of order) {
    const compound = developed.compounds[index]!;
    out[index] = {
      ...namer(kinds.get(index) ?? 'slab', parcels[compound.parcel]!.out),
      address: address(index),
      households: households[index]!,
      community: communityOf[compound.parcel]!,
      geometry: toPolygon(plane, compound.outline),
      walls: { type: 'MultiLineString', coordinates: compound.walls.map((wall) => wallCoordinates(plane, wall)) },
      gates: { type: 'MultiPoint', coordinates: compound.gates.map((gate) => plane.toLngLat(gate.x, gate.y)) },
    };
  }
  return out;
}

function wallCoordinates(plane: Plane, wall: readonly number[]): [number, number][] {
  return Array.from({ length: wall.length / 2 }, (_, k) => plane.toLngLat(wall[2 * k]!, wall[2 * k + 1]!));
}

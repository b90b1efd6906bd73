import type { Character, Quarter, Use } from './character.ts';
import { type DivideSpec, divideFace } from './divide-face.ts';
import { type Face, faceAreaM2 } from './face.ts';
import type { Superblock } from './grid-ways.ts';
import { centroid } from './polygon.ts';
import type { Random } from './random.ts';
import type { Skeleton } from './skeleton.ts';
import type { Ways } from './ways.ts';
import type { Zoning } from './zoning.ts';

/** Land with one use, between public ways (and, for a strip, a river or railway). */
export interface Parcel {
  readonly id: number;
  readonly superblock: number;
  readonly quarter: Quarter;
  /** the village it is part of; null in town and fields */
  readonly village: number | null;
  use: Use;
  readonly face: Face;
  readonly areaM2: number;
  readonly x: number;
  readonly y: number;
  /** 0 in the centre, 1 at the ring */
  readonly out: number;
  /** the blocks it is cut into by its own drives and lanes */
  blocks: Face[];
  strip: Superblock['strip'];
}

/** Fields are cut to smaller plots within this distance of a village, metres. */
const VILLAGE_BELT_M = 110;

/** Cuts the superblocks into parcels; `use` is set by assignUses. */
export function layParcels(
  ways: Ways,
  skeleton: Skeleton,
  character: Character,
  zoning: Zoning,
  random: Random,
): Parcel[] {
  const parcels: Parcel[] = [];
  const divide = (face: Face, quarter: Quarter): Face[] => divideFace(ways, face, cutsOf(character, quarter), random);
  skeleton.superblocks.forEach(({ face: whole, strip }, index) => {
    const add = (face: Face, quarter: Quarter, village: number | null = null): void => {
      const [x, y] = centroid(face.xy);
      parcels.push({
        id: parcels.length,
        superblock: index,
        quarter,
        village,
        use: 'strip',
        face,
        areaM2: faceAreaM2(face),
        x,
        y,
        out: zoning.outAt(x, y),
        blocks: [face],
        strip,
      });
    };
    if (strip) {
      add(whole, 'strip');
      return;
    }
    const quarter = zoning.quarterAt(...centroid(whole.xy));
    for (const face of divide(whole, quarter)) {
      const [x, y] = centroid(face.xy);
      const near = zoning.villageAt(x, y).insideM > -VILLAGE_BELT_M - Math.sqrt(faceAreaM2(face)) / 2;
      if (quarter !== 'fields' || !near) {
        add(face, quarter);
        continue;
      }
      for (const plot of divide(face, 'village')) {
        const { village, insideM } = zoning.villageAt(...centroid(plot.xy));
        if (insideM > 0) add(plot, 'village', village);
        else add(plot, 'fields');
      }
    }
  });
  ploughLanes(ways, parcels);
  return parcels;
}

/** A lane with nothing but fields on both sides is a track. */
function ploughLanes(ways: Ways, parcels: readonly Parcel[]): void {
  const settled = new Set<number>();
  for (const { quarter, face } of parcels) if (quarter !== 'fields') for (const id of face.way) settled.add(id);
  for (const way of ways.list) {
    if (way.role !== 'lane' || settled.has(way.id)) continue;
    way.role = 'path';
    way.wayClass = 'track';
  }
}

/** How a quarter is cut to parcels. */
function cutsOf(character: Character, quarter: Quarter): DivideSpec {
  const rural = quarter === 'fields' || quarter === 'hill';
  const winding = quarter === 'old' || quarter === 'village' ? 1.6 : 1;
  return {
    targetM2: character.parcelM2[quarter],
    leastWidthM: quarter === 'fields' ? 120 : quarter === 'industrial' ? 95 : 62,
    jitterDeg: character.jitterDeg * winding,
    way: {
      wayClass: rural ? 'track' : 'residential',
      role: rural ? 'path' : 'lane',
      bend: character.bend * winding,
    },
  };
}

const WALLED: readonly Use[] = ['slabs', 'towers', 'factory', 'warehouse', 'terraces'];
/** Blocks of one parcel: more drives than this would mean more than four gates. */
const MOST_BLOCKS_WALLED = 4;

/** Cuts each parcel into blocks: by drives inside a compound or works, by lanes in an open quarter, by tracks in fields. */
export function layBlocks(ways: Ways, parcels: Parcel[], character: Character, random: Random): void {
  for (const parcel of parcels) {
    const wanted = character.blockM2[parcel.use];
    if (wanted === undefined) continue;
    const walled = WALLED.includes(parcel.use);
    const rural = parcel.use === 'fields';
    const targetM2 = walled ? Math.max(wanted, parcel.areaM2 / MOST_BLOCKS_WALLED) : wanted;
    parcel.blocks = divideFace(
      ways,
      parcel.face,
      {
        targetM2,
        leastWidthM: rural ? 100 : walled ? 50 : 40,
        jitterDeg: walled ? 1 : character.jitterDeg,
        way: {
          wayClass: rural ? 'track' : walled ? 'service' : 'residential',
          role: rural ? 'path' : walled ? 'drive' : 'lane',
          bend: walled ? 0 : character.bend,
        },
      },
      random,
    );
  }
}

import type { Character, Quarter, Use } from './character.ts';
import { divideFace } from './divide-face.ts';
import { type Face, faceAreaM2 } from './face.ts';
import { centroid } from './polygon.ts';
import type { Random } from './random.ts';
import type { Skeleton, Superblock } from './skeleton.ts';
import type { Ways } from './ways.ts';
import { createZoning, type Zoning } from './zoning.ts';

/** Land with one use, between public ways (and, for a strip, a river or railway). */
export interface Parcel {
  readonly id: number;
  readonly superblock: number;
  readonly quarter: Quarter;
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

/** Cuts the superblocks into parcels; `use` is set by assignUses. */
export function layParcels(
  ways: Ways,
  skeleton: Skeleton,
  character: Character,
  random: Random,
): { parcels: Parcel[]; zoning: Zoning } {
  const zoning = createZoning(skeleton, character, random.fork('zoning'));
  const parcels: Parcel[] = [];
  const cuts = random.fork('parcels');
  skeleton.superblocks.forEach((superblock, index) => {
    const [sx, sy] = centroid(superblock.face.xy);
    const quarter: Quarter = superblock.strip ? 'strip' : zoning.quarterAt(sx, sy);
    const rural = quarter === 'fields' || quarter === 'hill';
    const faces = superblock.strip
      ? [superblock.face]
      : divideFace(
          ways,
          superblock.face,
          {
            targetM2: character.parcelM2[quarter],
            leastWidthM: quarter === 'fields' ? 120 : quarter === 'industrial' ? 95 : 62,
            jitterDeg: quarter === 'old' || quarter === 'village' ? character.jitterDeg * 1.6 : character.jitterDeg,
            way: () => ({
              wayClass: rural ? 'track' : 'residential',
              role: rural ? 'path' : 'lane',
              bend: quarter === 'old' || quarter === 'village' ? character.bend * 1.6 : character.bend,
            }),
          },
          cuts,
        );
    for (const face of faces) {
      const [x, y] = centroid(face.xy);
      parcels.push({
        id: parcels.length,
        superblock: index,
        quarter,
        use: 'strip',
        face,
        areaM2: faceAreaM2(face),
        x,
        y,
        out: zoning.outAt(x, y),
        blocks: [face],
        strip: superblock.strip,
      });
    }
  });
  return { parcels, zoning };
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
        way: () => ({
          wayClass: rural ? 'track' : walled ? 'service' : 'residential',
          role: rural ? 'path' : walled ? 'drive' : 'lane',
          bend: walled ? 0 : character.bend,
        }),
      },
      random,
    );
  }
}

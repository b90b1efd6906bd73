import type { LocalCrs } from '../crs/local-crs.ts';

/**
 * A planar graph: the county's blocks as faces, stored as arcs that neighbours share.
 *
 * A gap or an overlap cannot be written down: a face is only what its arcs enclose, and every arc names the
 * block on its left and on its right. Immutable; edits make a new one.
 *
 * Coordinates are integer centimetres in `crs` (x east, y north), so equality is exact.
 * Ids are safe integers (up to 2^53 − 1), unique in their kind; a node, arc or block that an edit leaves alone keeps its id.
 */
export interface Fabric {
  readonly crs: LocalCrs;
  readonly nodes: {
    readonly ids: Float64Array;
    /** [x0, y0, x1, y1, …] cm */
    readonly xy: Int32Array;
  };
  readonly arcs: {
    readonly ids: Float64Array;
    /** node index where the arc starts; a closed arc without a junction starts and ends in one node */
    readonly from: Uint32Array;
    readonly to: Uint32Array;
    /** block index on the left of the arc's direction; −1 = outside */
    readonly left: Int32Array;
    readonly right: Int32Array;
    /** arc i has the coordinates xy[2·offsets[i]] … xy[2·offsets[i + 1] − 1], its two nodes included */
    readonly offsets: Uint32Array;
    /** [x0, y0, x1, y1, …] cm */
    readonly xy: Int32Array;
  };
  readonly blocks: {
    readonly ids: Float64Array;
  };
}

/** Index that stands for the outside in `arcs.left` and `arcs.right`. */
export const OUTSIDE = -1;

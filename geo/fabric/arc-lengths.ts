import { pointScale } from '../crs/local-crs.ts';
import type { Fabric } from './fabric.ts';

/**
 * Length of each arc in metres on the ellipsoid: that in the plane divided by the scale at the arc's middle vertex, so
 * that borders agree with `blockAreasM2` however far from the meridian they lie.
 */
export function arcLengthsM({ crs, arcs }: Fabric): Float64Array {
  const { offsets, xy } = arcs;
  const lengths = new Float64Array(arcs.from.length);
  for (let arc = 0; arc < lengths.length; arc++) {
    const first = offsets[arc]!;
    const end = offsets[arc + 1]!;
    let lengthCm = 0;
    for (let i = 2 * first; i < 2 * (end - 1); i += 2) {
      lengthCm += Math.hypot(xy[i + 2]! - xy[i]!, xy[i + 3]! - xy[i + 1]!);
    }
    const middle = 2 * ((first + end) >> 1);
    lengths[arc] = lengthCm / 100 / pointScale(crs, xy[middle]!, xy[middle + 1]!);
  }
  return lengths;
}

import { type Fabric, OUTSIDE } from './fabric.ts';

/**
 * Finds the block (its index; −1 for none) in which a point beside all borders lies, cm. The arcs are only sorted into
 * bands by their heights: sooner made than `createLocator`, for points that are few.
 */
export function createBlockFinder({ arcs: { offsets, xy, left, right } }: Fabric): (x: number, y: number) => number {
  const count = left.length;
  let [south, north] = [Infinity, -Infinity];
  for (let i = 1; i < xy.length; i += 2) {
    if (xy[i]! < south) south = xy[i]!;
    if (xy[i]! > north) north = xy[i]!;
  }
  const bands = Math.ceil(Math.sqrt(count));
  const perCm = bands / (north - south + 1);
  const bandOf = (y: number): number => Math.floor((y - south) * perCm);
  const [first, last] = [new Uint32Array(count), new Uint32Array(count)];
  const starts = new Uint32Array(bands + 1);
  for (let arc = 0; arc < count; arc++) {
    let [low, high] = [Infinity, -Infinity];
    for (let i = 2 * offsets[arc]! + 1; i < 2 * offsets[arc + 1]!; i += 2) {
      if (xy[i]! < low) low = xy[i]!;
      if (xy[i]! > high) high = xy[i]!;
    }
    first[arc] = bandOf(low);
    last[arc] = bandOf(high);
    for (let band = first[arc]!; band <= last[arc]!; band++) starts[band + 1]!++;
  }
  for (let band = 0; band < bands; band++) starts[band + 1]! += starts[band]!;
  const list = new Uint32Array(starts[bands]!);
  const fill = starts.slice();
  for (let arc = 0; arc < count; arc++)
    for (let band = first[arc]!; band <= last[arc]!; band++) list[fill[band]!++] = arc;

  return (x, y) => {
    let found = OUTSIDE;
    let nearest = Number.NEGATIVE_INFINITY;
    for (const arc of list.subarray(starts[bandOf(y)], starts[bandOf(y) + 1])) {
      for (let i = 2 * offsets[arc]!; i + 2 < 2 * offsets[arc + 1]!; i += 2) {
        const ay = xy[i + 1]!;
        const by = xy[i + 3]!;
        if (ay > y === by > y) continue;
        const west = xy[i]! + ((y - ay) / (by - ay)) * (xy[i + 2]! - xy[i]!);
        if (west >= x || west <= nearest) continue;
        nearest = west;
        found = by > ay ? right[arc]! : left[arc]!;
      }
    }
    return found;
  };
}

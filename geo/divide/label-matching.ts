/**
 * Which old label each new one continues, so that the sum of what they have in common is largest (the assignment
 * problem, Hungarian algorithm; cubic in the smaller number).
 *
 * @param overlap  what new label i and old label j have in common: overlap[i · old + j] ≥ 0
 * @returns        old label of each new one; −1 = none: there are more new ones than old, or nothing in common
 * @see            Jonker and Volgenant's shortest augmenting paths, as in Crouse (2016)
 */
export function matchLabels(overlap: ArrayLike<number>, fresh: number, old: number): Int32Array {
  const transposed = fresh > old;
  const rows = transposed ? old : fresh;
  const columns = transposed ? fresh : old;
  const shared = (row: number, column: number): number =>
    overlap[transposed ? column * old + row : row * old + column]!;
  const rowOf = new Int32Array(columns).fill(-1);
  const rowPrice = new Float64Array(rows);
  const columnPrice = new Float64Array(columns);
  const distance = new Float64Array(columns);
  const cameFrom = new Int32Array(columns);
  const done = new Uint8Array(columns);
  for (let start = 0; start < rows; start++) {
    distance.fill(Number.POSITIVE_INFINITY);
    cameFrom.fill(-1);
    done.fill(0);
    let row = start;
    let last = -1; // column that `row` came through
    let reached = 0;
    let end = -1;
    const visited: number[] = [];
    while (end < 0) {
      let next = -1;
      for (let column = 0; column < columns; column++) {
        if (done[column]) continue;
        const along = reached - shared(row, column) - rowPrice[row]! - columnPrice[column]!;
        if (along < distance[column]!) {
          distance[column] = along;
          cameFrom[column] = last;
        }
        if (next < 0 || distance[column]! < distance[next]!) next = column;
      }
      reached = distance[next]!;
      done[next] = 1;
      visited.push(next);
      last = next;
      if (rowOf[next]! < 0) end = next;
      else row = rowOf[next]!;
    }
    rowPrice[start]! += reached;
    for (const column of visited) {
      if (column === end) continue;
      rowPrice[rowOf[column]!]! += reached - distance[column]!;
      columnPrice[column]! -= reached - distance[column]!;
    }
    for (let column = end; ; ) {
      const before = cameFrom[column]!;
      rowOf[column] = before < 0 ? start : rowOf[before]!;
      if (before < 0) break;
      column = before;
    }
  }
  const oldOf = new Int32Array(fresh).fill(-1);
  rowOf.forEach((row, column) => {
    if (row < 0 || shared(row, column) === 0) return;
    if (transposed) oldOf[column] = row;
    else oldOf[row] = column;
  });
  return oldOf;
}

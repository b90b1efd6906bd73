/** Disjoint sets over 0 … n − 1; the smallest member stands for its set, so that results do not depend on order. */
export interface UnionFind {
  find(i: number): number;
  union(i: number, j: number): void;
}

export function createUnionFind(n: number): UnionFind {
  const parent = new Int32Array(n);
  for (let i = 0; i < n; i++) parent[i] = i;
  const find = (i: number): number => {
    while (parent[i] !== i) {
      parent[i] = parent[parent[i]!]!;
      i = parent[i]!;
    }
    return i;
  };
  const union = (i: number, j: number): void => {
    const a = find(i);
    const b = find(j);
    if (a < b) parent[b] = a;
    else parent[a] = b;
  };
  return { find, union };
}

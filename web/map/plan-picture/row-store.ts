import { newRows, type Rows } from '../overlay-registry.ts';

/**
 * Rows by key, drawn in layers: `home`, whose rows keep their shape and change their look one by one, in the parts in
 * which they came, and `moved`, the few whose shape has changed since, made anew as a whole. So a change costs what has
 * changed, not what there is.
 */
export interface RowStore<T> {
  /** Adds a part; its keys are new. */
  append(rows: Iterable<readonly [key: number, row: T]>): void;
  set(key: number, row: T): void;
  delete(key: number): void;
  flush(): { readonly home: readonly Rows<T>[]; readonly moved: Rows<T> };
}

export interface RowKind<T> {
  /** whether two rows have one shape */
  isSameShape(a: T, b: T): boolean;
  isSameLook(a: T, b: T): boolean;
  /** the row, unseen */
  hidden(row: T): T;
}

interface Part<T> {
  readonly items: T[];
  rows: Rows<T>;
  touched: Set<number>;
}

export function createRowStore<T>({ isSameShape, isSameLook, hidden }: RowKind<T>): RowStore<T> {
  const parts: Part<T>[] = [];
  const places = new Map<number, { readonly part: Part<T>; readonly index: number }>();
  const away = new Map<number, T>();
  let moved = newRows<T>([]);
  let movedChanged = false;

  const put = ({ items, touched }: Part<T>, index: number, row: T): void => {
    if (isSameLook(items[index]!, row)) return;
    items[index] = row;
    touched.add(index);
  };
  const leave = (key: number): void => {
    movedChanged = away.delete(key) || movedChanged;
  };
  return {
    append(rows) {
      const items: T[] = [];
      const part: Part<T> = { items, rows: newRows(items), touched: new Set() };
      for (const [key, row] of rows) places.set(key, { part, index: items.push(row) - 1 });
      parts.push(part);
    },
    set(key, row) {
      const home = places.get(key);
      const drawn = home?.part.items[home.index];
      if (home && isSameShape(drawn!, row)) {
        put(home.part, home.index, row);
        leave(key);
        return;
      }
      if (home) put(home.part, home.index, hidden(drawn!));
      const known = away.get(key);
      if (known && isSameShape(known, row) && isSameLook(known, row)) return;
      away.set(key, row);
      movedChanged = true;
    },
    delete(key) {
      const home = places.get(key);
      if (home) put(home.part, home.index, hidden(home.part.items[home.index]!));
      leave(key);
    },
    flush() {
      for (const part of parts) {
        if (part.touched.size === 0) continue;
        part.rows = { items: part.items, changed: rangesOf(part.touched), previous: new WeakRef(part.rows) };
        part.touched = new Set();
      }
      if (movedChanged) {
        moved = newRows([...away.values()]);
        movedChanged = false;
      }
      return { home: parts.map(({ rows }) => rows), moved };
    },
  };
}

/** Runs of neighbouring indices; rows in between that are few are done along. */
export function rangesOf(indices: Iterable<number>, bridged = 2): [from: number, to: number][] {
  const ranges: [number, number][] = [];
  for (const index of [...indices].sort((a, b) => a - b)) {
    const last = ranges.at(-1);
    if (last && index <= last[1] + bridged) last[1] = index + 1;
    else ranges.push([index, index + 1]);
  }
  return ranges;
}

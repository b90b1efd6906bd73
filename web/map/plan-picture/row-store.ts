import { newRows, type Rows } from '../overlay-registry.ts';

/**
 * Rows by key, drawn in two layers: `home`, whose rows keep their shape and change their look one by one, and `moved`,
 * the few whose shape has changed since, made anew as a whole. So a change costs what has changed, not what there is.
 */
export interface RowStore<T> {
  reset(rows: Iterable<readonly [key: number, row: T]>): void;
  set(key: number, row: T): void;
  delete(key: number): void;
  flush(): { readonly home: Rows<T>; readonly moved: Rows<T> };
}

export interface RowKind<T> {
  /** whether two rows have one shape */
  isSameShape(a: T, b: T): boolean;
  isSameLook(a: T, b: T): boolean;
  /** the row, unseen */
  hidden(row: T): T;
}

export function createRowStore<T>({ isSameShape, isSameLook, hidden }: RowKind<T>): RowStore<T> {
  let items: T[] = [];
  let indexOf = new Map<number, number>();
  let home = newRows<T>(items);
  let touched = new Set<number>();
  const away = new Map<number, T>();
  let moved = newRows<T>([]);
  let movedChanged = false;

  const put = (index: number, row: T): void => {
    if (isSameLook(items[index]!, row)) return;
    items[index] = row;
    touched.add(index);
  };
  const leave = (key: number): void => {
    movedChanged = away.delete(key) || movedChanged;
  };
  return {
    reset(rows) {
      items = [];
      indexOf = new Map();
      for (const [key, row] of rows) indexOf.set(key, items.push(row) - 1);
      home = newRows(items);
      touched = new Set();
      away.clear();
      movedChanged = true;
    },
    set(key, row) {
      const index = indexOf.get(key);
      if (index !== undefined && isSameShape(items[index]!, row)) {
        put(index, row);
        leave(key);
        return;
      }
      if (index !== undefined) put(index, hidden(items[index]!));
      const known = away.get(key);
      if (known && isSameShape(known, row) && isSameLook(known, row)) return;
      away.set(key, row);
      movedChanged = true;
    },
    delete(key) {
      const index = indexOf.get(key);
      if (index !== undefined) put(index, hidden(items[index]!));
      leave(key);
    },
    flush() {
      if (touched.size > 0) {
        home = { items, changed: rangesOf(touched), previous: new WeakRef(home) };
        touched = new Set();
      }
      if (movedChanged) {
        moved = newRows([...away.values()]);
        movedChanged = false;
      }
      return { home, moved };
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

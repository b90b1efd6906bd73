/** A queue of numbers: the one with the smallest value comes first, of equals the smallest item. */
export interface Queue {
  push(item: number, value: number): void;
  pop(): { item: number; value: number } | null;
}

export function createQueue(): Queue {
  const heap: { item: number; value: number }[] = [];
  const before = (i: number, j: number): boolean =>
    heap[i]!.value < heap[j]!.value || (heap[i]!.value === heap[j]!.value && heap[i]!.item < heap[j]!.item);
  const swap = (i: number, j: number): void => {
    const entry = heap[i]!;
    heap[i] = heap[j]!;
    heap[j] = entry;
  };
  return {
    push(item, value) {
      heap.push({ item, value });
      for (let i = heap.length - 1; i > 0; ) {
        const parent = (i - 1) >> 1;
        if (!before(i, parent)) break;
        swap(i, parent);
        i = parent;
      }
    },
    pop() {
      const top = heap[0];
      const last = heap.pop();
      if (!top || !last) return null;
      if (heap.length === 0) return top;
      heap[0] = last;
      for (let i = 0; ; ) {
        const l = 2 * i + 1;
        const r = l + 1;
        let least = i;
        if (l < heap.length && before(l, least)) least = l;
        if (r < heap.length && before(r, least)) least = r;
        if (least === i) return top;
        swap(i, least);
        i = least;
      }
    },
  };
}

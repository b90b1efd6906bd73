/** What an entry costs beside its bytes: key, map slot, headers of the objects. */
const OVERHEAD_BYTES = 300;

/** Bytes by key within a budget; what was used longest ago goes first. */
export function createTileCache(budgetBytes: number) {
  const entries = new Map<string, Uint8Array>();
  let usedBytes = 0;

  const costOf = (bytes: Uint8Array): number => bytes.byteLength + OVERHEAD_BYTES;

  return {
    get(key: string): Uint8Array | undefined {
      const bytes = entries.get(key);
      if (bytes !== undefined) {
        entries.delete(key);
        entries.set(key, bytes);
      }
      return bytes;
    },
    set(key: string, bytes: Uint8Array): void {
      const known = entries.get(key);
      if (known !== undefined) usedBytes -= costOf(known);
      entries.delete(key);
      if (costOf(bytes) > budgetBytes) return;
      entries.set(key, bytes);
      usedBytes += costOf(bytes);
      for (const [oldest, dropped] of entries) {
        if (usedBytes <= budgetBytes) break;
        entries.delete(oldest);
        usedBytes -= costOf(dropped);
      }
    },
    get usedBytes() {
      return usedBytes;
    },
    get size() {
      return entries.size;
    },
  };
}

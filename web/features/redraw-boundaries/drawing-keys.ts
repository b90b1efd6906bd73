/** What the keyboard may do with the tool that has the pointer. */
interface DrawingKeys {
  /** @returns whether a gesture ran */
  cancelStroke(): boolean;
  /** @returns whether the key meant something to the tool */
  toolKey(key: string): boolean;
}

let attached: DrawingKeys | null = null;

/** The shortcuts are known from the start, what they act on only while somebody draws. */
export const drawing = {
  attach(keys: DrawingKeys): () => void {
    attached = keys;
    return () => {
      if (attached === keys) attached = null;
    };
  },
  isActive: (): boolean => attached !== null,
  cancelStroke: (): boolean => attached?.cancelStroke() ?? false,
  toolKey: (key: string): boolean => attached?.toolKey(key) ?? false,
};

/** Lets whatever waits go first: long work in pieces does not freeze a page, and hears what it is told. */
export const breathe = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));

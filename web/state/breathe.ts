import type { Steps } from '../../geo/steps.ts';

/** As long may work go on before whatever waits has its turn, ms: a good part of a frame. */
const AT_ONCE_MS = 8;

/** Lets whatever waits go first: long work in pieces does not freeze a page, and hears what it is told. */
export const breathe = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));

/** Does work step by step, with a breath in between; null when it is not `wanted` any more. */
export async function inBreaths<T>(steps: Steps<T>, wanted: () => boolean = () => true): Promise<T | null> {
  for (let began = performance.now(); ; ) {
    const { done, value } = steps.next();
    if (done) return value;
    if (performance.now() - began < AT_ONCE_MS) continue;
    await breathe();
    if (!wanted()) return null;
    began = performance.now();
  }
}

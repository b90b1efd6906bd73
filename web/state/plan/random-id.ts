/** Safe integers above zero that nobody else makes: 53 random bits each, for what a step brings into a plan. */
export function randomIds(count: number): number[] {
  const words = crypto.getRandomValues(new Uint32Array(2 * count));
  return Array.from({ length: count }, (_, i) => (words[2 * i]! & 0x1f_ffff) * 2 ** 32 + words[2 * i + 1]! || 1);
}

export const randomId = (): number => randomIds(1)[0]!;

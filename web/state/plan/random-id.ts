/** A safe integer above zero that nobody else makes: 53 random bits, for what a step brings into a plan. */
export function randomId(): number {
  const [high, low] = crypto.getRandomValues(new Uint32Array(2));
  return (high! & 0x1f_ffff) * 2 ** 32 + low! || 1;
}

export const randomIds = (count: number): number[] => Array.from({ length: count }, randomId);

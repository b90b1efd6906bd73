const EQUATOR_M = 40_075_016.686;
/** Width of the world at zoom 0 in maplibre, px. */
const WORLD_PX = 512;
const ROUND = [1, 2, 5, 10];

/** The longest round distance that fits into `maxPx` at this latitude and zoom, and its width on the screen. */
export function scaleLength(lat: number, zoom: number, maxPx: number): { metres: number; px: number } {
  const metresPerPx = (EQUATOR_M * Math.cos((lat * Math.PI) / 180)) / (WORLD_PX * 2 ** zoom);
  const longest = maxPx * metresPerPx;
  const decade = 10 ** Math.floor(Math.log10(longest));
  const factor = ROUND.findLast((candidate) => candidate * decade <= longest) ?? 1;
  const metres = factor * decade;
  return { metres, px: Math.round(metres / metresPerPx) };
}

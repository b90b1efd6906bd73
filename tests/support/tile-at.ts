/** z/x/y of the tile that holds a place. */
export function tileAt(z: number, [lng, lat]: readonly [number, number]): string {
  const side = 2 ** z;
  const x = Math.floor(((lng + 180) / 360) * side);
  const y = Math.floor(((1 - Math.asinh(Math.tan((lat * Math.PI) / 180)) / Math.PI) / 2) * side);
  return `${z}/${x}/${y}`;
}

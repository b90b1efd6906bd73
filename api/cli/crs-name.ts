/** A system as people type it: "epsg:4548" and "4548" are EPSG:4548; "gcj02" is GCJ-02. */
export function crsName(given: string): string {
  const upper = given.trim().toUpperCase();
  if (/^\d+$/.test(upper)) return `EPSG:${upper}`;
  return upper.replace(/^(GCJ|BD)-?(\d\d)$/, '$1-$2');
}

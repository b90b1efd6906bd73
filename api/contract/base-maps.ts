import { z } from 'zod';

/** Raster maps of others that may lie under the county's own layers; which there are is the administrator's choice. */
export const BASE_MAP_IDS = ['tianditu', 'tianditu-imagery', 'amap', 'amap-imagery'] as const;
export type BaseMapId = (typeof BASE_MAP_IDS)[number];

export const baseMap = z.object({
  id: z.enum(BASE_MAP_IDS),
  /** what its tiles are drawn in, on Web Mercator; CGCS2000 counts as WGS84, the two differ by centimetres */
  datum: z.enum(['WGS84', 'GCJ-02']),
  /** pictures that make one tile, from below: a map and its words, say */
  sheets: z.number().int().min(1).max(2),
  /** deepest level there is; deeper ones are the same, enlarged */
  maxZoom: z.number().int(),
});
export type BaseMap = z.infer<typeof baseMap>;

export const baseMapList = z.array(baseMap);

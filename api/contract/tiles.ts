import { z } from 'zod';
import { bounds } from './words.ts';

/** GET /tiles/:county/:layers.json : TileJSON 3.0; each layer's attributes with what they mean. */
export const tileJson = z.object({
  tilejson: z.literal('3.0.0'),
  name: z.string(),
  tiles: z.array(z.string()),
  scheme: z.literal('xyz'),
  minzoom: z.number().int(),
  maxzoom: z.number().int(),
  bounds: bounds.optional(),
  attribution: z.string(),
  vector_layers: z.array(
    z.object({
      id: z.string(),
      fields: z.record(z.string(), z.string()),
      minzoom: z.number().int(),
      maxzoom: z.number().int(),
    }),
  ),
});
export type TileJson = z.infer<typeof tileJson>;

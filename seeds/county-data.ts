import { z } from 'zod';

/** What the files of a demo county say; geometry and records are made from it by code. */

const region = z.object({
  name: z.string(),
  nameEn: z.string(),
  /** absent = numbered when it is loaded */
  code: z.string().optional(),
});
export type RegionData = z.infer<typeof region>;

const community = region.extend({
  /** name of the street it belongs to */
  street: z.string(),
  /** name of the community it was split off from */
  from: z.string().optional(),
  /** households relative to the others; default 1 */
  weight: z.number().optional(),
});
export type CommunityData = z.infer<typeof community>;

const grouping = region.extend({
  kind: z.enum(['network', 'union']),
  /** how the members of a union joined */
  mode: z.string().optional(),
  /** about how many communities it should have, relative to the others; they lie together */
  members: z.number(),
});

const division = z.object({
  name: z.string(),
  validFrom: z.iso.date(),
  /** 'before': communities are together again with those that were split off from them later */
  communities: z.enum(['now', 'before']),
  grids: z.boolean(),
  /** other names (and codes) of this division's communities, by their present name */
  names: z.record(z.string(), region).optional(),
});
export type DivisionData = z.infer<typeof division>;

const side = z.enum(['north', 'south', 'east', 'west']);
const town = z.object({
  /** [lng, lat] of the town's middle */
  centre: z.tuple([z.number(), z.number()]),
  character: z.enum(['northern', 'southern', 'oldtown', 'township']),
  /** counties of one seed have one town; default: the code */
  seed: z.string().optional(),
  households: z.number().optional(),
  river: z
    .object({ side, offset: z.number(), widthM: z.number(), border: z.boolean().optional(), name: z.string() })
    .optional(),
  railway: z.object({ side, offset: z.number(), name: z.string() }).optional(),
  names: z.object({
    main: z.tuple([z.string(), z.string()]).optional(),
    roads: z.array(z.string()).optional(),
    laneStems: z.array(z.string()).optional(),
    compounds: z.array(z.string()).optional(),
    villages: z.array(z.string()).optional(),
    pedestrian: z.string().optional(),
    park: z.string().optional(),
  }),
});

/** `county.json`: who the county is and how it is divided. */
export const countyData = z.object({
  code: z.string().regex(/^\d{6}$/),
  name: z.string(),
  nameEn: z.string(),
  attribution: z.string(),
  attributionEn: z.string(),
  town,
  streets: z.array(region),
  groupings: z.array(grouping).optional(),
  communities: z.array(community),
  /** in the order in which they come into force */
  divisions: z.array(division).min(1),
});
export type CountyData = z.infer<typeof countyData>;

/** `figures.json`: what the sources count, and the totals that institutions published themselves. */
export const figureData = z.object({
  /** by name; the records are made in these numbers */
  counts: z.record(z.string(), z.number()),
  /** members as counts, by subject and class; they are shared out over the blocks */
  tallies: z.array(
    z.object({
      subject: z.enum(['member', 'check_in', 'check_in_due']),
      class: z.string(),
      period: z.string(),
      n: z.number().int(),
    }),
  ),
  published: z.array(
    z.object({ id: z.string(), value: z.number(), unit: z.string(), name: z.string(), source: z.string() }),
  ),
});
export type FigureData = z.infer<typeof figureData>;

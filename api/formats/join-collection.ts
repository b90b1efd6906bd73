import type { Geometry, GeometryCollection } from 'geojson';

/**
 * A collection whose parts are of one kind as the Multi… of them (a single part as itself); one of several kinds, or
 * of none, as it is.
 */
export function joinCollection(collection: GeometryCollection): Geometry {
  const parts = partsOf(collection);
  const [kind, ...others] = new Set(parts.map(({ type }) => type.replace(/^Multi/, '')));
  if (kind === undefined || others.length > 0) return collection;
  const [only, ...more] = parts;
  if (more.length === 0) return only!;
  const coordinates = parts.flatMap(({ type, coordinates: own }): unknown[] =>
    type.startsWith('Multi') ? own : [own],
  );
  return { type: `Multi${kind}`, coordinates } as unknown as Geometry;
}

type Single = Exclude<Geometry, GeometryCollection>;

/** Deeper than that no program nests them, and a stack of calls has an end. */
const MAX_DEPTH = 20;

function partsOf(geometry: Geometry, depth = 0): Single[] {
  if (geometry.type !== 'GeometryCollection') return [geometry];
  return depth < MAX_DEPTH ? geometry.geometries.flatMap((part) => partsOf(part, depth + 1)) : [];
}

import { toLngLat } from '../crs/local-crs.ts';
import type { NodedEdges } from './noding.ts';
import type { PlanarGraph } from './planar-graph.ts';
import type { Drawing } from './read-geometry.ts';
import { type BuildFault, type Consent, DEFAULT_MEND_WIDTH_M, type FaultKind, type MendOptions } from './report.ts';
import { createUnionFind } from './union-find.ts';
import { buildZones, type Zone } from './zones.ts';

/** No polygon owns the face. */
export const UNOWNED = -1;

/** A polygon of which an overlap takes at least this share owns the overlap, lest it vanish. */
const SWALLOWED_SHARE = 0.5;
/** Polygons that share this much of the larger one are the same polygon drawn twice. */
const DUPLICATE_SHARE = 0.999;

/**
 * Gives each face to one polygon or to none, and tells what had to be mended.
 *
 * Duplicates go to the first of them; an overlap to the polygon it is most of, else to the claimant with which it has
 * the longest border; a gap and a loose sliver to the neighbour with the longest border. So two polygons whose shared
 * border was drawn twice end up with one of the two lines, not a third.
 */
export function resolveOwners(
  drawing: Drawing,
  edges: NodedEdges,
  graph: PlanarGraph,
  options: MendOptions,
): { owner: Int32Array; faults: BuildFault[] } {
  const { zones, zoneOf } = buildZones(drawing, edges, graph);
  const faults: BuildFault[] = [];
  const widthCm = (options.mendWidthM ?? DEFAULT_MEND_WIDTH_M) * 100;
  const consentTo = (kind: keyof NonNullable<MendOptions['consent']>): Consent =>
    options.consent?.[kind] ?? 'mend-small';
  const place = (zone: Zone): [number, number] => toLngLat(drawing.crs, zone.x, zone.y);
  const note = (kind: FaultKind, polygons: readonly number[], zone: Zone, action: BuildFault['action']): void => {
    const widthM = meanWidthCm(zone.areaCm2, zone.perimeterCm) / 100;
    faults.push({ kind, polygons, at: place(zone), areaM2: zone.areaCm2 / 10_000, widthM, action });
  };
  const allowed = (kind: keyof NonNullable<MendOptions['consent']>, small: boolean): 'mended' | 'refused' => {
    const consent = consentTo(kind);
    return consent === 'mend' || (consent === 'mend-small' && small) ? 'mended' : 'refused';
  };
  const isSmall = (zone: Zone): boolean => meanWidthCm(zone.areaCm2, zone.perimeterCm) <= widthCm;

  const areas = polygonAreas(zones);
  const original = findDuplicates(zones, areas);
  for (const [twin, first] of original) {
    const zone = zones.find((z) => z.cover.includes(twin))!;
    note('duplicate', [first, twin], zone, allowed('duplicate', false));
  }
  const claims = zones.map((zone) => [...new Set(zone.cover.map((polygon) => original.get(polygon) ?? polygon))]);
  const owners = claims.map((claim) => (claim.length === 1 ? claim[0]! : UNOWNED));

  const overlaps = zones.filter((zone) => claims[zone.index]!.length > 1);
  for (const zone of overlaps) {
    note('overlap', zone.cover, zone, allowed('overlap', isSmall(zone)));
    owners[zone.index] = overlapOwner(zone, claims[zone.index]!, areas, owners);
  }
  for (const zone of zones) {
    if (zone.index === 0 || zone.cover.length > 0) continue;
    const borders = bordersByOwner(zone, owners);
    const around = [...borders.keys()].filter((polygon) => polygon !== UNOWNED).sort((a, b) => a - b);
    const small = isSmall(zone);
    if (around.length === 0 || (around.length === 1 && !small)) continue; // a hole as it was drawn
    const consent = consentTo('gap');
    const fill = small || consent === 'mend';
    note('gap', around, zone, consent === 'refuse' ? 'refused' : fill ? 'mended' : 'kept');
    if (fill) owners[zone.index] = longest(borders, around);
  }
  for (const { piece, neighbour } of looseSlivers(zones, owners, widthCm)) {
    const polygon = owners[piece[0]!.index]!;
    note(
      'sliver',
      [polygon, neighbour].sort((a, b) => a - b),
      piece[0]!,
      allowed('sliver', true),
    );
    for (const zone of piece) owners[zone.index] = neighbour;
  }
  return { owner: zoneOf.map((zone) => owners[zone]!), faults };
}

/** Mean width of a patch: exactly the width of a long thin rectangle. */
export function meanWidthCm(areaCm2: number, perimeterCm: number): number {
  return perimeterCm > 0 ? (2 * areaCm2) / perimeterCm : 0;
}

function polygonAreas(zones: readonly Zone[]): Map<number, number> {
  const areas = new Map<number, number>();
  for (const { cover, areaCm2 } of zones) {
    for (const polygon of cover) areas.set(polygon, (areas.get(polygon) ?? 0) + areaCm2);
  }
  return areas;
}

/** For each polygon that repeats an earlier one, the first of its kind. */
function findDuplicates(zones: readonly Zone[], areas: ReadonlyMap<number, number>): Map<number, number> {
  const shared = new Map<string, number>();
  for (const { cover, areaCm2 } of zones) {
    for (let i = 0; i < cover.length; i++) {
      for (let j = i + 1; j < cover.length; j++) {
        const key = `${cover[i]} ${cover[j]}`;
        shared.set(key, (shared.get(key) ?? 0) + areaCm2);
      }
    }
  }
  const original = new Map<number, number>();
  for (const [key, area] of shared) {
    const [first, twin] = key.split(' ').map(Number) as [number, number];
    if (area < DUPLICATE_SHARE * Math.max(areas.get(first)!, areas.get(twin)!)) continue;
    original.set(twin, Math.min(original.get(twin) ?? first, original.get(first) ?? first));
  }
  return original;
}

function overlapOwner(
  zone: Zone,
  claimants: readonly number[],
  areas: ReadonlyMap<number, number>,
  owners: readonly number[],
): number {
  const bySize = [...claimants].sort((a, b) => areas.get(a)! - areas.get(b)! || a - b);
  const smallest = bySize[0]!;
  if (zone.areaCm2 >= SWALLOWED_SHARE * areas.get(smallest)!) return smallest;
  const borders = bordersByOwner(zone, owners);
  return claimants.some((polygon) => borders.has(polygon)) ? longest(borders, claimants) : smallest;
}

function bordersByOwner(zone: Zone, owners: readonly number[]): Map<number, number> {
  const borders = new Map<number, number>();
  for (const [neighbour, length] of zone.borders) {
    const owner = owners[neighbour]!;
    borders.set(owner, (borders.get(owner) ?? 0) + length);
  }
  return borders;
}

/** The candidate with the longest border; of equals the first. */
function longest(borders: ReadonlyMap<number, number>, candidates: readonly number[]): number {
  return candidates.reduce((best, polygon) =>
    (borders.get(polygon) ?? 0) > (borders.get(best) ?? 0) ? polygon : best,
  );
}

/** Thin pieces of a polygon that has a larger piece elsewhere, each with the neighbour that takes it. */
function looseSlivers(
  zones: readonly Zone[],
  owners: readonly number[],
  widthCm: number,
): { piece: Zone[]; neighbour: number }[] {
  const together = createUnionFind(zones.length);
  for (const zone of zones) {
    for (const neighbour of zone.borders.keys()) {
      if (owners[zone.index] !== UNOWNED && owners[neighbour] === owners[zone.index])
        together.union(zone.index, neighbour);
    }
  }
  const pieces = new Map<number, Zone[]>();
  for (const zone of zones) {
    if (owners[zone.index] === UNOWNED) continue;
    const root = together.find(zone.index);
    pieces.set(root, [...(pieces.get(root) ?? []), zone]);
  }
  const areaOf = (piece: readonly Zone[]): number => piece.reduce((sum, zone) => sum + zone.areaCm2, 0);
  const largest = new Map<number, number>();
  for (const piece of pieces.values()) {
    const polygon = owners[piece[0]!.index]!;
    largest.set(polygon, Math.max(largest.get(polygon) ?? 0, areaOf(piece)));
  }
  const slivers: { piece: Zone[]; neighbour: number }[] = [];
  for (const piece of pieces.values()) {
    const polygon = owners[piece[0]!.index]!;
    const area = areaOf(piece);
    if (area === largest.get(polygon)) continue;
    const borders = new Map<number, number>();
    for (const zone of piece) {
      for (const [owner, length] of bordersByOwner(zone, owners))
        borders.set(owner, (borders.get(owner) ?? 0) + length);
    }
    borders.delete(polygon);
    const perimeter = [...borders.values()].reduce((sum, length) => sum + length, 0);
    const around = [...borders.keys()].filter((owner) => owner !== UNOWNED).sort((a, b) => a - b);
    if (around.length > 0 && meanWidthCm(area, perimeter) <= widthCm) {
      slivers.push({ piece, neighbour: longest(borders, around) });
    }
  }
  return slivers;
}

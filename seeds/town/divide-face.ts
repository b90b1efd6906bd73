import { boxOf, type CutSpec, cutFace, type Face, faceAreaM2 } from './face.ts';
import { centroid } from './polygon.ts';
import type { Random } from './random.ts';
import type { Ways } from './ways.ts';

export interface DivideSpec {
  /** area that pieces should have, m² */
  readonly targetM2: number;
  /** no piece is narrower, metres */
  readonly leastWidthM: number;
  /** the way of a cut through a piece of this area */
  readonly way: (areaM2: number) => CutSpec;
  /** largest turn of a cut away from its neighbours' direction, degrees */
  readonly jitterDeg: number;
}

/** A face is cut while it is larger than this many targets. */
const CUT_ABOVE = 1.45;

/** Cuts a face again and again across its long side, until the pieces are about as large as asked. */
export function divideFace(ways: Ways, face: Face, spec: DivideSpec, random: Random): Face[] {
  const area = faceAreaM2(face);
  if (area < CUT_ABOVE * spec.targetM2) return [face];
  const box = boxOf(face);
  const pieces = Math.max(2, Math.round(area / spec.targetM2));
  const share = Math.floor(pieces / 2) / pieces;
  const [cx, cy] = centroid(face.xy);
  const way = spec.way(area);
  for (let attempt = 0; attempt < 8; attempt++) {
    const across = attempt < 5;
    const length = across ? box.lengthM : box.widthM;
    if (length < 2 * spec.leastWidthM) continue;
    const angle = box.angleRad + (across ? 0 : Math.PI / 2);
    const side = random.chance(0.5) ? share : 1 - share;
    const reach = Math.max(0, length / 2 - spec.leastWidthM);
    const offset = clamp((side - 0.5) * length + random.between(-0.08, 0.08) * length, reach);
    const through: [number, number] = [cx + offset * Math.cos(angle), cy + offset * Math.sin(angle)];
    const turn = (random.between(-1, 1) * spec.jitterDeg * Math.PI) / 180;
    const direction = alongSides(face, angle + Math.PI / 2) + turn;
    const cut = cutFace(ways, face, through, direction, way, random.between(-1, 1));
    if (!cut) continue;
    return [...divideFace(ways, cut.left, spec, random), ...divideFace(ways, cut.right, spec, random)];
  }
  return [face];
}

const clamp = (value: number, limit: number): number => Math.max(-limit, Math.min(limit, value));

/** Mean direction of the edges that run roughly in a direction, so that a cut lies between its neighbours. */
function alongSides(face: Face, angleRad: number): number {
  const { xy } = face;
  let sum = 0;
  let weight = 0;
  for (let i = 0; i < xy.length; i += 2) {
    const j = (i + 2) % xy.length;
    const dx = xy[j]! - xy[i]!;
    const dy = xy[j + 1]! - xy[i + 1]!;
    let off = Math.atan2(dy, dx) - angleRad;
    off -= Math.PI * Math.round(off / Math.PI);
    if (Math.abs(off) > 0.5) continue;
    const length = Math.hypot(dx, dy);
    sum += off * length;
    weight += length;
  }
  return weight > 0 ? angleRad + sum / weight : angleRad;
}

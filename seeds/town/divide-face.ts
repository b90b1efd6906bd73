import { boxOf, type CutSpec, cutFace, type Face, faceAreaM2 } from './face.ts';
import { centroid } from './polygon.ts';
import type { Random } from './random.ts';
import type { Ways } from './ways.ts';

export interface DivideSpec {
  /** area that pieces should have, m² */
  readonly targetM2: number;
  /** cuts keep this distance from the ends of a piece; a bent one may come out a little narrower, metres */
  readonly leastWidthM: number;
  /** the way that is laid where a face is cut */
  readonly way: Omit<CutSpec, 'leastWidthM'>;
  /** largest turn of a cut away from its neighbours' direction, degrees */
  readonly jitterDeg: number;
}

/** A face is cut while it is larger than this many targets. */
const CUT_ABOVE = 1.45;
/** No piece is narrower than this share of the least width. */
const SLIVER = 0.55;

/** Cuts a face again and again across its long side, until the pieces are about as large as asked. */
export function divideFace(ways: Ways, face: Face, spec: DivideSpec, random: Random): Face[] {
  const area = faceAreaM2(face);
  if (area < CUT_ABOVE * spec.targetM2) return [face];
  const box = boxOf(face);
  const count = Math.max(2, Math.round(area / spec.targetM2));
  const share = Math.floor(count / 2) / count;
  const [cx, cy] = centroid(face.xy);
  const lane = { ...spec.way, leastWidthM: SLIVER * spec.leastWidthM };
  const halves = (through: readonly [number, number], direction: number): Face[] | null => {
    const cut = cutFace(ways, face, through, direction, lane, random.between(-1, 1));
    return cut ? [...divideFace(ways, cut.left, spec, random), ...divideFace(ways, cut.right, spec, random)] : null;
  };
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
    const pieces = halves(through, alongSides(face, angle + Math.PI / 2) + turn);
    if (pieces) return pieces;
  }
  // A bent piece has no side to speak of: cut it straight across from the middle of one of its edges.
  for (let attempt = 0; attempt < 12 && box.lengthM > 2 * spec.leastWidthM; attempt++) {
    const i = 2 * random.int(face.way.length);
    const j = (i + 2) % face.xy.length;
    const [dx, dy] = [face.xy[j]! - face.xy[i]!, face.xy[j + 1]! - face.xy[i + 1]!];
    const length = Math.hypot(dx, dy);
    if (length < 2 * EDGE_ROOM_M) continue;
    const at = random.between(EDGE_ROOM_M, length - EDGE_ROOM_M) / length;
    const through: [number, number] = [face.xy[i]! + at * dx - dy / length, face.xy[i + 1]! + at * dy + dx / length];
    const pieces = halves(through, Math.atan2(dx, -dy));
    if (pieces) return pieces;
  }
  return [face];
}

/** A cut from an edge keeps this distance from the edge's ends, metres. */
const EDGE_ROOM_M = 18;

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

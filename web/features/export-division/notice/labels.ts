import { GROUND_NAME_MM } from './draw-ground.ts';
import { type Frame, fontOf, INK, type Pen, px } from './page.ts';

export interface Label {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  /** what it names; a region that changes is written in any case, the others where they fit, in this order */
  readonly kind: LabelKind;
  /** radians; 0 when left out */
  readonly angle?: number;
}

const KINDS = ['changed', 'region', 'water', 'road', 'station'] as const;
type LabelKind = (typeof KINDS)[number];

/** Sizes that are tried one after the other, mm. */
const SIZES: Readonly<Record<LabelKind, readonly number[]>> = {
  ...{ changed: [4, 3.4, 2.8, 2.3], region: [3.2, 2.6] },
  ...{ water: [GROUND_NAME_MM], road: [GROUND_NAME_MM], station: [2] },
};
const COLOURS: Readonly<Record<LabelKind, string>> = {
  ...{ changed: INK.text, region: INK.soft, water: INK.water, road: INK.soft, station: INK.station },
};
/** Steps from its place that are tried, in heights of a line. */
const SHIFTS = [0, -1, 1, -2, 2] as const;
/** A name along a line stays on it. */
const STAYS = [0] as const;
const HALO_MM = 0.8;

/** Writes names where they fit, without one over another; names that do not fit are left out unless they matter. */
export function drawLabels(pen: Pen, family: string, labels: readonly Label[], frame: Frame): void {
  const taken: Frame[] = [];
  pen.save();
  pen.textAlign = 'center';
  pen.textBaseline = 'middle';
  pen.lineJoin = 'round';
  pen.lineWidth = px(HALO_MM);
  pen.strokeStyle = INK.paper;
  for (const label of [...labels].sort((a, b) => KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind))) {
    if (!isInside({ x: label.x, y: label.y, width: 0, height: 0 }, frame)) continue;
    const place = placeOf(pen, family, label, frame, taken);
    if (!place) continue;
    taken.push(place.box);
    pen.font = place.font;
    pen.fillStyle = COLOURS[label.kind];
    pen.translate(label.x, place.y);
    pen.rotate(label.angle ?? 0);
    pen.strokeText(label.text, 0, 0);
    pen.fillText(label.text, 0, 0);
    pen.rotate(-(label.angle ?? 0));
    pen.translate(-label.x, -place.y);
  }
  pen.restore();
}

function placeOf(pen: Pen, family: string, label: Label, frame: Frame, taken: readonly Frame[]) {
  const { angle = 0 } = label;
  const [cos, sin] = [Math.abs(Math.cos(angle)), Math.abs(Math.sin(angle))];
  let last: { font: string; y: number; box: Frame } | null = null;
  for (const mm of SIZES[label.kind]) {
    const font = fontOf(family, mm, label.kind === 'changed' ? 600 : 400);
    pen.font = font;
    const [long, high] = [pen.measureText(label.text).width, px(mm * 1.2)];
    const [width, height] = [long * cos + high * sin, long * sin + high * cos];
    for (const shift of angle === 0 ? SHIFTS : STAYS) {
      const y = label.y + shift * height;
      const box = { x: label.x - width / 2, y: y - height / 2, width, height };
      if (shift === 0) last = { font, y, box };
      if (isInside(box, frame) && !taken.some((other) => overlap(box, other))) return { font, y, box };
    }
  }
  return label.kind === 'changed' ? last : null;
}

const isInside = (box: Frame, frame: Frame): boolean =>
  box.x >= frame.x &&
  box.y >= frame.y &&
  box.x + box.width <= frame.x + frame.width &&
  box.y + box.height <= frame.y + frame.height;

const overlap = (a: Frame, b: Frame): boolean =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

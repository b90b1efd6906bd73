import { type Frame, fontOf, INK, type Pen, px } from './page.ts';

export interface Label {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  /** its region changes: it is written in any case, and before the others */
  readonly important: boolean;
}

/** Sizes that are tried one after the other, mm. */
const SIZES = { important: [4, 3.4, 2.8, 2.3], other: [3.2, 2.6] } as const;
/** Steps from its place that are tried, in heights of a line. */
const SHIFTS = [0, -1, 1, -2, 2] as const;
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
  for (const label of [...labels].sort((a, b) => Number(b.important) - Number(a.important))) {
    if (!isInside({ x: label.x, y: label.y, width: 0, height: 0 }, frame)) continue;
    const place = placeOf(pen, family, label, frame, taken);
    if (!place) continue;
    taken.push(place.box);
    pen.font = place.font;
    pen.fillStyle = label.important ? INK.text : INK.soft;
    pen.strokeText(label.text, label.x, place.y);
    pen.fillText(label.text, label.x, place.y);
  }
  pen.restore();
}

function placeOf(pen: Pen, family: string, label: Label, frame: Frame, taken: readonly Frame[]) {
  const sizes = label.important ? SIZES.important : SIZES.other;
  let last: { font: string; y: number; box: Frame } | null = null;
  for (const mm of sizes) {
    const font = fontOf(family, mm, label.important ? 600 : 400);
    pen.font = font;
    const [width, height] = [pen.measureText(label.text).width, px(mm * 1.2)];
    for (const shift of SHIFTS) {
      const y = label.y + shift * height;
      const box = { x: label.x - width / 2, y: y - height / 2, width, height };
      if (shift === 0) last = { font, y, box };
      if (isInside(box, frame) && !taken.some((other) => overlap(box, other))) return { font, y, box };
    }
  }
  return label.important ? last : null;
}

const isInside = (box: Frame, frame: Frame): boolean =>
  box.x >= frame.x &&
  box.y >= frame.y &&
  box.x + box.width <= frame.x + frame.width &&
  box.y + box.height <= frame.y + frame.height;

const overlap = (a: Frame, b: Frame): boolean =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

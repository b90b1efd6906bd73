import { PALETTES } from '../../../map/palette.ts';
import type { Label } from './labels.ts';
import { type Frame, fontOf, INK, type Pen, px } from './page.ts';
import { GROUND_LINES, type GroundLine, type NoticeGround } from './read-ground.ts';
import type { View } from './view.ts';

/** Widths on paper, mm: of the line, and of what shows of its edge on either side. */
const WIDTH_MM: Readonly<Record<GroundLine, readonly [line: number, edge: number]>> = {
  ...{ stream: [0.25, 0], river: [0.7, 0], railway: [0.35, 0] },
  ...{ minor: [0.35, 0.1], main: [0.7, 0.12], major: [1.1, 0.15] },
};
const { water, waterLine, road, railway } = PALETTES.light;
const COLOUR: Readonly<Record<GroundLine, readonly [line: string, edge: string]>> = {
  ...{ stream: [water, ''], river: [water, ''], railway: [railway, ''] },
  minor: [road.minor.fill, road.minor.casing],
  main: [road.main.fill, road.main.casing],
  major: [road.major.fill, road.major.casing],
};
/** Lines that are told by name; of streets in between there are too many. */
const NAMED: readonly GroundLine[] = ['river', 'railway', 'main', 'major'];
const STATION_MM = 1.1;

type Point = readonly [x: number, y: number];

/** Draws water, roads and railways over the colours of the regions. */
export function drawGround(pen: Pen, { waters, lines }: NoticeGround, view: View): void {
  pen.save();
  pen.fillStyle = water;
  pen.strokeStyle = waterLine;
  pen.lineWidth = px(0.1);
  for (const { rings } of waters) {
    const path = new Path2D();
    for (const ring of rings) trace(path, ring.map(view.project));
    pen.fill(path, 'evenodd');
  }
  pen.lineJoin = 'round';
  pen.lineCap = 'round';
  const byKind = GROUND_LINES.map((kind) => {
    const path = new Path2D();
    for (const { line } of lines.filter((each) => each.kind === kind)) trace(path, line.map(view.project));
    return { kind, path };
  });
  const stroke = (path: Path2D, colour: string, mm: number): void => {
    pen.strokeStyle = colour;
    pen.lineWidth = px(mm);
    pen.stroke(path);
  };
  // All edges below all surfaces, so that crossings are open.
  for (const { kind, path } of byKind)
    if (WIDTH_MM[kind][1] > 0) stroke(path, COLOUR[kind][1], WIDTH_MM[kind][0] + 2 * WIDTH_MM[kind][1]);
  for (const { kind, path } of byKind) stroke(path, COLOUR[kind][0], WIDTH_MM[kind][0]);
  pen.restore();
}

/** Service stations, above the borders. */
export function drawStations(pen: Pen, { stations }: NoticeGround, view: View): void {
  for (const { at } of stations) drawStation(pen, ...view.project(at));
}

export function drawStation(pen: Pen, x: number, y: number): void {
  pen.save();
  pen.beginPath();
  pen.arc(x, y, px(STATION_MM), 0, 2 * Math.PI);
  pen.fillStyle = INK.station;
  pen.fill();
  pen.strokeStyle = INK.paper;
  pen.lineWidth = px(0.3);
  pen.stroke();
  pen.restore();
}

/** A road with water beside it, for the legend. */
export function drawGroundSample(pen: Pen, { x, y, width, height }: Frame): void {
  pen.save();
  pen.fillStyle = water;
  pen.fillRect(x + width / 2, y, width / 2, height);
  const path = new Path2D();
  trace(path, [
    [x, y + height / 2],
    [x + width / 2, y + height / 2],
  ]);
  for (const [i, extra] of [2 * WIDTH_MM.major[1], 0].entries()) {
    pen.strokeStyle = COLOUR.major[1 - i]!;
    pen.lineWidth = px(WIDTH_MM.major[0] + extra);
    pen.stroke(path);
  }
  pen.restore();
}

function trace(path: Path2D, points: readonly Point[]): void {
  for (const [i, point] of points.entries()) i === 0 ? path.moveTo(...point) : path.lineTo(...point);
}

/** Names of roads, rivers, railways, lakes and stations: one each, where the most of it lies. */
export function groundLabels(
  pen: Pen,
  family: string,
  { waters, lines, stations }: NoticeGround,
  view: View,
  frame: Frame,
): Label[] {
  const longest = new Map<string, { points: Point[]; lengthPx: number; kind: GroundLine }>();
  for (const { kind, name, line } of lines) {
    if (name === '' || !NAMED.includes(kind)) continue;
    for (const points of insideOf(line.map(view.project), frame)) {
      const lengthPx = lengthOf(points);
      if (lengthPx > (longest.get(name)?.lengthPx ?? 0)) longest.set(name, { points, lengthPx, kind });
    }
  }
  pen.font = fontOf(family, GROUND_NAME_MM);
  const named = [...longest].flatMap(([text, { points, lengthPx, kind }]): (Label & { lengthPx: number })[] => {
    const width = pen.measureText(text).width;
    if (lengthPx < width) return [];
    return [{ text, ...middleOf(points, lengthPx, width), kind: kind === 'river' ? 'water' : 'road', lengthPx }];
  });
  const lakes = new Map<string, Label & { lengthPx: number }>();
  for (const { name, rings } of waters) {
    const points = (rings[0] ?? []).map(view.project).filter((point) => isIn(point, frame));
    if (name === '' || longest.has(name) || points.length < 3) continue;
    const lengthPx = lengthOf(points);
    if (lengthPx <= (lakes.get(name)?.lengthPx ?? 0)) continue;
    const middle = (axis: 0 | 1): number => points.reduce((sum, point) => sum + point[axis], 0) / points.length;
    lakes.set(name, { text: name, x: middle(0), y: middle(1), kind: 'water', lengthPx });
  }
  const lower = px(STATION_MM + GROUND_NAME_MM);
  return [
    ...[...named, ...lakes.values()].sort((a, b) => b.lengthPx - a.lengthPx),
    ...stations.map(({ name, at }): Label => {
      const [x, y] = view.project(at);
      return { text: name, x, y: y + lower, kind: 'station' };
    }),
  ];
}

export const GROUND_NAME_MM = 2.4;

const isIn = ([x, y]: Point, frame: Frame): boolean =>
  x >= frame.x && y >= frame.y && x <= frame.x + frame.width && y <= frame.y + frame.height;

/** The parts of a line whose nodes lie in the frame. */
function insideOf(points: readonly Point[], frame: Frame): Point[][] {
  const parts: Point[][] = [[]];
  for (const point of points) {
    if (isIn(point, frame)) parts.at(-1)!.push(point);
    else if (parts.at(-1)!.length > 0) parts.push([]);
  }
  return parts.filter(({ length }) => length > 1);
}

const lengthOf = (points: readonly Point[]): number =>
  points.slice(1).reduce((sum, [x, y], i) => sum + Math.hypot(x - points[i]![0], y - points[i]![1]), 0);

/** The middle of a line, and how it lies there over the width of a text; never upside down. */
function middleOf(points: readonly Point[], lengthPx: number, width: number): { x: number; y: number; angle: number } {
  const [from, to] = [at((lengthPx - width) / 2), at((lengthPx + width) / 2)];
  const angle = Math.atan2(to[1] - from[1], to[0] - from[0]);
  const upright = angle > Math.PI / 2 ? angle - Math.PI : angle <= -Math.PI / 2 ? angle + Math.PI : angle;
  const [x, y] = at(lengthPx / 2);
  return { x, y, angle: upright };

  function at(distance: number): Point {
    let left = distance;
    for (let i = 1; i < points.length; i++) {
      const [a, b] = [points[i - 1]!, points[i]!];
      const length = Math.hypot(b[0] - a[0], b[1] - a[1]);
      if (left <= length && length > 0)
        return [a[0] + ((b[0] - a[0]) * left) / length, a[1] + ((b[1] - a[1]) * left) / length];
      left -= length;
    }
    return points.at(-1)!;
  }
}

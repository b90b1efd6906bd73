import type { Position } from 'geojson';
import type { RegionKind } from '../../../../api/contract/words.ts';
import { PALETTES } from '../../../map/palette.ts';
import type { NoticeContent } from '../../../workers/notice.worker.ts';
import { drawGround, drawStations, groundLabels } from './draw-ground.ts';
import { drawLabels, type Label } from './labels.ts';
import { type Frame, fontOf, INK, type Pen, px } from './page.ts';
import type { NoticeGround } from './read-ground.ts';
import { scaleBarM, type View } from './view.ts';

/** One side of the notice. */
export interface NoticeMap {
  readonly outlines: NoticeContent['after'];
  /** borders of before, drawn dashed below those of after; none on the first side */
  readonly earlier: NoticeContent['before'];
  readonly changed: NoticeContent['changed'];
  readonly ground: NoticeGround;
  readonly level: RegionKind;
  readonly touched: ReadonlySet<number>;
  nameOf(region: NoticeContent['after'][number]['region']): string;
  /** 2 km */
  distance(metres: number): string;
  readonly north: string;
}

/** Widths on paper, mm; what is higher is drawn wider. */
export const LINE_MM = { below: 0.15, level: 0.4, above: 0.8, county: 1.2, earlier: 0.5, changed: 0.5 } as const;
export const FILL = { touched: 0.42, other: 0.16, changed: 0.14 } as const;
export const DASH_MM = [2, 1.4] as const;
const HATCH_MM = 2;
const HUES = PALETTES.light.hues;

const ORDER: readonly RegionKind[] = ['grid', 'community', 'network', 'union', 'street', 'county'];

/** Draws a map into a frame: regions, what changes, borders by level, names, scale bar and north. */
export function drawMap(pen: Pen, family: string, map: NoticeMap, view: View, frame: Frame): void {
  pen.save();
  pen.beginPath();
  pen.rect(frame.x, frame.y, frame.width, frame.height);
  pen.clip();
  pen.fillStyle = INK.ground;
  pen.fillRect(frame.x, frame.y, frame.width, frame.height);
  const ofLevel = map.outlines.filter(({ region }) => region.kind === map.level);
  for (const { coordinates } of map.outlines.filter(({ region }) => region.kind === 'county')) {
    pen.fillStyle = INK.paper;
    pen.fill(pathOf(coordinates, view), 'evenodd');
  }
  for (const { region, coordinates } of ofLevel) {
    pen.globalAlpha = map.touched.has(region.id) ? FILL.touched : FILL.other;
    pen.fillStyle = HUES[region.hue % HUES.length]!.fill;
    pen.fill(pathOf(coordinates, view), 'evenodd');
  }
  pen.globalAlpha = 1;
  drawGround(pen, map.ground, view);
  for (const { coordinates } of map.changed) hatch(pen, pathOf(coordinates, view), frame);
  drawBorders(pen, map, view);
  drawStations(pen, map.ground, view);
  pen.restore();
  const labels = ofLevel.map(({ region, label }): Label => {
    const [x, y] = view.project(label);
    return { text: map.nameOf(region), x, y, kind: map.touched.has(region.id) ? 'changed' : 'region' };
  });
  const room = inset(frame, px(1));
  drawLabels(pen, family, [...labels, ...groundLabels(pen, family, map.ground, view, room)], room);
  drawScaleBar(pen, family, map, view, frame);
  drawNorth(pen, family, map.north, frame);
  pen.strokeStyle = INK.line;
  pen.lineWidth = px(0.3);
  pen.strokeRect(frame.x, frame.y, frame.width, frame.height);
}

const inset = ({ x, y, width, height }: Frame, by: number): Frame => ({
  ...{ x: x + by, y: y + by, width: width - 2 * by, height: height - 2 * by },
});

function pathOf(coordinates: readonly Position[][][], view: View): Path2D {
  const path = new Path2D();
  for (const polygon of coordinates)
    for (const ring of polygon) {
      for (const [i, place] of ring.entries()) {
        if (i === 0) path.moveTo(...view.project(place));
        else path.lineTo(...view.project(place));
      }
      path.closePath();
    }
  return path;
}

/** From the lowest level to the highest, so that the higher lies above; the earlier borders below those that stay. */
function drawBorders(pen: Pen, { outlines, earlier, level, changed }: NoticeMap, view: View): void {
  const at = ORDER.indexOf(level);
  pen.lineJoin = 'round';
  const stroke = (all: NoticeContent['after'], kind: RegionKind, mm: number, colour: string): void => {
    pen.strokeStyle = colour;
    pen.lineWidth = px(mm);
    for (const { coordinates } of all.filter(({ region }) => region.kind === kind))
      pen.stroke(pathOf(coordinates, view));
  };
  if (level === 'network' || level === 'union') stroke(outlines, 'community', LINE_MM.below, INK.faint);
  pen.save();
  pen.setLineDash(DASH_MM.map(px));
  stroke(earlier, level, LINE_MM.earlier, INK.changed);
  pen.restore();
  for (const kind of ORDER.slice(at)) {
    if (kind !== level && (kind === 'network' || kind === 'union')) continue;
    const mm = kind === level ? LINE_MM.level : kind === 'county' ? LINE_MM.county : LINE_MM.above;
    stroke(outlines, kind, mm, INK.line);
  }
  pen.strokeStyle = INK.changed;
  pen.lineWidth = px(LINE_MM.changed);
  if (earlier.length > 0) for (const { coordinates } of changed) pen.stroke(pathOf(coordinates, view));
}

/** Slanting lines over an area. */
export function hatch(pen: Pen, path: Path2D, { x, y, width, height }: Frame): void {
  pen.save();
  pen.clip(path, 'evenodd');
  pen.globalAlpha = FILL.changed;
  pen.fillStyle = INK.changed;
  pen.fillRect(x, y, width, height);
  pen.globalAlpha = 1;
  pen.strokeStyle = INK.changed;
  pen.lineWidth = px(0.25);
  pen.beginPath();
  for (let at = x - height; at < x + width; at += px(HATCH_MM)) {
    pen.moveTo(at, y + height);
    pen.lineTo(at + height, y);
  }
  pen.stroke();
  pen.restore();
}

const BAR = { mostMm: 45, heightMm: 1.6, marginMm: 5 } as const;

function drawScaleBar(pen: Pen, family: string, map: NoticeMap, { metresPerPx }: View, frame: Frame): void {
  const metres = scaleBarM(metresPerPx, px(BAR.mostMm));
  const width = metres / metresPerPx;
  const [x, y] = [frame.x + px(BAR.marginMm), frame.y + frame.height - px(BAR.marginMm)];
  pen.save();
  pen.fillStyle = 'rgb(255 255 255 / 85%)';
  pen.fillRect(x - px(2.5), y - px(8), width + px(16), px(10.5));
  pen.strokeStyle = INK.text;
  pen.lineWidth = px(0.25);
  for (const half of [0, 1]) {
    pen.fillStyle = half === 0 ? INK.text : INK.paper;
    pen.fillRect(x + (half * width) / 2, y - px(BAR.heightMm), width / 2, px(BAR.heightMm));
    pen.strokeRect(x + (half * width) / 2, y - px(BAR.heightMm), width / 2, px(BAR.heightMm));
  }
  pen.fillStyle = INK.text;
  pen.font = fontOf(family, 3);
  pen.textBaseline = 'bottom';
  for (const [share, text] of [
    [0, '0'],
    [0.5, map.distance(metres / 2)],
    [1, map.distance(metres)],
  ] as const) {
    pen.textAlign = share === 0 ? 'left' : 'center';
    pen.fillText(text, x + share * width, y - px(BAR.heightMm + 0.8));
  }
  pen.restore();
}

/** The sheet is drawn with north at the top. */
function drawNorth(pen: Pen, family: string, word: string, frame: Frame): void {
  const [x, y] = [frame.x + frame.width - px(11), frame.y + px(13)];
  pen.save();
  pen.fillStyle = 'rgb(255 255 255 / 85%)';
  pen.beginPath();
  pen.arc(x, y + px(1), px(9), 0, 2 * Math.PI);
  pen.fill();
  const half = (side: 1 | -1, colour: string): void => {
    pen.beginPath();
    pen.moveTo(x, y - px(4));
    pen.lineTo(x + side * px(3.2), y + px(7));
    pen.lineTo(x, y + px(4.5));
    pen.closePath();
    pen.fillStyle = colour;
    pen.fill();
    pen.strokeStyle = INK.text;
    pen.lineWidth = px(0.25);
    pen.stroke();
  };
  half(-1, INK.text);
  half(1, INK.paper);
  pen.fillStyle = INK.text;
  pen.font = fontOf(family, 3.4, 600);
  pen.textAlign = 'center';
  pen.textBaseline = 'bottom';
  pen.fillText(word, x, y - px(4.4));
  pen.restore();
}

import type { RegionKind } from '../../../../api/contract/words.ts';
import type { NoticeContent } from '../../../workers/notice.worker.ts';
import type { NoticeChanges } from './changes.ts';
import { drawGroundSample, drawStation } from './draw-ground.ts';
import { DASH_MM, drawMap, FILL, hatch, LINE_MM, type NoticeMap } from './draw-map.ts';
import type { NoticeTable } from './draw-tables.ts';
import { type Frame, fontOf, INK, PAGE_PX, type Pen, px, shortened, wrapped } from './page.ts';
import type { NoticeGround } from './read-ground.ts';
import { type Bounds, boundsOf, fitView, scaleNumber } from './view.ts';

/** Everything that is written on the sheet, in the reader's language. */
export interface NoticeTexts {
  readonly title: string;
  readonly before: string;
  readonly after: string;
  readonly legend: string;
  readonly legendTouched: string;
  readonly legendChanged: string;
  readonly legendBorder: string;
  readonly legendEarlier: string;
  /** '' = no level stands between this one and the county */
  readonly legendAbove: string;
  readonly legendCounty: string;
  readonly legendGround: string;
  readonly legendStation: string;
  readonly changes: string;
  /** one sentence each */
  readonly changeLines: readonly string[];
  /** said when not all of them fit */
  readonly more: string;
  readonly about: string;
  /** date, status, sources, whether the data are samples */
  readonly facts: readonly string[];
  readonly issuer: string;
  scale(n: number): string;
}

export interface Notice {
  readonly content: NoticeContent;
  readonly ground: NoticeGround;
  /** on the pages behind the sheet */
  readonly tables: readonly NoticeTable[];
  readonly changes: NoticeChanges;
  readonly level: RegionKind;
  readonly texts: NoticeTexts;
  readonly words: Pick<NoticeMap, 'nameOf' | 'distance' | 'north'>;
}

/** Places on the sheet, mm. */
const MARGIN = 12;
const GAP = 8;
const TITLE = { y: 20, mm: 11, least: 6 };
const CAPTION_Y = 38;
const MAPS = { y: 42, height: 190 };
const FOOT = { y: 240, line: 5.4, mm: 3.6 };
const COLUMNS = { legend: 12, changes: 122, facts: 290, end: 408 };
const LINES = 7;

const frameAt = (x: number, y: number, width: number, height: number): Frame => ({
  ...{ x: px(x), y: px(y), width: px(width), height: px(height) },
});

/** Draws the whole sheet. The letters must be loaded before: see `loadLetters`. */
export function drawNotice(canvas: HTMLCanvasElement, family: string, notice: Notice): void {
  canvas.width = PAGE_PX.width;
  canvas.height = PAGE_PX.height;
  const pen = canvas.getContext('2d');
  if (!pen) throw new Error('this browser gives no canvas to draw on');
  const { content, ground, changes, level, texts, words } = notice;
  pen.fillStyle = INK.paper;
  pen.fillRect(0, 0, canvas.width, canvas.height);
  drawTitle(pen, family, texts.title);
  const width = (420 - 2 * MARGIN - GAP) / 2;
  const shown = extentOf(content, changes, level);
  const common = { level, ground, changed: content.changed, touched: changes.touched, ...words };
  const sides: [x: number, caption: string, map: NoticeMap][] = [
    [MARGIN, texts.before, { outlines: content.before, earlier: [], ...common }],
    [MARGIN + width + GAP, texts.after, { outlines: content.after, earlier: content.before, ...common }],
  ];
  for (const [x, caption, map] of sides) {
    const frame = frameAt(x, MAPS.y, width, MAPS.height);
    write(
      pen,
      fontOf(family, 5, 600),
      INK.text,
      shortenedTo(pen, family, caption, frame.width),
      frame.x,
      px(CAPTION_Y),
    );
    drawMap(pen, family, map, fitView(shown, frame), frame);
  }
  const { metresPerPx } = fitView(shown, frameAt(MARGIN, MAPS.y, width, MAPS.height));
  drawLegend(pen, family, texts);
  drawLines(pen, family, texts.changes, linesOfChanges(pen, family, texts), COLUMNS.changes);
  drawLines(
    pen,
    family,
    texts.about,
    [texts.scale(scaleNumber(metresPerPx)), ...factLines(pen, family, texts)],
    COLUMNS.facts,
  );
  if (texts.issuer) write(pen, fontOf(family, 4.6, 600), INK.text, texts.issuer, px(COLUMNS.end), px(288), 'right');
}

/** What both maps show: all that is touched, before and after; the whole county where that is most of it. */
export function extentOf({ before, after }: NoticeContent, { touched }: NoticeChanges, level: RegionKind): Bounds {
  const all = [...before, ...after].filter(({ region }) => region.kind === level);
  const whole = boundsOf([...before, ...after].map(({ coordinates }) => coordinates)) ?? [0, 0, 1, 1];
  const part = boundsOf(all.filter(({ region }) => touched.has(region.id)).map(({ coordinates }) => coordinates));
  if (!part) return whole;
  const span = ([west, south, east, north]: Bounds): number => Math.max(east - west, north - south);
  return span(part) > 0.7 * span(whole) ? whole : part;
}

function write(
  pen: Pen,
  font: string,
  colour: string,
  text: string,
  x: number,
  y: number,
  align: CanvasTextAlign = 'left',
): void {
  pen.font = font;
  pen.fillStyle = colour;
  pen.textAlign = align;
  pen.textBaseline = 'alphabetic';
  pen.fillText(text, x, y);
}

function drawTitle(pen: Pen, family: string, title: string): void {
  const most = px(420 - 2 * MARGIN);
  let { mm } = TITLE;
  for (; mm > TITLE.least; mm -= 0.5) {
    pen.font = fontOf(family, mm, 600);
    if (pen.measureText(title).width <= most) break;
  }
  write(pen, fontOf(family, mm, 600), INK.text, shortened(pen, title, most), px(210), px(TITLE.y + 5), 'center');
}

function shortenedTo(pen: Pen, family: string, text: string, width: number): string {
  pen.font = fontOf(family, 5, 600);
  return shortened(pen, text, width);
}

function drawLegend(pen: Pen, family: string, texts: NoticeTexts): void {
  heading(pen, family, texts.legend, COLUMNS.legend);
  const swatch = { width: px(11), height: px(4) };
  const line =
    (mm: number, colour: string, dash: readonly number[] = []) =>
    (x: number, y: number) => {
      pen.save();
      pen.setLineDash(dash.map(px));
      pen.strokeStyle = colour;
      pen.lineWidth = px(mm);
      pen.beginPath();
      pen.moveTo(x, y + swatch.height / 2);
      pen.lineTo(x + swatch.width, y + swatch.height / 2);
      pen.stroke();
      pen.restore();
    };
  const rows: [text: string, draw: (x: number, y: number) => void][] = [
    [
      texts.legendTouched,
      (x, y) => {
        pen.globalAlpha = FILL.touched;
        for (const [i, colour] of ['#3f86e0', '#dd960f', '#12886f'].entries()) {
          pen.fillStyle = colour;
          pen.fillRect(x + (i * swatch.width) / 3, y, swatch.width / 3, swatch.height);
        }
        pen.globalAlpha = 1;
      },
    ],
    [
      texts.legendChanged,
      (x, y) => {
        const path = new Path2D();
        path.rect(x, y, swatch.width, swatch.height);
        hatch(pen, path, { x, y, ...swatch });
        pen.strokeStyle = INK.changed;
        pen.lineWidth = px(LINE_MM.changed);
        pen.stroke(path);
      },
    ],
    [texts.legendBorder, line(LINE_MM.level, INK.line)],
    [texts.legendEarlier, line(LINE_MM.earlier, INK.changed, DASH_MM)],
    [texts.legendAbove, line(LINE_MM.above, INK.line)],
    [texts.legendCounty, line(LINE_MM.county, INK.line)],
    [texts.legendGround, (x, y) => drawGroundSample(pen, { x, y, ...swatch })],
    [texts.legendStation, (x, y) => drawStation(pen, x + swatch.width / 2, y + swatch.height / 2)],
  ];
  for (const [i, [text, draw]] of rows.filter(([said]) => said !== '').entries()) {
    const y = px(FOOT.y + (i + 1) * FOOT.line);
    draw(px(COLUMNS.legend), y - swatch.height + px(0.6));
    write(pen, fontOf(family, FOOT.mm), INK.text, text, px(COLUMNS.legend + 15), y);
  }
}

const heading = (pen: Pen, family: string, text: string, x: number): void =>
  write(pen, fontOf(family, 4.2, 600), INK.text, text, px(x), px(FOOT.y));

function drawLines(pen: Pen, family: string, title: string, lines: readonly string[], x: number): void {
  heading(pen, family, title, x);
  for (const [i, text] of lines.entries())
    write(pen, fontOf(family, FOOT.mm), INK.text, text, px(x), px(FOOT.y + (i + 1) * FOOT.line));
}

/** As many changes as there is room for; that some are left out is said. */
function linesOfChanges(pen: Pen, family: string, { changeLines, more }: NoticeTexts): string[] {
  pen.font = fontOf(family, FOOT.mm);
  const width = px(COLUMNS.facts - COLUMNS.changes - GAP);
  const lines = changeLines.flatMap((line) => wrapped(pen, line, width));
  return lines.length <= LINES + 1 ? lines : [...lines.slice(0, LINES), more];
}

function factLines(pen: Pen, family: string, { facts }: NoticeTexts): string[] {
  pen.font = fontOf(family, FOOT.mm);
  const width = px(COLUMNS.end - COLUMNS.facts);
  return facts.flatMap((fact) => wrapped(pen, fact, width)).slice(0, LINES);
}

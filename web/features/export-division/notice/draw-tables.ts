import { fontOf, INK, PAGE_MM, PAGE_PX, type Pen, px, shortened } from './page.ts';

/** Figures that follow the sheet, as long as they are. */
export interface NoticeTable {
  readonly title: string;
  /** shares of the width */
  readonly columns: readonly { readonly title: string; readonly share: number; readonly isNumber?: boolean }[];
  readonly rows: readonly (readonly string[])[];
}

const MARGIN = 14;
const GAP = 14;
const TOP = 28;
const BOTTOM = 14;
const ROW_MM = 6.2;
const TEXT_MM = 3.6;
const COLUMNS = 2;
const WIDTH = (PAGE_MM.width - 2 * MARGIN - (COLUMNS - 1) * GAP) / COLUMNS;

/** Pages of the size of the sheet, with the tables in two columns; a table that goes on has its heads again. */
export function drawTables(family: string, title: string, tables: readonly NoticeTable[]): HTMLCanvasElement[] {
  const pages: HTMLCanvasElement[] = [];
  let column = COLUMNS;
  let y = 0;
  let pen: Pen | null = null;
  const next = (): Pen => {
    column += 1;
    y = TOP;
    if (column < COLUMNS) return pen!;
    column = 0;
    const canvas = document.createElement('canvas');
    pen = newPage(canvas, family, title);
    pages.push(canvas);
    return pen;
  };
  const left = (): number => MARGIN + column * (WIDTH + GAP);
  for (const table of tables) {
    if (table.rows.length === 0) continue;
    let at = pen && y + 4 * ROW_MM < PAGE_MM.height - BOTTOM ? pen : next();
    const heads = (): void => {
      write(at, fontOf(family, 4.4, 600), table.title, left(), y + 4);
      y += ROW_MM + 1;
      drawRow(
        at,
        family,
        table,
        table.columns.map((head) => head.title),
        left(),
        y,
        true,
      );
      y += ROW_MM;
    };
    heads();
    for (const row of table.rows) {
      if (y + ROW_MM > PAGE_MM.height - BOTTOM) {
        at = next();
        heads();
      }
      drawRow(at, family, table, row, left(), y, false);
      y += ROW_MM;
    }
    y += ROW_MM;
  }
  return pages;
}

function newPage(canvas: HTMLCanvasElement, family: string, title: string): Pen {
  canvas.width = PAGE_PX.width;
  canvas.height = PAGE_PX.height;
  const pen = canvas.getContext('2d');
  if (!pen) throw new Error('this browser gives no canvas to draw on');
  pen.fillStyle = INK.paper;
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.font = fontOf(family, 6, 600);
  write(pen, pen.font, shortened(pen, title, px(PAGE_MM.width - 2 * MARGIN)), MARGIN, 18);
  return pen;
}

function write(pen: Pen, font: string, text: string, xMm: number, yMm: number): void {
  pen.font = font;
  pen.fillStyle = INK.text;
  pen.textAlign = 'left';
  pen.textBaseline = 'alphabetic';
  pen.fillText(text, px(xMm), px(yMm));
}

function drawRow(
  pen: Pen,
  family: string,
  { columns }: NoticeTable,
  cells: readonly string[],
  xMm: number,
  yMm: number,
  isHead: boolean,
): void {
  pen.font = fontOf(family, TEXT_MM, isHead ? 600 : 400);
  pen.fillStyle = isHead ? INK.soft : INK.text;
  pen.textBaseline = 'alphabetic';
  const whole = columns.reduce((sum, { share }) => sum + share, 0);
  let x = xMm;
  for (const [i, { share, isNumber }] of columns.entries()) {
    const width = (WIDTH * share) / whole;
    pen.textAlign = isNumber ? 'right' : 'left';
    pen.fillText(shortened(pen, cells[i] ?? '', px(width - 2)), px(isNumber ? x + width - 1 : x), px(yMm + 4.2));
    x += width;
  }
  pen.strokeStyle = isHead ? INK.line : INK.faint;
  pen.lineWidth = px(isHead ? 0.3 : 0.1);
  pen.beginPath();
  pen.moveTo(px(xMm), px(yMm + ROW_MM - 0.5));
  pen.lineTo(px(xMm + WIDTH), px(yMm + ROW_MM - 0.5));
  pen.stroke();
}

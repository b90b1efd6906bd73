/** A3 across, as printers take it. */
export const PAGE_MM = { width: 420, height: 297 } as const;
export const DPI = 200;
const PX_PER_MM = DPI / 25.4;

/** Millimetres on the paper → pixels of the picture. */
export const px = (mm: number): number => mm * PX_PER_MM;
export const PAGE_PX = { width: Math.round(px(PAGE_MM.width)), height: Math.round(px(PAGE_MM.height)) } as const;

/** A rectangle of the picture, px. */
export interface Frame {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export type Pen = CanvasRenderingContext2D;

/** Paper is white in either theme. */
export const INK = {
  paper: '#ffffff',
  ground: '#f3f4f2',
  text: '#18202c',
  soft: '#4f5b6b',
  line: '#3e4b5e',
  faint: '#9aa5b3',
  changed: '#6a3fd0',
  water: '#2f6f9f',
  station: '#0958d9',
} as const;

/** The page's letters at a size on paper. */
export const fontOf = (family: string, mm: number, weight: 400 | 600 = 400): string =>
  `${weight} ${px(mm).toFixed(2)}px ${family}`;

/** As much of a text as fits, with an ellipsis where it is cut. */
export function shortened(pen: Pen, text: string, width: number): string {
  if (pen.measureText(text).width <= width) return text;
  const characters = [...text];
  while (characters.length > 0 && pen.measureText(`${characters.join('')}…`).width > width) characters.pop();
  return `${characters.join('')}…`;
}

/** A text in lines that fit: Chinese breaks anywhere, other words between them. */
export function wrapped(pen: Pen, text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.match(
    /[\p{L}\p{N}](?:(?!\p{Script=Han})[\p{L}\p{N}'’.-])*[，。；：、）”!?,.;:)]*|\s+|[^\s]/gu,
  ) ?? []) {
    if (line !== '' && pen.measureText(line + word.trimEnd()).width > width) {
      lines.push(line.trimEnd());
      line = word.trimStart();
    } else line += word;
  }
  return line.trim() === '' ? lines : [...lines, line];
}

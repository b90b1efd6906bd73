import { DPI, PAGE_MM } from './page.ts';
import { withDensity } from './png-density.ts';

const blobOf = (canvas: HTMLCanvasElement, type: string, quality?: number): Promise<Blob> =>
  new Promise((resolve, reject) =>
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error(`no ${type} came of the canvas`))), type, quality),
  );

export async function pngOf(canvas: HTMLCanvasElement): Promise<Blob> {
  const type = 'image/png';
  const png = new Uint8Array(await (await blobOf(canvas, type)).arrayBuffer());
  return new Blob([withDensity(png, DPI)], { type });
}

/** Nobody sees the difference on paper, and the file is a fifth. */
const JPEG_QUALITY = 0.94;

/** The sheet and the pages behind it, each of its own size. */
export async function pdfOf(pages: readonly HTMLCanvasElement[], title: string): Promise<Blob> {
  const { jsPDF: Pdf } = await import('jspdf');
  const pdf = new Pdf({
    orientation: 'landscape',
    unit: 'mm',
    format: [PAGE_MM.width, PAGE_MM.height],
    compress: true,
  });
  pdf.setProperties({ title });
  for (const [at, canvas] of pages.entries()) {
    if (at > 0) pdf.addPage();
    const picture = new Uint8Array(await (await blobOf(canvas, 'image/jpeg', JPEG_QUALITY)).arrayBuffer());
    pdf.addImage(picture, 'JPEG', 0, 0, PAGE_MM.width, PAGE_MM.height);
  }
  return pdf.output('blob');
}

/** A name of a file that every system takes. */
export const fileName = (...parts: readonly string[]): string =>
  parts
    .map((part) => part.replace(/[\p{Cc}\p{Cf}\p{Cs}\\/:*?"<>|\s]+/gu, ' ').trim())
    .filter((part) => part !== '')
    .join('-');

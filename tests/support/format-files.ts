import ExcelJS from 'exceljs';
import type { Feature } from 'geojson';
import { columnsOf, type Layer, type LayerFeature } from '../../api/formats/layer.ts';
import { writeGeopackage } from '../../api/formats/write-geopackage.ts';

/** Features of a test as a layer that can be written. */
export function layerOf(name: string, features: readonly Feature[]): Layer {
  const rows = features.map(({ properties }) => properties ?? {});
  return { name, columns: columnsOf(rows), features: features as unknown as LayerFeature[] };
}

/** A GeoPackage with a table for each list of features. */
export const geopackageOf = (layers: Record<string, readonly Feature[]>): Promise<Uint8Array> =>
  writeGeopackage(
    Object.entries(layers).map(([name, features]) => layerOf(name, features)),
    { attribution: '', writtenAt: new Date('2026-01-01') },
  );

/** A workbook with a sheet for each table of cells. @param change  does to it what a test needs */
export async function workbookOf(
  sheets: Record<string, readonly (readonly unknown[])[]>,
  change: (workbook: ExcelJS.Workbook) => void = () => {},
): Promise<Uint8Array> {
  const workbook = new ExcelJS.Workbook();
  for (const [name, rows] of Object.entries(sheets)) {
    const sheet = workbook.addWorksheet(name);
    for (const row of rows) sheet.addRow([...row]);
  }
  change(workbook);
  return new Uint8Array(await workbook.xlsx.writeBuffer());
}

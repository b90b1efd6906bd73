import { columnsOf } from '../../formats/layer.ts';
import { type Areas, countKinds } from './areas.ts';
import { buildAreas, type Mending } from './build.ts';
import { asAreal, groupTopology, outlinesOf } from './outlines.ts';
import { faultLines } from './print-faults.ts';
import { type FabricResult, figure, plural } from './result.ts';

/**
 * A file of areas without its faults: neighbours share their borders to the last digit, nothing overlaps. Attributes
 * stay with their rows; a row of which nothing is left (drawn twice, collapsed, unreadable) is left out and told.
 */
export function repairAreas(areas: Areas, asked: Mending): FabricResult {
  const { pieces, faults, maxMoveM } = buildAreas(areas, asked);
  const { file, rows } = areas;
  const kept = [...new Set(pieces.flatMap(({ rowOf }) => rowOf))].sort((a, b) => a - b);
  const groups = new Map(kept.map((row, group) => [row, group]));
  const groupOf = (row: number): number => groups.get(row)!;
  const written = new Set(kept.map((i) => rows[i]!.row));
  const leftOut = file.places.map(({ row }) => row).filter((row) => !written.has(row));
  const of = (action: string) => faults.filter((fault) => fault.action === action);
  const [mended, holes, refused] = [of('mended'), of('kept'), of('refused')];
  const properties = kept.map((i) => rows[i]!.properties);
  return {
    json: {
      file: file.name,
      crs: file.crs,
      rows: file.places.length,
      written: kept.length,
      leftOut,
      counts: { mended: countKinds(mended), kept: countKinds(holes), refused: countKinds(refused) },
      faults,
      maxMoveM,
    },
    lines: [
      `${file.name}: ${plural(mended.length, 'fault')} mended, ${holes.length} kept, ${refused.length} that cannot be mended`,
      ...faultLines(faults, true),
      `  outlines moved by ${figure(maxMoveM)} m at most, mended places apart`,
      `  ${plural(kept.length, 'area')} of ${plural(file.places.length, 'row')}${leftOut.length > 0 ? `; left out: row ${leftOut.slice(0, 20).join(', ')}${leftOut.length > 20 ? ' …' : ''}` : ''}`,
    ],
    notes: areas.notes,
    exit: refused.length > 0 ? 1 : 0,
    written: {
      layer: {
        columns: columnsOf(properties),
        features: outlinesOf(pieces, groupOf, kept.length).map((polygons, group) => ({
          geometry: asAreal(polygons),
          properties: properties[group]!,
        })),
      },
      topology: (name) => groupTopology(pieces, groupOf, properties, name),
      attribution: file.attribution,
    },
  };
}

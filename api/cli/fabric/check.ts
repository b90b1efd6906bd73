import type { Column } from '../../formats/layer.ts';
import { type Areas, countKinds } from './areas.ts';
import { buildAreas, type Mending } from './build.ts';
import { faultLines } from './print-faults.ts';
import { type FabricResult, figure, plural, rounded } from './result.ts';

const COLUMNS: readonly Column[] = [
  { name: 'kind', type: 'text' },
  { name: 'area_m2', type: 'real' },
  { name: 'width_m', type: 'real' },
  { name: 'rows', type: 'text' },
  { name: 'names', type: 'text' },
  { name: 'action', type: 'text' },
];

/** What is wrong with a file of areas; --out gets the places as points. */
export function checkAreas(areas: Areas, asked: Mending): FabricResult {
  const { faults, maxMoveM } = buildAreas(areas, asked);
  const { file, rows } = areas;
  const clean = faults.length === 0;
  return {
    json: {
      file: file.name,
      crs: file.crs,
      rows: file.places.length,
      areas: rows.length,
      clean,
      counts: countKinds(faults),
      faults,
      maxMoveM,
    },
    lines: [
      `${file.name}: ${plural(rows.length, 'area')}, ${clean ? 'no fault' : plural(faults.length, 'fault')}`,
      ...faultLines(faults, false),
      `  to join their borders nothing has to move farther than ${figure(maxMoveM)} m`,
    ],
    notes: areas.notes,
    exit: clean ? 0 : 1,
    written: {
      layer: {
        columns: COLUMNS,
        features: faults.map(({ kind, at, areaM2, widthM, rows, names, action }) => ({
          geometry: at && { type: 'Point', coordinates: [...at] },
          properties: {
            ...{ kind, area_m2: rounded(areaM2), width_m: rounded(widthM), action },
            ...{ rows: rows.join(', '), names: names.join(', ') },
          },
        })),
      },
      topology: null,
      attribution: file.attribution,
    },
  };
}

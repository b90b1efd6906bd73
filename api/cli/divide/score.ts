import { scoreParts } from '../../../geo/index.ts';
import { InputError } from '../command.ts';
import type { Plan } from './plan-file.ts';
import { type DivideResult, decimals, known, percent } from './result.ts';
import { populationOf, type Units } from './units.ts';

/** Scores of a plan: see `scoreParts` and `shapeScores` for what each number is. */
export function scorePlan(units: Units, plan: Plan, populationField: string): DivideResult {
  const { regions, assignment } = plan;
  if (regions.length === 0) throw new InputError('No unit is in any region; is it the right column or field?');
  const graph = units.graphWith(populationOf(units, populationField));
  const scores = scoreParts(graph, assignment, regions.length);
  const shapes = units.shapesOf?.(assignment, regions.length) ?? null;
  const { parts } = scores;
  const told = regions.map((id, part) => ({
    id,
    population: parts.population[part]!,
    deviation: parts.deviation[part]!,
    contiguous: parts.pieces[part]! <= 1,
    cutEdges: parts.cutEdges[part]!,
    polsbyPopper: known(parts.polsbyPopper[part]!),
    reock: shapes && known(shapes[part]!.reock),
    convexHull: shapes && known(shapes[part]!.convexHull),
    areaM2: known(parts.areaM2[part]!),
    perimeterM: known(parts.perimeterM[part]!),
  }));
  const { cutEdges, maxDeviation, contiguous, unassigned } = scores;
  return {
    json: { regions: told, cutEdges, maxDeviation, contiguous, unassigned },
    lines: [
      `${regions.length} regions, ${cutEdges} cut edges, largest deviation ${percent(maxDeviation)}, ${contiguous ? 'contiguous' : 'NOT contiguous'}, ${unassigned} units unassigned`,
      'region  population  deviation  pieces  cut edges  Polsby–Popper  Reock  hull  km²  km around',
      ...told.map((region, part) =>
        [
          region.id,
          region.population,
          percent(region.deviation),
          parts.pieces[part],
          region.cutEdges,
          decimals(region.polsbyPopper, 3),
          decimals(region.reock, 3),
          decimals(region.convexHull, 3),
          decimals(region.areaM2 && region.areaM2 / 1e6, 3),
          decimals(region.perimeterM && region.perimeterM / 1000, 3),
        ].join('  '),
      ),
    ],
    notes: units.notes,
  };
}

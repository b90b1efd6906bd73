import type { Database } from '../../api/db/database.ts';
import { CENXI_FIGURES, CENXI_PRACTICE_FIGURES } from './cenxi.ts';
import { DONGJIADU_FIGURES } from './dongjiadu.ts';
import { describeExpectation, type Figure, type FigureResult, meets } from './figure.ts';
import { LISHU_FIGURES } from './lishu.ts';
import { QUYUHUA_FIGURES } from './quyuhua.ts';
import { RONGXIAN_FIGURES } from './rongxian.ts';

/** Every figure that can be checked so far, in the order of the table's rows. */
export const FIGURES: readonly Figure[] = [
  ...LISHU_FIGURES,
  ...CENXI_FIGURES,
  ...CENXI_PRACTICE_FIGURES,
  ...RONGXIAN_FIGURES,
  ...DONGJIADU_FIGURES,
  ...QUYUHUA_FIGURES,
];

/**
 * Recomputes the figures from the database, each by one statement.
 *
 * @param counties  only these; a county that is not loaded fails, since its figures are not there
 */
export async function checkFigures(database: Database, counties: readonly string[]): Promise<FigureResult[]> {
  const results: FigureResult[] = [];
  for (const figure of FIGURES.filter(({ county }) => counties.includes(county)))
    results.push(await checkFigure(database, figure));
  return results;
}

async function checkFigure(database: Database, figure: Figure): Promise<FigureResult> {
  const { row, county, key, name } = figure;
  if (figure.is === 'text') return { row, county, key, name, expected: '', found: figure.text, status: 'text' };
  const { rows } = await database.query<{ found: number | string | null }>(figure.find(county), {
    county,
    role: 'admin',
  });
  const found = rows[0]?.found ?? null;
  if (figure.is === 'parameter')
    return { row, county, key, name, expected: '', found: String(found ?? ''), status: 'parameter' };
  return {
    ...{ row, county, key, name },
    expected: describeExpectation(figure.expected),
    found: String(found ?? 'nothing'),
    status: meets(figure.expected, found) ? 'pass' : 'fail',
  };
}

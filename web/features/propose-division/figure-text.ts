import type { FigureName } from '../../../geo/divide/plan-figures.ts';
import type { Format } from '../../i18n/format.ts';

const WRITE: Readonly<Record<FigureName, (value: number, format: Format) => string>> = {
  cutEdges: (value, format) => format.number(value),
  meanPolsbyPopper: (value, format) => format.number(value, 2),
  maxDeviation: (value, format) => format.percent(value),
  moved: (value, format) => format.households(Math.round(value)),
  splitGroups: (value, format) => format.number(value),
  barrierM: (value, format) => format.distance(value),
};

/** A figure of a plan with its unit; – for one that cannot be said. */
export const figureText = (figure: FigureName, value: number | null, format: Format): string =>
  value === null ? '–' : WRITE[figure](value, format);

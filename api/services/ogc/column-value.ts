import type { Column } from '../../db/ogc-collections.ts';
import type { FilterValue } from '../../db/ogc-filter.ts';

const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;
const YES = new Set(['true', '1']);
const NO = new Set(['false', '0']);

/** A text of the query as a value of the column's type; null when it is none. GDAL writes booleans as 1 and 0, days with /. */
export function columnValue({ type }: Pick<Column, 'type'>, text: string): FilterValue | null {
  switch (type) {
    case 'integer':
    case 'number': {
      const number = NUMBER.test(text) ? Number(text) : Number.NaN;
      return Number.isFinite(number) ? number : null;
    }
    case 'boolean':
      return YES.has(text) ? true : NO.has(text) ? false : null;
    case 'date':
      return dayOf(text);
    default:
      return text.includes('\0') ? null : text;
  }
}

/** yyyy-mm-dd; a time behind it is left out. */
export function dayOf(text: string): string | null {
  const [, year, month, day] = /^(\d{4})[-/](\d{2})[-/](\d{2})(?:[T ].*)?$/.exec(text) ?? [];
  if (!year) return null;
  const at = new Date(`${year}-${month}-${day}T00:00:00Z`);
  return Number.isNaN(at.getTime()) || at.getUTCDate() !== Number(day) || year === '0000'
    ? null
    : `${year}-${month}-${day}`;
}

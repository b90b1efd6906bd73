import type { Collection, Column } from './ogc-collections.ts';

export type Comparison = '=' | '<>' | '<' | '<=' | '>' | '>=';
export type FilterValue = string | number | boolean;

/** What features are asked for by their properties and their places, checked: values are of the type of their column. */
export type Filter =
  | { readonly is: 'and' | 'or'; readonly parts: readonly Filter[] }
  | { readonly is: 'not'; readonly part: Filter }
  | ({ readonly is: 'compare'; readonly by: Comparison; readonly value: FilterValue } & OfColumn)
  | ({ readonly is: 'like'; readonly pattern: string } & OfColumn)
  | ({ readonly is: 'in'; readonly values: readonly FilterValue[] } & OfColumn)
  | { readonly is: 'between'; readonly column: Column; readonly from: FilterValue; readonly to: FilterValue }
  | { readonly is: 'null'; readonly column: Column }
  /** `geometry` is GeoJSON, EPSG:4326 */
  | { readonly is: 'intersects'; readonly geometry: object };

interface OfColumn {
  readonly column: Column;
  /** capitals and small letters are the same */
  readonly anyCase: boolean;
}

/** The values of a statement that is put together from parts. Names in its text are those of ogc-collections.ts alone. */
export class Values {
  readonly all: unknown[] = [];

  /** @returns the place of the value in the text, as `$3::integer` */
  add(value: unknown, type: string): string {
    this.all.push(value);
    return `$${this.all.length}::${type}`;
  }
}

const SQL_TYPES = {
  ...{ string: 'text', list: 'text', integer: 'numeric', number: 'float8', boolean: 'boolean', date: 'date' },
} as const;

/** The condition as SQL over the row `t`. */
export function filterSql(filter: Filter, of: Collection, values: Values): string {
  switch (filter.is) {
    case 'and':
    case 'or':
      return `(${filter.parts.map((part) => filterSql(part, of, values)).join(` ${filter.is} `)})`;
    case 'not':
      return `not ${filterSql(filter.part, of, values)}`;
    case 'null':
      return `(${filter.column.sql} is null)`;
    case 'between': {
      const type = SQL_TYPES[filter.column.type];
      return `(${filter.column.sql} between ${values.add(filter.from, type)} and ${values.add(filter.to, type)})`;
    }
    case 'intersects':
      return touches(of, `st_makevalid(st_geomfromgeojson(${values.add(JSON.stringify(filter.geometry), 'text')}))`);
    default: {
      const type = SQL_TYPES[filter.column.type];
      const own = filter.anyCase ? `lower(${filter.column.sql})` : filter.column.sql;
      const given = (value: FilterValue): string => {
        const place = values.add(value, type);
        return filter.anyCase ? `lower(${place})` : place;
      };
      if (filter.is === 'like') return `(${own} like ${given(filter.pattern)})`;
      if (filter.is === 'compare') return `(${own} ${filter.by} ${given(filter.value)})`;
      return `(${own} in (${filter.values.map(given).join(', ')}))`;
    }
  }
}

/** Whether the row touches an area. Things are found by the owner's function, which the spatial index serves. */
function touches({ source, layer }: Collection, area: string): string {
  return source.kind === 'thing'
    ? `(t.id in (select things_in_box('${layer}', ${area}, -1, null)))`
    : `(t.geom && ${area} and st_intersects(t.geom, ${area}))`;
}

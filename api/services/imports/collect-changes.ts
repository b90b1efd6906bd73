import type { ImportJoin } from '../../contract/import-matches.ts';
import type { Fault } from '../../contract/imports.ts';
import type { ChangedFields } from './changes-from-row.ts';

/** A thing that is there already, and what an import makes of it. */
export interface ThingChanges {
  id: number;
  fields: ChangedFields;
  /** of the new outline, on the ground; null = it keeps the one it has */
  areaM2: number | null;
  /** the first row that names it */
  row: number;
}

type Told = Pick<Fault, 'kind' | 'severity' | 'detail' | 'values'>;

/** Gathers what rows say of things that are there: a thing may be named by several of them. */
export class ChangeCollector {
  readonly #byId = new Map<number, ThingChanges>();
  readonly #several: ImportJoin['several'];
  readonly #corrected: ReadonlyMap<number, readonly string[]>;
  #kept = 0;

  /** @param corrected  fields that somebody has corrected by hand, by thing */
  constructor(several: ImportJoin['several'], corrected: ReadonlyMap<number, readonly string[]>) {
    this.#several = several;
    this.#corrected = corrected;
  }

  get changes(): readonly ThingChanges[] {
    return [...this.#byId.values()].filter(({ fields }) => Object.keys(fields).length > 0);
  }

  /** Things of which something stays that was corrected by hand. */
  get kept(): number {
    return this.#kept;
  }

  /**
   * @param areaM2  of the outline that the row gives, if it does
   * @returns what there is to tell of the row; an error = it is not taken
   */
  add(id: number, row: number, said: ChangedFields, areaM2: number): Told[] {
    const known = this.#byId.get(id);
    if (known && this.#several === 'refuse')
      return [
        {
          kind: 'named-twice',
          severity: 'error',
          detail: `It names what row ${known.row} names; say whether their numbers are added up or the last row holds (--several sum, --several last)`,
          values: { otherRow: known.row },
        },
      ];
    const own = withShape(this.#corrected.get(id) ?? []);
    const kept = Object.keys(said).filter((field) => own.includes(field));
    const fields = Object.fromEntries(Object.entries(said).filter(([field]) => !own.includes(field)));
    if (known) known.fields = this.#several === 'sum' ? summed(known.fields, fields) : { ...known.fields, ...fields };
    const change = known ?? { id, fields, row, areaM2: null };
    if ('geometry' in fields) change.areaM2 = areaM2;
    this.#byId.set(id, change);
    if (kept.length === 0) return [];
    if (!known) this.#kept += 1;
    const fieldsSaid = kept.join(', ');
    return [
      {
        kind: 'kept-by-hand',
        severity: 'warning',
        detail: `Corrected by hand and left as it is: ${fieldsSaid}`,
        values: { fields: fieldsSaid },
      },
    ];
  }
}

/** An outline and the point inside it are one: half of a row's would lie beside half of what somebody has drawn. */
const SHAPE: readonly string[] = ['geometry', 'innerPoint'];
const withShape = (fields: readonly string[]): readonly string[] =>
  fields.some((field) => SHAPE.includes(field)) ? [...fields, ...SHAPE] : fields;

/** Amounts that can be added up; a storey cannot. */
const AMOUNTS: readonly string[] = ['households', 'residents', 'expectedHouseholds'];

const summed = (known: ChangedFields, more: ChangedFields): ChangedFields => ({
  ...known,
  ...more,
  ...Object.fromEntries(
    AMOUNTS.filter((field) => field in known || field in more).map((field) => [
      field,
      Number(known[field] ?? 0) + Number(more[field] ?? 0),
    ]),
  ),
});

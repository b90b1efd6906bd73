import Papa from 'papaparse';
import type { AskedChange, EditLayer, ThingFields, ThingRecord } from '../../../api/contract/thing-edits.ts';
import { type FieldFault, type FormField, faultOf, fieldsOf, valueIn } from '../../state/thing-edit/form-fields.ts';
import { NOTHING_TYPED, patchOf, type Typed, typeInto, withTyped } from '../../state/thing-edit/typed.ts';

/** What was typed into a table, by the ids of its rows. */
export type Edits = ReadonlyMap<number, Typed>;
export const NO_EDITS: Edits = new Map();

/** Where a cell stands, by row and column. */
export interface Cell {
  readonly row: number;
  readonly column: number;
}

/** What a text says in a column, or that it says nothing that can be there. */
export type Said = { readonly ok: true; readonly value: unknown } | { readonly ok: false };

/** Words of a column in the reader's language; a code is taken as it is, too. */
export type WordOf = (field: FormField, code: string) => string;

/** Fields that a table shows: all but those that name other things, for which there is the form. */
export function columnsOf(layer: EditLayer, records: readonly ThingRecord[]): FormField[] {
  const columns = new Map<string, FormField>();
  const kinds = layer === 'site' ? [...new Set(records.map(({ fields }) => fields.kind))] : [undefined];
  for (const kind of kinds)
    for (const field of fieldsOf(layer, { kind, stage: 'planned' }))
      if (field.control.kind !== 'link') columns.set(`${field.attribute} ${field.name}`, field);
  return [...columns.values()];
}

/** The thing of a row as it would be. */
export const rowFields = ({ id, fields }: ThingRecord, edits: Edits): ThingFields =>
  withTyped(fields, edits.get(id) ?? NOTHING_TYPED);

/** Whether the thing of a row has the field at all: attributes follow the kind. */
export const hasField = (layer: EditLayer, fields: ThingFields, { name, attribute }: FormField): boolean =>
  fieldsOf(layer, fields).some((own) => own.name === name && own.attribute === attribute);

/** A typed or pasted text as the value of a field. */
export function readCell(field: FormField, text: string, wordOf: WordOf): Said {
  const trimmed = text.trim();
  if (trimmed === '') return { ok: true, value: field.nullable ? null : '' };
  const { control } = field;
  switch (control.kind) {
    case 'number': {
      const plain = trimmed.replaceAll(/[,，\s]/g, '');
      return /^-?\d+(\.\d+)?$/.test(plain) ? { ok: true, value: Number(plain) } : { ok: false };
    }
    case 'words': {
      const code = control.words.find((word) => word === trimmed || wordOf(field, word) === trimmed);
      return code === undefined ? { ok: false } : { ok: true, value: code };
    }
    case 'list':
      return { ok: true, value: trimmed.split(/[、,，;；]/).flatMap((part) => part.trim() || []) };
    case 'date': {
      const [year, month, day] = trimmed.split(/[-/.年月日]/).map((part) => part.trim().padStart(2, '0'));
      return year && month && day ? { ok: true, value: `${year}-${month}-${day}` } : { ok: false };
    }
    default:
      return { ok: true, value: trimmed };
  }
}

/** What a cell shows and what is typed on: words for codes, items apart. */
export function cellText(field: FormField, value: unknown, wordOf: WordOf): string {
  if (value === null || value === undefined) return '';
  if (Array.isArray(value)) return value.map((item) => wordOf(field, String(item))).join('、');
  return field.control.kind === 'words' ? wordOf(field, String(value)) : String(value);
}

/** A block of cells as a spreadsheet puts it on the clipboard: rows by lines, columns by tabs, quoted where need be. */
export const readClipboard = (text: string): string[][] =>
  Papa.parse<string[]>(text.replace(/\r?\n$/, ''), { delimiter: '\t' }).data;

/** A text that could not be read, at its cell: it stands there until something else is written. */
export interface Misread {
  readonly id: number;
  readonly field: FormField;
  readonly text: string;
}

interface Sheet {
  readonly layer: EditLayer;
  readonly records: readonly ThingRecord[];
  readonly columns: readonly FormField[];
}

/**
 * Writes texts into cells, from one cell on to the right and down; what stands outside the table, in rows that may not be
 * changed or in cells that the thing does not have is left out and counted.
 */
export function writeCells(
  { layer, records, columns }: Sheet,
  edits: Edits,
  from: Cell,
  texts: readonly (readonly string[])[],
  wordOf: WordOf,
): { readonly edits: Edits; readonly misread: readonly Misread[]; readonly written: number; readonly left: number } {
  const next = new Map(edits);
  const misread: Misread[] = [];
  let [written, left] = [0, 0];
  for (const [down, line] of texts.entries())
    for (const [right, text] of line.entries()) {
      const [record, field] = [records[from.row + down], columns[from.column + right]];
      if (!record?.editable || !field || !hasField(layer, rowFields(record, next), field)) {
        left++;
        continue;
      }
      const said = readCell(field, text, wordOf);
      if (said.ok) {
        next.set(record.id, typeInto(next.get(record.id) ?? NOTHING_TYPED, field, said.value));
        written++;
      } else misread.push({ id: record.id, field, text });
    }
  return { edits: next, misread, written, left };
}

/** The uppermost cell's value in all cells below it, to the last row. */
export function fillDown(sheet: Sheet, edits: Edits, { row, column }: Cell, lastRow: number, wordOf: WordOf): Edits {
  const [record, field] = [sheet.records[row], sheet.columns[column]];
  if (!record || !field || lastRow <= row) return edits;
  const text = cellText(field, valueIn(rowFields(record, edits), field), wordOf);
  const lines = Array.from({ length: lastRow - row }, () => [text]);
  return writeCells(sheet, edits, { row: row + 1, column }, lines, wordOf).edits;
}

/** What would be sent, and which row each is of; rows in which nothing differs send nothing. */
export function changesOf({ layer, records }: Pick<Sheet, 'layer' | 'records'>, edits: Edits): AskedChange[] {
  return records.flatMap(({ id, version, fields }): AskedChange[] => {
    const typed = edits.get(id);
    const patch = typed ? patchOf(layer, fields, typed) : {};
    return Object.keys(patch).length === 0
      ? []
      : [{ action: 'change', layer, id, version, fields: patch } as AskedChange];
  });
}

/** Whether a cell says something else than the thing does. */
export const isChanged = (layer: EditLayer, { id, fields }: ThingRecord, edits: Edits, field: FormField): boolean => {
  const typed = edits.get(id);
  if (!typed) return false;
  const patch = patchOf(layer, fields, typed) as ThingFields;
  return field.attribute ? field.name in ((patch.data as ThingFields) ?? {}) : field.name in patch;
};

export interface CellFault {
  readonly row: number;
  readonly field: FormField;
  readonly fault: FieldFault;
}

/** Cells of changed rows that cannot be so. */
export function faultsIn({ layer, records, columns }: Sheet, edits: Edits): CellFault[] {
  return records.flatMap((record, row) => {
    if (!edits.has(record.id)) return [];
    const fields = rowFields(record, edits);
    return columns.flatMap((field): CellFault[] => {
      const fault = hasField(layer, fields, field) ? faultOf(layer, fields, field) : null;
      return fault ? [{ row, field, fault }] : [];
    });
  });
}

import type { EditLayer, ThingFields } from '../../../api/contract/thing-edits.ts';
import type { Role } from '../../../api/contract/words.ts';
import type { RecordsAsked } from '../../api-client/thing-edits.ts';
import type { AppSet } from '../slice.ts';

/** What the form is open for: a thing that stands, or one that is to be made. */
export type Editing =
  | { readonly kind: 'change'; readonly layer: EditLayer; readonly id: number }
  /** `preset`: fields that follow from where it was begun */
  | { readonly kind: 'new'; readonly layer: EditLayer; readonly preset?: ThingFields };

/** The last change of things, which can be taken back at once. */
export interface LastChange {
  readonly changeSet: string;
  /** what was done, in the reader's words */
  readonly text: string;
  /** it took another one back: taking it back does that one again */
  readonly undone: boolean;
}

export interface EditingSlice {
  readonly editing: Editing | null;
  /** grows with every form that is opened: the next one holds nothing of the one before */
  readonly editSeq: number;
  /** something was typed or drawn in the form: a stray key does not close it */
  readonly editTouched: boolean;
  /** was asked for while the form held something that is not saved: whoever typed it decides */
  readonly editNext: Editing | null;
  readonly lastChange: LastChange | null;
  /** the table of things is open, with these rows */
  readonly tableOf: RecordsAsked | null;
  /** Opens the form; null closes it, whatever it holds. */
  editThing(editing: Editing | null): void;
  touchEdit(touched: boolean): void;
  noteLastChange(change: LastChange | null): void;
  openTable(rows: RecordsAsked | null): void;
}

export const NO_EDITING = {
  editing: null,
  editTouched: false,
  editNext: null,
  lastChange: null,
  tableOf: null,
} as const;

export const createEditingSlice = (set: AppSet): EditingSlice => ({
  ...NO_EDITING,
  editSeq: 0,
  editThing: (asked) =>
    set(({ editing, editTouched, editSeq }) =>
      asked && editing && editTouched
        ? { editNext: asked }
        : { editing: asked, editSeq: editSeq + 1, editTouched: false, editNext: null, tool: null, hover: null },
    ),
  touchEdit: (editTouched) => set((state) => (state.editTouched === editTouched ? {} : { editTouched })),
  noteLastChange: (lastChange) => set({ lastChange }),
  openTable: (tableOf) =>
    set(({ editTouched, editing }) => ({
      tableOf,
      editing: editTouched ? editing : null,
      tool: null,
      selection: null,
    })),
});

/** Whether somebody with these roles keeps things; a desk does within its region, which the server knows. */
export const mayKeepThings = (roles: readonly Role[]): boolean => roles.includes('admin') || roles.includes('desk');
/** Whether somebody with these roles reads what was done to things. */
export const maySeeChanges = (roles: readonly Role[]): boolean => mayKeepThings(roles) || roles.includes('leader');

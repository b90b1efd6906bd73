import type { EditLayer, ThingFields, ThingPatch } from '../../../api/contract/thing-edits.ts';
import { type FormField, fieldsOf, isEmpty, valueIn } from './form-fields.ts';

/** What somebody has typed so far, and nothing else: what others change meanwhile shows through. */
export type Typed = Readonly<{ fields: ThingFields; data: ThingFields }>;

export const NOTHING_TYPED: Typed = { fields: {}, data: {} };

export const typeInto = (typed: Typed, { name, attribute }: FormField, value: unknown): Typed =>
  attribute
    ? { ...typed, data: { ...typed.data, [name]: value } }
    : { ...typed, fields: { ...typed.fields, [name]: value } };

/** The thing as it would be. */
export const withTyped = (known: ThingFields, { fields, data }: Typed): ThingFields => ({
  ...known,
  ...fields,
  data: { ...(known.data as ThingFields | undefined), ...data },
});

/** Without what is not said, in whatever way: two empty values are one. */
const same = (a: unknown, b: unknown): boolean => (isEmpty(a) && isEmpty(b)) || JSON.stringify(a) === JSON.stringify(b);

/** What is emptied is sent as the contract says it: null where a field may be so, else no text. */
const emptied = ({ nullable }: FormField): null | '' => (nullable ? null : '');

/**
 * What has to be sent to make of the thing as it is known what was typed; without anything when that is so already. What
 * was typed into fields that the thing does not have (another kind was chosen since) is left out.
 */
export function patchOf(layer: EditLayer, known: ThingFields, typed: Typed): ThingPatch {
  const wanted = withTyped(known, typed);
  const patch: ThingFields = {};
  const data: ThingFields = {};
  for (const field of fieldsOf(layer, wanted)) {
    const said = field.attribute ? field.name in typed.data : field.name in typed.fields;
    const value = valueIn(wanted, field);
    if (!said || same(value, valueIn(known, field))) continue;
    // A figure cannot be unsaid where the contract knows none that is not.
    if (isEmpty(value) && field.control.kind === 'number' && !field.nullable) continue;
    (field.attribute ? data : patch)[field.name] = isEmpty(value) ? emptied(field) : value;
  }
  if (Object.keys(data).length > 0) patch.data = data;
  return patch as ThingPatch;
}

/** What a new thing is made of: what was typed, where something was. */
export function newFieldsOf(layer: EditLayer, typed: Typed): ThingPatch {
  const patch = patchOf(layer, {}, typed) as ThingFields;
  if (patch.data)
    patch.data = Object.fromEntries(Object.entries(patch.data as ThingFields).filter(([, v]) => v !== null));
  return patch as ThingPatch;
}

/** A field that somebody else changed while the form was open. */
export interface Meanwhile {
  readonly field: FormField;
  readonly before: unknown;
  readonly now: unknown;
  /** what was typed here, where something was: it stays, and is saved over the other's */
  readonly typed: unknown;
}

/** What differs between two versions of a thing, field by field. */
export function changedMeanwhile(
  layer: EditLayer,
  before: ThingFields,
  now: ThingFields,
  typed: Typed,
): readonly Meanwhile[] {
  const fields = fieldsOf(layer, now);
  return fields
    .filter((field) => !same(valueIn(before, field), valueIn(now, field)))
    .map((field) => ({
      ...{ field, before: valueIn(before, field), now: valueIn(now, field) },
      typed: (field.attribute ? typed.data : typed.fields)[field.name],
    }));
}

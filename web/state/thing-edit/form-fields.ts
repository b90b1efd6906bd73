import { ATTRIBUTE_UNITS, ORGANIZATION_ATTRIBUTES, SITE_ATTRIBUTES } from '../../../api/contract/site-kinds.ts';
import {
  type EditLayer,
  NEW_THINGS,
  THING_LINKS,
  THING_PATCHES,
  type ThingFields,
} from '../../../api/contract/thing-edits.ts';
import { type SiteKind, siteKind } from '../../../api/contract/words.ts';

/** How a field is filled in. */
export type Control =
  | { readonly kind: 'text'; readonly most: number }
  | { readonly kind: 'number'; readonly least: number; readonly most: number; readonly whole: boolean }
  | { readonly kind: 'words'; readonly words: readonly string[] }
  | { readonly kind: 'list' }
  | { readonly kind: 'date' }
  /** names another thing, or a region, by its id */
  | { readonly kind: 'link'; readonly to: EditLayer | 'region' }
  /** names a region by its code */
  | { readonly kind: 'region-code' };

/** A field of a form or a column of a table, made from the contract's tables. */
export interface FormField {
  /** of the contract; an attribute stands below `data` */
  readonly name: string;
  readonly attribute: boolean;
  readonly control: Control;
  readonly required: boolean;
  /** may be emptied: then it is null */
  readonly nullable: boolean;
  readonly unit: 'm2' | 'yuan' | null;
}

/** A zod schema, as much of it as a form asks. */
interface Schema {
  readonly def: { readonly type: string; readonly innerType?: Schema };
  readonly options?: readonly unknown[];
  readonly minValue?: number | null;
  readonly maxValue?: number | null;
  readonly isInt?: boolean;
  readonly format?: string | null;
  readonly maxLength?: number | null;
  safeParse(value: unknown): { success: boolean };
}
type Shape = Readonly<Record<string, Schema>>;

/** Drawn on the map, or brought by files alone. */
const DRAWN: readonly string[] = ['geometry', 'outline', 'walls', 'gates'];
const REGION_CODES: readonly string[] = ['core', 'alliance', 'looked_after_by'];

const patchShape = (layer: EditLayer): Shape => THING_PATCHES[layer].shape as unknown as Shape;
const newShape = (layer: EditLayer): Shape => NEW_THINGS[layer].shape as unknown as Shape;

/** What a schema wraps, and whether it may be null. */
function unwrapped(schema: Schema): { inner: Schema; nullable: boolean } {
  let [inner, nullable] = [schema, false];
  while (inner.def.innerType) {
    nullable ||= inner.def.type === 'nullable';
    inner = inner.def.innerType;
  }
  return { inner, nullable };
}

function controlOf(schema: Schema): Control {
  const { inner } = unwrapped(schema);
  if (inner.options) return { kind: 'words', words: inner.options as string[] };
  if (inner.def.type === 'number')
    return { kind: 'number', least: inner.minValue ?? 0, most: inner.maxValue ?? 1e9, whole: inner.isInt ?? false };
  if (inner.def.type === 'array') return { kind: 'list' };
  if (inner.format === 'date') return { kind: 'date' };
  return { kind: 'text', most: inner.maxLength ?? 255 };
}

function ownFields(layer: EditLayer): FormField[] {
  const needed = newShape(layer);
  return Object.entries(patchShape(layer)).flatMap(([name, schema]): FormField[] => {
    if (DRAWN.includes(name) || name === 'data') return [];
    const to = THING_LINKS[layer][name];
    return [
      {
        ...{ name, attribute: false, unit: null, nullable: unwrapped(schema).nullable },
        control: to ? { kind: 'link', to } : controlOf(schema),
        required: needed[name]!.def.type !== 'optional',
      },
    ];
  });
}

/** What things of a kind are said to have beside their fields. */
function attributeShape(layer: EditLayer, kind: unknown): Shape {
  const known = siteKind.safeParse(kind);
  if (layer === 'site' && known.success) return SITE_ATTRIBUTES[known.data as SiteKind].shape as unknown as Shape;
  return layer === 'organization' ? (ORGANIZATION_ATTRIBUTES.shape as unknown as Shape) : {};
}

const attributeFields = (layer: EditLayer, kind: unknown): FormField[] =>
  Object.entries(attributeShape(layer, kind)).map(([name, schema]) => ({
    ...{ name, attribute: true, required: false, nullable: true },
    unit: (ATTRIBUTE_UNITS as Readonly<Record<string, 'm2' | 'yuan'>>)[name] ?? null,
    control: REGION_CODES.includes(name) ? { kind: 'region-code' } : controlOf(schema),
  }));

/** Of a compound that stands nobody expects anything. */
const ONLY_EXPECTED: readonly string[] = ['expectedHouseholds', 'expectedOn'];

/** All fields of a thing, in the order of the contract; those of its kind after its own. */
export const fieldsOf = (layer: EditLayer, { kind, stage }: ThingFields): FormField[] =>
  [...ownFields(layer), ...attributeFields(layer, kind)].filter(
    ({ name }) => !ONLY_EXPECTED.includes(name) || stage === 'planned' || stage === 'building',
  );

export const valueIn = (fields: ThingFields, { name, attribute }: Pick<FormField, 'name' | 'attribute'>): unknown =>
  attribute ? (fields.data as ThingFields | undefined)?.[name] : fields[name];

/** Why a value cannot be taken: nothing was given where something has to be; it is none that the field may have. */
export type FieldFault = 'required' | 'unfit';

export function faultOf(layer: EditLayer, fields: ThingFields, field: FormField): FieldFault | null {
  const value = valueIn(fields, field);
  if (isEmpty(value)) return field.required ? 'required' : null;
  const schema = field.attribute ? attributeShape(layer, fields.kind)[field.name] : newShape(layer)[field.name];
  return schema?.safeParse(value).success ? null : 'unfit';
}

export const isEmpty = (value: unknown): boolean =>
  value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0);

import { useTranslation } from 'react-i18next';
import type { EditLayer } from '../../../api/contract/thing-edits.ts';
import { type Format, useFormat } from '../../i18n/format.ts';
import type { FormField } from './form-fields.ts';
import { isEmpty } from './form-fields.ts';

/** Where the words for the kinds of a layer stand in the common messages. */
const KINDS: Readonly<Partial<Record<EditLayer, string>>> = {
  building: 'building',
  site: 'site',
  organization: 'organization',
  party_org: 'partyOrg',
};

/** What fields are called, and what is written in them, in the reader's words. */
export function useFieldWords() {
  const { t, i18n } = useTranslation();
  const format = useFormat();
  const label = ({ name, attribute }: Pick<FormField, 'name' | 'attribute'>): string =>
    i18n.exists(`common:${attribute ? 'attribute' : 'thingField'}.${name}`)
      ? t(`common:${attribute ? 'attribute' : 'thingField'}.${name}`)
      : name;
  const word = (
    layer: EditLayer,
    { name, attribute }: Pick<FormField, 'name' | 'attribute'>,
    value: string,
  ): string => {
    const key = attribute
      ? `common:attributeWord.${name}.${value}`
      : name === 'kind'
        ? `common:${KINDS[layer]}.${value}`
        : `common:thingWord.${name}.${value}`;
    return i18n.exists(key) ? t(key) : value;
  };
  /** What stands above a field: its name, and the unit where it has one. */
  const heading = (field: Pick<FormField, 'name' | 'attribute' | 'unit'>): string => {
    const unit = field.unit ?? (field.name === 'heightM' ? field.name : null);
    return unit ? t('common:thingIn', { field: label(field), unit: t(`common:thingUnit.${unit}`) }) : label(field);
  };
  /** A value as it is read. */
  const text = (layer: EditLayer, field: Pick<FormField, 'name' | 'attribute'>, value: unknown): string =>
    isEmpty(value) ? t('common:value.none') : inWords(value, (each) => word(layer, field, each), format, t);
  return { label, heading, word, text };
}

function inWords(value: unknown, word: (text: string) => string, format: Format, t: (key: string) => string): string {
  if (typeof value === 'number') return format.number(value, 2);
  if (typeof value === 'boolean') return t(value ? 'common:value.yes' : 'common:value.no');
  if (Array.isArray(value)) return format.list(value.map((each) => word(String(each))));
  return typeof value === 'string' ? word(value) : '…';
}

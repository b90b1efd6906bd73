import { Input, InputNumber, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import type { EditLayer, ThingFields } from '../../../api/contract/thing-edits.ts';
import { useRegions } from '../../state/queries.ts';
import { useRegionName } from '../../state/region-names.ts';
import { useFieldWords } from '../../state/thing-edit/field-words.ts';
import { type FormField, faultOf, valueIn } from '../../state/thing-edit/form-fields.ts';
import { Field } from '../../ui/field.tsx';
import { LinkSelect } from './link-select.tsx';

interface Props {
  readonly layer: EditLayer;
  readonly field: FormField;
  /** the thing as it would be */
  readonly fields: ThingFields;
  /** faults of fields that are still empty are told once saving was tried */
  readonly tried: boolean;
  readonly hint?: string | undefined;
  readonly disabled: boolean;
  onChange(value: unknown): void;
}

/** One field of a thing with its label, its unit, and what is wrong with it. */
export function FieldControl({ layer, field, fields, tried, hint, disabled, onChange }: Props) {
  const { t } = useTranslation('edit-things');
  const { heading } = useFieldWords();
  const fault = faultOf(layer, fields, field);
  const shown = fault === 'unfit' || (fault === 'required' && tried) ? faultWords(field, fault, t) : null;
  return (
    <Field label={`${heading(field)}${field.required ? ' *' : ''}`} fault={shown} {...(hint ? { hint } : {})}>
      {(id, describedBy) => (
        <Control
          {...{ id, describedBy, layer, field, disabled, onChange }}
          value={valueIn(fields, field)}
          wrong={shown !== null}
        />
      )}
    </Field>
  );
}

function faultWords(
  { control }: FormField,
  fault: 'required' | 'unfit',
  t: (key: string, values?: Record<string, number>) => string,
): string {
  if (fault === 'required') return t('fault.required');
  return control.kind === 'number' ? t('fault.number', { least: control.least, most: control.most }) : t('fault.unfit');
}

interface ControlProps extends Pick<Props, 'layer' | 'field' | 'disabled' | 'onChange'> {
  readonly id: string;
  readonly describedBy: string | undefined;
  readonly value: unknown;
  readonly wrong: boolean;
}

function Control({ id, describedBy, layer, field, value, wrong, disabled, onChange }: ControlProps) {
  const { t } = useTranslation('edit-things');
  const { word } = useFieldWords();
  const { control } = field;
  const common = { id, disabled, 'aria-describedby': describedBy, status: wrong ? ('error' as const) : ('' as const) };
  switch (control.kind) {
    case 'text':
      return (
        <Input
          {...common}
          lang="zh-CN"
          value={String(value ?? '')}
          maxLength={control.most}
          onChange={({ target }) => onChange(target.value)}
        />
      );
    case 'date':
      return <Input {...common} type="date" value={String(value ?? '')} onChange={(e) => onChange(e.target.value)} />;
    case 'number':
      return (
        <InputNumber
          {...common}
          style={{ width: '100%' }}
          value={typeof value === 'number' ? value : null}
          {...(control.whole ? { precision: 0 } : {})}
          onChange={onChange}
        />
      );
    case 'words':
      return (
        <Select
          {...common}
          allowClear={field.nullable}
          value={(value as string | undefined) || null}
          placeholder={t('choose')}
          options={control.words.map((each) => ({ value: each, label: word(layer, field, each) }))}
          onChange={(chosen: string | null | undefined) => onChange(chosen ?? null)}
        />
      );
    case 'list':
      return (
        <Select
          {...common}
          mode="tags"
          value={((value as string[] | undefined) ?? []).map((each) => word(layer, field, each))}
          tokenSeparators={[',', '，', '、']}
          onChange={(chosen: string[]) => onChange(chosen)}
        />
      );
    case 'link':
      return (
        <LinkSelect
          {...{ id, describedBy, onChange }}
          to={control.to}
          value={value as number | null | undefined}
          placeholder={t(layer === 'party_org' ? 'link.choose' : 'link.byPlace')}
        />
      );
    case 'region-code':
      return <RegionCode {...{ id, describedBy, onChange }} value={value as string | undefined} />;
  }
}

function RegionCode({
  id,
  describedBy,
  value,
  onChange,
}: Pick<ControlProps, 'id' | 'describedBy' | 'onChange'> & { readonly value: string | undefined }) {
  const { t } = useTranslation('edit-things');
  const regions = useRegions().data?.regions ?? [];
  const regionName = useRegionName();
  return (
    <Select
      id={id}
      aria-describedby={describedBy}
      allowClear
      showSearch={{ optionFilterProp: 'label' }}
      placeholder={t('choose')}
      value={value ?? null}
      options={regions.flatMap((region) => (region.code ? [{ value: region.code, label: regionName(region) }] : []))}
      onChange={(chosen: string | null | undefined) => onChange(chosen ?? null)}
    />
  );
}

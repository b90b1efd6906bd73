import { Button, Select } from 'antd';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { TEXT_ENCODINGS } from '../../../api/contract/exports.ts';
import {
  ENCODED_FORMATS,
  EXPORT_LAYERS,
  LAYER_COLUMNS,
  LAYER_FORMATS,
  WGS84_FORMATS,
} from '../../../api/contract/layer-exports.ts';
import type { WorklistKind } from '../../../api/contract/thing-edits.ts';
import { REGION_KINDS, type RegionKind } from '../../../api/contract/words.ts';
import { beginLayerExport } from '../../api-client/layer-exports.ts';
import { Refused } from '../../i18n/failure.tsx';
import { useFormat } from '../../i18n/format.ts';
import { useNameOf } from '../../i18n/names.ts';
import { queryClient, useCounties, useCounty, useRegions } from '../../state/queries.ts';
import { store, useApp } from '../../state/store.ts';
import { useSending } from '../../state/use-sending.ts';
import { Field } from '../../ui/field.tsx';
import {
  type Area,
  type ExportChoice,
  FIRST_CHOICE,
  selectedLayer,
  toWish,
  WORKLISTS_OF,
  withLayer,
} from './export-choice.ts';
import { ExportList, exportsKey } from './export-list.tsx';
import styles from './export-panel.module.css';
import { TargetCrs } from './target-crs.tsx';
import { viewBounds } from './view-bounds.ts';

/** Which layer, which part of it, and how: then a file is written in the background, and stands in the list. */
export function ExportPanel() {
  const { t } = useTranslation('export-data');
  const county = useApp((state) => state.county);
  const title = useId();
  if (county === null) return null;
  return (
    <section className={styles.panel} aria-labelledby={title}>
      <h2 id={title} className={styles.title}>
        {t('title')}
      </h2>
      <p className={styles.lead}>{t('lead')}</p>
      <Form county={county} />
      <ExportList county={county} />
    </section>
  );
}

function Form({ county }: { readonly county: string }) {
  const { t } = useTranslation('export-data');
  const [choice, setChoice] = useState<ExportChoice>(FIRST_CHOICE);
  const date = useApp((state) => state.date);
  const selection = useApp((state) => state.selection);
  const { sending, notice, send } = useSending();
  const change = (part: Partial<ExportChoice>) => setChoice({ ...choice, ...part });
  const { layer, format } = choice;
  const lacksRegion = toWish(choice, { date, view: null, selection }) === null;

  const begin = async () => {
    if (sending) return;
    await send(async () => {
      const wish = toWish(choice, { date, view: shownNow(), selection });
      if (!wish) return;
      await beginLayerExport(county, wish);
      store.getState().announce(t('begun', { layer: t(`common:layer.${layer}`) }));
      await queryClient.invalidateQueries({ queryKey: exportsKey(county) });
    });
  };

  return (
    <div className={styles.form}>
      <LayerField choice={choice} onChange={setChoice} />
      {layer === 'region' && <LevelField choice={choice} onChange={change} />}
      <AreaFields choice={choice} onChange={setChoice} />
      <WorklistField choice={choice} onChange={change} />
      <Field label={t('format')} hint={t(`about.${format}`)}>
        {(id, describedBy) => (
          <Select
            id={id}
            aria-describedby={describedBy}
            value={format}
            listHeight={330}
            onChange={(chosen) => change({ format: chosen })}
            options={LAYER_FORMATS.map((value) => ({ value, label: t(`formats.${value}`) }))}
          />
        )}
      </Field>
      {!WGS84_FORMATS.includes(format) && <TargetCrs value={choice.crs} onChange={(crs) => change({ crs })} />}
      {ENCODED_FORMATS.includes(format) && (
        <Field label={t('encoding')}>
          {(id) => (
            <Select
              id={id}
              value={choice.encoding}
              onChange={(encoding) => change({ encoding })}
              options={TEXT_ENCODINGS.map((value) => ({ value, label: t(`encodings.${value}`) }))}
            />
          )}
        </Field>
      )}
      <Field label={t('columns')}>
        {(id) => (
          <Select
            id={id}
            mode="multiple"
            allowClear
            maxTagCount="responsive"
            value={[...choice.columns]}
            placeholder={t('allColumns', { n: LAYER_COLUMNS[layer].length })}
            onChange={(columns: string[]) => change({ columns })}
            showSearch={{ optionFilterProp: 'label' }}
            options={LAYER_COLUMNS[layer].map(({ name }) => ({
              value: name,
              label: `${t([`column.${name}`, `common:attribute.${name}`])} ${name}`,
            }))}
          />
        )}
      </Field>
      {notice && <Refused notice={notice} />}
      <Button type="primary" block disabled={lacksRegion} aria-busy={sending} onClick={() => void begin()}>
        {t('begin')}
      </Button>
      {lacksRegion && <p className={styles.hint}>{t('chooseRegion')}</p>}
    </div>
  );
}

/** What the map shows at this moment; null before its first picture. */
function shownNow() {
  const { camera, insets } = store.getState();
  const size = { width: window.innerWidth, height: window.innerHeight };
  return camera && viewBounds(camera, size, insets);
}

interface FieldProps {
  readonly choice: ExportChoice;
  onChange(part: Partial<ExportChoice>): void;
}
interface WholeProps {
  readonly choice: ExportChoice;
  onChange(choice: ExportChoice): void;
}

function LayerField({ choice, onChange }: WholeProps) {
  const { t } = useTranslation('export-data');
  const format = useFormat();
  const counts = useCounty().data?.counts;
  return (
    <Field label={t('layer')}>
      {(id) => (
        <Select
          id={id}
          value={choice.layer}
          listHeight={330}
          onChange={(layer) => onChange(withLayer(choice, layer))}
          options={EXPORT_LAYERS.map((value) => {
            const name = t(`common:layer.${value}`);
            const n = value === 'region' || value === 'party_org' ? undefined : counts?.[value];
            return { value, label: n === undefined ? name : t('layerCount', { layer: name, n: format.number(n) }) };
          })}
        />
      )}
    </Field>
  );
}

function LevelField({ choice, onChange }: FieldProps) {
  const { t } = useTranslation('export-data');
  const regions = useRegions().data?.regions ?? [];
  const kinds = REGION_KINDS.filter((kind) => regions.some((region) => region.kind === kind));
  return (
    <Field label={t('level')}>
      {(id) => (
        <Select
          id={id}
          value={choice.level}
          onChange={(level: RegionKind | '') => onChange({ level })}
          options={[
            { value: '' as const, label: t('allLevels') },
            ...kinds.map((value) => ({ value, label: t(`common:kind.${value}`) })),
          ]}
        />
      )}
    </Field>
  );
}

function AreaFields({ choice, onChange }: WholeProps) {
  const { t } = useTranslation('export-data');
  const nameOf = useNameOf();
  const selection = useApp((state) => state.selection);
  const regions = useRegions().data?.regions ?? [];
  const inRegion = selection?.layer === 'region' ? regions.find(({ id }) => id === selection.id) : undefined;
  const own = selectedLayer(selection);
  const pick = (area: Area) => {
    if (area !== 'selected') onChange({ ...choice, area });
    else if (inRegion) onChange({ ...choice, area: 'region', region: inRegion.id });
    else if (own) onChange({ ...withLayer(choice, own), area });
  };
  const selected = inRegion
    ? [{ value: 'selected' as const, label: t('areas.selected', { name: nameOf(inRegion) }) }]
    : own
      ? [{ value: 'selected' as const, label: t('areas.chosen') }]
      : [];
  return (
    <>
      <Field label={t('area')}>
        {(id) => (
          <Select
            id={id}
            value={choice.area === 'selected' && !own ? 'county' : choice.area}
            onChange={pick}
            options={[
              ...(['county', 'region', 'view'] as const).map((value) => ({ value, label: t(`areas.${value}`) })),
              ...selected,
            ]}
          />
        )}
      </Field>
      {choice.area === 'region' && (
        <Field label={t('region')}>
          {(id) => (
            <Select
              id={id}
              value={choice.region}
              placeholder={t('pickRegion')}
              showSearch={{ optionFilterProp: 'title' }}
              onChange={(region) => onChange({ ...choice, region })}
              options={regions.map((region) => ({
                value: region.id,
                title: `${region.name} ${region.nameEn} ${region.code ?? ''}`,
                label: `${nameOf(region)} · ${t(`common:kind.${region.kind}`)}`,
              }))}
            />
          )}
        </Field>
      )}
    </>
  );
}

/** For those who keep the data. */
function WorklistField({ choice, onChange }: FieldProps) {
  const { t } = useTranslation('export-data');
  const county = useApp((state) => state.county);
  const roles = useCounties().data?.find(({ code }) => code === county)?.roles ?? [];
  const lists = WORKLISTS_OF[choice.layer] ?? [];
  if (lists.length === 0 || !roles.some((role) => role === 'admin' || role === 'desk')) return null;
  return (
    <Field label={t('worklist')}>
      {(id) => (
        <Select
          id={id}
          value={choice.worklist}
          onChange={(worklist: WorklistKind | '') => onChange({ worklist })}
          options={[
            { value: '' as const, label: t('noWorklist') },
            ...lists.map((value) => ({ value, label: t(`worklists.${value}`) })),
          ]}
        />
      )}
    </Field>
  );
}

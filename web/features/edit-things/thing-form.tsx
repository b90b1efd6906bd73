import { useQueryClient } from '@tanstack/react-query';
import { area } from '@turf/turf';
import { Button, Popconfirm } from 'antd';
import type { Geometry } from 'geojson';
import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { EditLayer, ThingFields, ThingPatch, ThingRecord } from '../../../api/contract/thing-edits.ts';
import { noticeOf } from '../../api-client/http.ts';
import { changeThing, createThing, retireThing } from '../../api-client/thing-edits.ts';
import { Refused } from '../../i18n/failure.tsx';
import { useFormat } from '../../i18n/format.ts';
import { boundsOf } from '../../state/bounds.ts';
import { isMapOfPlans } from '../../state/plan-room.ts';
import { store, useApp } from '../../state/store.ts';
import { type FormField, faultOf, fieldsOf } from '../../state/thing-edit/form-fields.ts';
import { recordQuery } from '../../state/thing-edit/record.ts';
import {
  changedMeanwhile,
  type Meanwhile,
  newFieldsOf,
  patchOf,
  type Typed,
  typeInto,
  withTyped,
} from '../../state/thing-edit/typed.ts';
import { useChanged } from '../../state/thing-edit/use-changed.ts';
import { useSending } from '../../state/use-sending.ts';
import { Refusal } from '../../ui/refusal.tsx';
import { beginDrawing, DRAW_TOOL, drawingStore, useDrawing } from './drawing.ts';
import { FieldControl } from './field-control.tsx';
import { MeanwhileList } from './meanwhile-list.tsx';
import { drawnAs, emptyShape, geometryOf, shapeOf } from './shape.ts';
import styles from './thing-form.module.css';

interface Props {
  readonly layer: EditLayer;
  /** null = it is new */
  readonly known: ThingRecord | null;
  readonly preset: ThingFields;
}

/** What a new thing begins with, as the server takes it where nothing is said. */
const AT_FIRST: Readonly<Partial<Record<EditLayer, ThingFields>>> = {
  building: { kind: 'residential' },
  compound: { stage: 'built', management: 'unknown' },
  party_org: { form: 'single' },
};

/** All that can be given of a thing, its place drawn on the map; saved as a whole, or left. */
export function ThingForm({ layer, known, preset }: Props) {
  const { t } = useTranslation('edit-things');
  const county = useApp((state) => state.county) ?? '';
  const editThing = useApp((state) => state.editThing);
  const touchEdit = useApp((state) => state.touchEdit);
  const next = useApp((state) => state.editNext);
  const select = useApp((state) => state.select);
  const queries = useQueryClient();
  const changed = useChanged();
  const { sending, notice, send } = useSending();
  const [base, setBase] = useState(known);
  const [typed, setTyped] = useState<Typed>({ fields: known ? {} : { ...AT_FIRST[layer], ...preset }, data: {} });
  const [meanwhile, setMeanwhile] = useState<readonly Meanwhile[] | null>(null);
  const [tried, setTried] = useState(false);
  const place = usePlace(layer, base);
  const fields = withTyped(base?.fields ?? {}, typed);
  const shown = fieldsOf(layer, fields);
  const faults = shown.filter((field) => faultOf(layer, fields, field) !== null);
  const lacksPlace = drawnAs(layer) !== null && place.geometry === null;
  const patch = base ? patchOf(layer, base.fields, typed) : newFieldsOf(layer, typed);
  const wanted = (place.drawn ? { ...patch, geometry: place.geometry } : patch) as ThingPatch;
  const isSo = base !== null && Object.keys(wanted).length === 0;
  const readOnly = base !== null && !base.editable;

  const type = (field: FormField, value: unknown) => {
    setTyped((before) => typeInto(before, field, value));
    touchEdit(true);
  };
  useEffect(() => {
    if (place.drawn) touchEdit(true);
  }, [place.drawn, touchEdit]);

  /** Somebody else was faster: what was typed stays, below it what they changed. */
  const lookAgain = async (before: ThingRecord) => {
    const now = await queries.fetchQuery({ ...recordQuery(county, layer, before.id), staleTime: 0 });
    setMeanwhile(changedMeanwhile(layer, before.fields, now.fields, typed));
    setBase(now);
  };
  const ask = (work: () => ReturnType<typeof createThing>, after: (id: number | null) => void) =>
    send(async () => {
      try {
        const done = await work();
        changed(done);
        touchEdit(false);
        after(done.changes[0]?.thing ?? null);
      } catch (error) {
        if (base && noticeOf(error).type === 'stale-version') await lookAgain(base);
        throw error;
      }
    });
  const close = () => editThing(null);
  const save = () => {
    setTried(true);
    if (faults.length > 0 || lacksPlace) return;
    void ask(
      () => (base ? changeThing(county, base, wanted) : createThing(county, layer, wanted)),
      (id) => {
        close();
        if (id !== null && layer !== 'party_org') select({ layer, id });
      },
    );
  };
  const retire = () =>
    base &&
    ask(
      () => retireThing(county, base),
      () => {
        close();
        select(null);
      },
    );

  const title = base
    ? t('change', { thing: t(`common:thing.${layer}`) })
    : t('new', { thing: t(`common:thing.${layer}`) });
  return (
    <section className={styles.editor} aria-label={title}>
      <header className={styles.header}>
        <h2 className={styles.title}>{title}</h2>
        {base && <p className={styles.name}>{String(fields.name || '') || addressOf(fields)}</p>}
      </header>
      {readOnly && <p className={styles.note}>{t('notYours')}</p>}
      {meanwhile && <MeanwhileList layer={layer} changes={meanwhile} />}
      {place.kind && (
        <PlacePart
          {...place}
          lacks={tried && lacksPlace}
          disabled={readOnly}
          geometry={place.geometry}
          isNew={base === null}
        />
      )}
      <div className={styles.fields}>
        {shown.map((field) => (
          <FieldControl
            key={`${field.attribute}-${field.name}`}
            {...{ layer, field, fields, tried }}
            disabled={readOnly}
            hint={hintOf(layer, field, place.drawn, t)}
            onChange={(value) => type(field, value)}
          />
        ))}
      </div>
      <footer className={styles.footer}>
        {notice && (notice.type !== 'stale-version' || !meanwhile) && <Refused notice={notice} />}
        {tried && (faults.length > 0 || lacksPlace) && (
          <p className={styles.fault} role="alert">
            {t('lacking')}
          </p>
        )}
        {next && (
          <Refusal title={t('unsaved')}>
            <Button
              size="small"
              onClick={() => {
                close();
                editThing(next);
              }}
            >
              {t('leaveUnsaved')}
            </Button>
          </Refusal>
        )}
        <div className={styles.buttons}>
          <Button type="primary" loading={sending} disabled={isSo || readOnly} onClick={save}>
            {t(base ? (meanwhile ? 'saveOver' : 'save') : 'add')}
          </Button>
          <Button onClick={close}>{t('common:action.cancel')}</Button>
          {base && !readOnly && (
            <Popconfirm
              title={t('retireWhat')}
              okText={t('retire')}
              okButtonProps={{ danger: true }}
              cancelText={t('common:action.cancel')}
              onConfirm={() => void retire()}
            >
              <Button danger className={styles.retire ?? ''} disabled={sending}>
                {t('retire')}
              </Button>
            </Popconfirm>
          )}
        </div>
      </footer>
    </section>
  );
}

const addressOf = ({ streetName, houseNumber, address }: ThingFields): string =>
  [streetName, houseNumber].filter(Boolean).join(' ') || String(address ?? '');

function hintOf(
  layer: EditLayer,
  { name, control }: FormField,
  moved: boolean,
  t: (key: string) => string,
): string | undefined {
  if (layer === 'building' && name === 'households') return t('hint.counted');
  if (layer === 'building' && name === 'houseNumber') return t('hint.doors');
  if (layer === 'party_org' && name === 'region') return t('hint.anchors');
  if (control.kind === 'link' && layer !== 'party_org' && moved) return t('hint.follows');
  return undefined;
}

/** The place as it is drawn over what the thing has. */
function usePlace(layer: EditLayer, base: ThingRecord | null) {
  const kind = drawnAs(layer);
  const known = (base?.fields.geometry ?? null) as Geometry | null;
  const setTool = useApp((state) => state.setTool);
  const isNew = base === null;
  useEffect(() => {
    // What was drawn stays, also when the thing was changed by somebody else meanwhile.
    if (drawingStore.getState().past.length > 0) return;
    beginDrawing(kind && (known ? shapeOf(kind, known) : emptyShape(kind)));
  }, [kind, known]);
  useEffect(() => {
    if (kind && isNew) setTool(DRAW_TOOL);
    return () => {
      beginDrawing(null);
      if (store.getState().tool === DRAW_TOOL) setTool(null);
    };
  }, [kind, isNew, setTool]);
  const shape = useDrawing((state) => state.shape);
  const drawn = useDrawing((state) => state.past.length > 0);
  const geometry = useMemo(() => shape && geometryOf(shape), [shape]);
  return { kind, drawn, geometry };
}

interface PlaceProps {
  readonly geometry: Geometry | null;
  readonly lacks: boolean;
  readonly disabled: boolean;
  readonly isNew: boolean;
}

function PlacePart({ geometry, lacks, disabled, isNew }: PlaceProps) {
  const { t } = useTranslation('edit-things');
  const format = useFormat();
  const drawing = useApp((state) => state.tool === DRAW_TOOL);
  const inPlan = useApp(isMapOfPlans);
  const setTool = useApp((state) => state.setTool);
  const flyTo = useApp((state) => state.flyTo);
  const begin = () => {
    if (geometry) flyTo(boundsOf(geometry), { maxZoom: 18.5, ifHidden: true });
    setTool(DRAW_TOOL);
  };
  return (
    <div className={styles.place}>
      <p className={styles.placeWords}>
        <span className={styles.label}>{t('place.title')}</span>
        <span className="tabular">
          {geometry === null
            ? t('place.none')
            : geometry.type === 'Point'
              ? format.position(geometry.coordinates[0]!, geometry.coordinates[1]!)
              : t('place.area', { area: format.area(area(geometry)) })}
        </span>
      </p>
      <Button disabled={disabled || drawing || inPlan} onClick={begin}>
        {t(drawing ? 'place.drawing' : geometry && !isNew ? 'place.move' : 'place.put')}
      </Button>
      {lacks && (
        <p className={styles.fault} role="alert">
          {t('place.lacks')}
        </p>
      )}
    </div>
  );
}

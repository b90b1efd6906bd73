import { Modal, Radio, Select } from 'antd';
import { useEffect, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  EXPORT_FORMATS,
  type ExportFormat,
  TEXT_ENCODINGS,
  type TextEncodingName,
} from '../../../api/contract/exports.ts';
import type { Plan } from '../../../api/contract/plans.ts';
import { REGION_KINDS, type RegionKind } from '../../../api/contract/words.ts';
import type { DownloadOptions } from '../../api-client/download.ts';
import { type ExportedFile, exportChangeList, exportDivision, exportPlan } from '../../api-client/exports.ts';
import { Refused } from '../../i18n/failure.tsx';
import { useRegions } from '../../state/queries.ts';
import { saveBlob } from '../../state/save-blob.ts';
import { useApp } from '../../state/store.ts';
import { useSending } from '../../state/use-sending.ts';
import { Field } from '../../ui/field.tsx';
import styles from './export-dialog.module.css';
import { LossList } from './loss-list.tsx';

interface Props {
  /** null = the division in force on the day of the screen */
  readonly plan: Plan | null;
  readonly title: string;
  close(): void;
}

type Choice = ExportFormat | 'change-list';

/** In which format, which levels: then the file is made and saved, and whatever it lost is told. */
export function ExportDialog({ plan, title, close }: Props) {
  const { t } = useTranslation('export-division');
  const [format, setFormat] = useState<Choice>('geojson');
  const [level, setLevel] = useState<RegionKind | ''>('');
  const [encoding, setEncoding] = useState<TextEncodingName>('utf-8');
  const work = useDownload(plan);
  const choices: readonly Choice[] = plan ? [...EXPORT_FORMATS, 'change-list'] : EXPORT_FORMATS;
  const save = () => void work.run({ format, level, encoding });
  return (
    <Modal
      open
      title={t(plan ? 'titlePlan' : 'titleDivision', { title })}
      okText={t('save')}
      okButtonProps={{ 'aria-busy': work.sending }}
      cancelText={t(work.done ? 'common:action.close' : 'common:action.cancel')}
      onOk={save}
      onCancel={close}
    >
      <div className={styles.form}>
        <Formats choices={choices} value={format} onChange={setFormat} />
        {format !== 'change-list' && <LevelField plan={plan} format={format} level={level} onLevel={setLevel} />}
        {format === 'shapefile' && <EncodingField value={encoding} onChange={setEncoding} />}
        <div role="status" className={styles.status}>
          {work.sending && <p>{t(work.received === 0 ? 'making' : 'coming', { size: sizeOf(work.received) })}</p>}
          {work.done && (
            <p className={styles.done}>{t('saved', { name: work.done.name, size: sizeOf(work.done.blob.size) })}</p>
          )}
        </div>
        {work.done && work.done.losses.length > 0 && <LossList losses={work.done.losses} />}
        {work.notice && <Refused notice={work.notice} />}
      </div>
    </Modal>
  );
}

const MEGABYTE = 1024 * 1024;
const sizeOf = (bytes: number): string =>
  bytes < MEGABYTE ? `${Math.ceil(bytes / 1024)} KB` : `${(bytes / MEGABYTE).toFixed(1)} MB`;

interface Wish {
  readonly format: Choice;
  readonly level: RegionKind | '';
  readonly encoding: TextEncodingName;
}

/** One file at a time; closing the dialog ends it. */
function useDownload(plan: Plan | null) {
  const county = useApp((state) => state.county) ?? '';
  const date = useApp((state) => state.date);
  const language = useApp((state) => state.preferences.language);
  const [received, setReceived] = useState(0);
  const [done, setDone] = useState<ExportedFile | null>(null);
  const { sending, notice, send } = useSending();
  const leaving = useRef<AbortController | null>(null);
  useEffect(() => () => leaving.current?.abort(), []);

  function take({ format, level, encoding }: Wish, options: DownloadOptions): Promise<ExportedFile> {
    if (format === 'change-list') return exportChangeList(county, plan!.id, language, options);
    const wish = {
      format,
      ...(level === '' ? {} : { level }),
      ...(format === 'shapefile' ? { encoding } : {}),
    };
    return plan ? exportPlan(county, plan.id, wish, options) : exportDivision(county, date, wish, options);
  }

  const run = async (wish: Wish) => {
    if (sending) return;
    leaving.current?.abort();
    const leave = new AbortController();
    leaving.current = leave;
    setDone(null);
    setReceived(0);
    await send(async () => {
      const file = await take(wish, { signal: leave.signal, onReceived: setReceived });
      saveBlob(file.blob, file.name);
      setDone(file);
    });
  };
  return { sending, received, done, notice, run };
}

interface FormatsProps {
  readonly choices: readonly Choice[];
  readonly value: Choice;
  onChange(value: Choice): void;
}

function Formats({ choices, value, onChange }: FormatsProps) {
  const { t } = useTranslation('export-division');
  const id = useId();
  return (
    <div>
      <h3 id={id} className={styles.label}>
        {t('format')}
      </h3>
      <Radio.Group
        aria-labelledby={id}
        className={styles.formats}
        value={value}
        onChange={(event) => onChange(event.target.value as Choice)}
      >
        {choices.map((choice) => (
          <Radio key={choice} value={choice} className={styles.format} autoFocus={choice === value}>
            <span className={styles.formatName}>{t(`formats.${choice}`)}</span>
            <span className={styles.hint}>{t(`about.${choice}`)}</span>
          </Radio>
        ))}
      </Radio.Group>
    </div>
  );
}

interface LevelProps {
  readonly plan: Plan | null;
  readonly format: ExportFormat;
  readonly level: RegionKind | '';
  onLevel(level: RegionKind | ''): void;
}

function LevelField({ plan, format, level, onLevel }: LevelProps) {
  const { t } = useTranslation('export-division');
  const regions = useRegions().data?.regions ?? [];
  const kinds = REGION_KINDS.filter((kind) => plan?.level === kind || regions.some((region) => region.kind === kind));
  const own = plan ? t('ownLevel', { kind: t(`common:kind.${plan.level}`) }) : t('lowest');
  const whole = format === 'assignment-csv' ? own : t('allLevels');
  return (
    <Field label={t('level')}>
      {(id) => (
        <Select
          id={id}
          value={level}
          onChange={onLevel}
          options={[
            { value: '' as const, label: whole },
            ...kinds.map((kind) => ({ value: kind, label: t(`common:kind.${kind}`) })),
          ]}
        />
      )}
    </Field>
  );
}

interface EncodingProps {
  readonly value: TextEncodingName;
  onChange(value: TextEncodingName): void;
}

function EncodingField({ value, onChange }: EncodingProps) {
  const { t } = useTranslation('export-division');
  const id = useId();
  return (
    <div>
      <h3 id={id} className={styles.label}>
        {t('encoding')}
      </h3>
      <Radio.Group
        aria-labelledby={id}
        value={value}
        onChange={(event) => onChange(event.target.value as TextEncodingName)}
        options={TEXT_ENCODINGS.map((name) => ({ value: name, label: t(`encodings.${name}`) }))}
      />
    </div>
  );
}

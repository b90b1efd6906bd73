import { CheckCircleFilled, ExclamationCircleFilled, RightOutlined, WarningFilled } from '@ant-design/icons';
import { type KeyboardEvent, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FAULTS_WITH_REASON } from '../../../api/contract/fault-words.ts';
import type { Fault, ImportReport } from '../../../api/contract/imports.ts';
import { useFormat } from '../../i18n/format.ts';
import { useOverlay } from '../../map/overlay-registry.ts';
import { boundsOfPoint } from '../../state/bounds.ts';
import { useThemeName } from '../../state/theme-name.ts';
import styles from './fault-list.module.css';
import { type FaultGroup, groupFaults } from './import-flow.ts';
import { ringLayers } from './preview-layers.ts';
import { useShowPlace } from './show-place.ts';

const FAULT_ZOOM = 17;

interface Props {
  readonly report: ImportReport;
  /** kinds that are shown elsewhere */
  readonly without?: readonly string[];
  /** beside the words of a kind: a way to settle it */
  actionFor?(kind: string): React.ReactNode;
}

const NO_KINDS: readonly string[] = [];

/** What is wrong, by kind, each with its row and place; what is pointed at is ringed on the map. */
export function FaultList({ report, without = NO_KINDS, actionFor }: Props) {
  const { t } = useTranslation('import-data');
  const format = useFormat();
  const theme = useThemeName();
  const [pointed, setPointed] = useState<Fault | null>(null);
  const at = pointed?.at ?? null;
  useOverlay(
    'import-pointed',
    useMemo(() => (at ? ringLayers(at, theme) : []), [at, theme]),
  );
  const groups = useMemo(
    () => groupFaults(report.faults).filter(({ kind }) => !without.includes(kind)),
    [report.faults, without],
  );
  if (groups.length === 0) {
    return (
      <p className={styles.none}>
        <CheckCircleFilled /> {t('noFaults')}
      </p>
    );
  }
  return (
    <section className={styles.faults} aria-label={t('faults')}>
      <h3 className={styles.title}>
        {t('faults')} <span className="tabular">{format.number(report.faultTotal)}</span>
      </h3>
      {groups.map((group) => (
        <Group
          key={`${group.severity} ${group.kind}`}
          group={group}
          open={groups.length === 1 || group.faults.every(({ row }) => row === null)}
          mendWord={mendWord(group, report)}
          action={actionFor?.(group.kind)}
          pointed={pointed}
          onPoint={setPointed}
        />
      ))}
      {report.faultTotal > report.faults.length && (
        <p className={styles.note}>
          {t('listed', { n: format.number(report.faults.length), total: format.number(report.faultTotal) })}
        </p>
      )}
    </section>
  );
}

type MendWord = 'mendable' | 'mends' | 'mended';

/** Whether mending is offered, about to happen or done. A wide gap that stays a hole is warned of, not mended. */
function mendWord({ severity, kind, mendable }: FaultGroup, { status, settings }: ImportReport): MendWord | null {
  if (!mendable) return null;
  if (severity === 'error') return 'mendable';
  if (settings.faults !== 'mend' || kind === 'gap') return null;
  return status === 'done' ? 'mended' : 'mends';
}

interface GroupProps {
  readonly group: FaultGroup;
  readonly open: boolean;
  readonly mendWord: MendWord | null;
  readonly action: React.ReactNode;
  readonly pointed: Fault | null;
  onPoint(fault: Fault | null): void;
}

function Group({ group, open: first, mendWord, action, pointed, onPoint }: GroupProps) {
  const { t, i18n } = useTranslation('import-data');
  const format = useFormat();
  const [open, setOpen] = useState(first);
  const known = i18n.exists(`import-data:fault.${group.kind}.name`);
  return (
    <details
      className={styles.group}
      data-severity={group.severity}
      open={open}
      onToggle={(event) => setOpen(event.currentTarget.open)}
    >
      <summary className={styles.summary}>
        {group.severity === 'error' ? <ExclamationCircleFilled /> : <WarningFilled />}
        <span className="visually-hidden">{t(group.severity)}</span>
        <span className={styles.name}>{known ? t(`fault.${group.kind}.name`) : group.kind}</span>
        {mendWord && <span className={styles.mendable}>{t(mendWord)}</span>}
        <span className="tabular">{t('faultCount', { n: format.number(group.faults.length) })}</span>
        <RightOutlined className={styles.arrow} rotate={open ? 90 : 0} />
      </summary>
      {open && (
        <>
          {known && (
            <div className={styles.advice}>
              <p>{t(`fault.${group.kind}.advice`)}</p>
              <div className={styles.remedies}>{action}</div>
            </div>
          )}
          <Rows faults={group.faults} pointed={pointed} onPoint={onPoint} />
        </>
      )}
    </details>
  );
}

/** One stop of the Tab key; arrows walk. */
function Rows({ faults, pointed, onPoint }: Pick<GroupProps, 'pointed' | 'onPoint'> & Pick<FaultGroup, 'faults'>) {
  const [stop, setStop] = useState(0);
  const onKeyDown = (event: KeyboardEvent<HTMLUListElement>) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const rows = [...event.currentTarget.querySelectorAll('button')];
    const next = rows[rows.indexOf(document.activeElement as HTMLButtonElement) + step];
    next?.focus();
  };
  return (
    <ul className={styles.rows} onKeyDown={onKeyDown} onMouseLeave={() => onPoint(null)}>
      {faults.map((fault, index) => (
        <li key={`${fault.row} ${fault.at} ${fault.detail}`}>
          <Row
            fault={fault}
            isStop={index === stop}
            isPointed={fault === pointed}
            onPoint={() => {
              setStop(index);
              onPoint(fault);
            }}
          />
        </li>
      ))}
    </ul>
  );
}

interface RowProps {
  readonly fault: Fault;
  readonly isStop: boolean;
  readonly isPointed: boolean;
  onPoint(): void;
}

function Row({ fault, isStop, isPointed, onPoint }: RowProps) {
  const { t } = useTranslation('import-data');
  const format = useFormat();
  const show = useShowPlace();
  const own = useOwnWords(fault);
  const words = (
    <>
      <span className={styles.where}>
        {fault.row === null ? t('wholeFile') : t('row', { row: format.number(fault.row) })}
        {fault.name && ` · ${fault.name}`}
        {fault.areaM2 !== undefined && ` · ${format.area(fault.areaM2)}`}
      </span>
      {own && (
        <span className={styles.detail} lang={own.lang}>
          {own.text}
        </span>
      )}
    </>
  );
  const { at } = fault;
  if (!at) return <div className={styles.row}>{words}</div>;
  return (
    <button
      type="button"
      className={styles.row}
      tabIndex={isStop ? 0 : -1}
      data-pointed={isPointed}
      title={t('show')}
      onMouseEnter={onPoint}
      onFocus={onPoint}
      onClick={() => show(boundsOfPoint(at), { maxZoom: FAULT_ZOOM })}
    >
      {words}
    </button>
  );
}

/** What this one says beyond its kind: its values in the person's language, else the server's sentence where that helps. */
function useOwnWords({ kind, detail, values }: Fault): { text: string; lang?: string } | null {
  const { t, i18n } = useTranslation('import-data');
  const format = useFormat();
  const inWords = (key: string, value: string | number): string => {
    if (key === 'attribute') return t(`attribute.${value}`);
    if (key === 'type') return t(`geometry.${value}`);
    return typeof value === 'number' ? format.number(value) : value;
  };
  if (values && i18n.exists(`import-data:faultValue.${kind}`)) {
    const words = Object.fromEntries(Object.entries(values).map(([key, value]) => [key, inWords(key, value)]));
    return { text: t(`faultValue.${kind}`, words) };
  }
  const isKnown = i18n.exists(`import-data:fault.${kind}.name`);
  return isKnown && !FAULTS_WITH_REASON.includes(kind) ? null : { text: detail, lang: 'en' };
}

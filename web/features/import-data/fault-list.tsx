import { CheckCircleFilled, ExclamationCircleFilled, WarningFilled } from '@ant-design/icons';
import { useTranslation } from 'react-i18next';
import type { Fault, ImportReport } from '../../../api/contract/imports.ts';
import { useFormat } from '../../i18n/format.ts';
import { boundsOfPoint } from '../../state/bounds.ts';
import { useApp } from '../../state/store.ts';
import styles from './fault-list.module.css';
import { type FaultGroup, groupFaults } from './import-flow.ts';

const FAULT_ZOOM = 17;

/** What is wrong, by kind, each with its row and place. */
export function FaultList({ report }: { readonly report: ImportReport }) {
  const { t } = useTranslation('import-data');
  const format = useFormat();
  const groups = groupFaults(report.faults);
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
        <Group key={`${group.severity} ${group.kind}`} group={group} />
      ))}
      {report.faultTotal > report.faults.length && (
        <p className={styles.note}>{t('listed', { n: report.faults.length, total: report.faultTotal })}</p>
      )}
    </section>
  );
}

function Group({ group }: { readonly group: FaultGroup }) {
  const { t, i18n } = useTranslation('import-data');
  const format = useFormat();
  const name = i18n.exists(`import-data:fault.${group.kind}`) ? t(`fault.${group.kind}`) : group.kind;
  return (
    <details className={styles.group} data-severity={group.severity}>
      <summary className={styles.summary}>
        {group.severity === 'error' ? <ExclamationCircleFilled /> : <WarningFilled />}
        <span className="visually-hidden">{t(group.severity)}</span>
        <span className={styles.name}>{name}</span>
        {group.mendable && <span className={styles.mendable}>{t('mendable')}</span>}
        <span className="tabular">{t('faultCount', { n: format.number(group.faults.length) })}</span>
      </summary>
      <ul>
        {group.faults.map((fault) => (
          <li key={`${fault.row} ${fault.detail} ${fault.at}`}>
            <Row fault={fault} />
          </li>
        ))}
      </ul>
    </details>
  );
}

function Row({ fault }: { readonly fault: Fault }) {
  const { t } = useTranslation('import-data');
  const format = useFormat();
  const flyTo = useApp((state) => state.flyTo);
  const words = (
    <>
      <span className={styles.where}>
        {fault.row === null ? t('wholeFile') : t('row', { row: fault.row })}
        {fault.name && ` · ${fault.name}`}
        {fault.areaM2 !== undefined && ` · ${format.area(fault.areaM2)}`}
      </span>
      <span className={styles.detail} lang="en">
        {fault.detail}
      </span>
    </>
  );
  if (!fault.at) return <div className={styles.row}>{words}</div>;
  const at = fault.at;
  return (
    <button
      type="button"
      className={styles.row}
      title={t('show')}
      onClick={() => flyTo(boundsOfPoint(at), { maxZoom: FAULT_ZOOM })}
    >
      {words}
    </button>
  );
}

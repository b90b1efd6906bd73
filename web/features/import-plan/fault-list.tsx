import { useTranslation } from 'react-i18next';
import type { ReadingFault } from '../../../api/contract/plan-reading.ts';
import { boundsOfPoint } from '../../state/bounds.ts';
import { store, useApp } from '../../state/store.ts';
import { usePhone } from '../../ui/use-media.ts';
import styles from './import-section.module.css';

interface Props {
  readonly faults: readonly ReadingFault[];
  readonly total: number;
}

const FAULT_ZOOM = 16;

/** What cannot be taken, by row; a row with a place shows it on the map. */
export function FaultList({ faults, total }: Props) {
  const { t } = useTranslation('import-plan');
  return (
    <div>
      <h3 className={styles.faultTitle}>{t('faults', { n: total })}</h3>
      <ul className={styles.faults}>
        {faults.map((fault) => (
          <li key={`${fault.row} ${fault.block} ${fault.reason}`}>
            <Fault fault={fault} />
          </li>
        ))}
      </ul>
      {total > faults.length && <p className={styles.hint}>{t('moreFaults', { n: total - faults.length })}</p>}
    </div>
  );
}

function Fault({ fault: { row, block, at, reason, value, otherRow } }: { readonly fault: ReadingFault }) {
  const { t } = useTranslation('import-plan');
  const phone = usePhone();
  const flyTo = useApp((state) => state.flyTo);
  const setSheet = useApp((state) => state.setSheet);
  const where =
    row === null ? t('block', { block }) : block === null ? t('row', { row }) : t('rowBlock', { row, block });
  const words = (
    <>
      <span className={styles.where}>{where}</span> {t(`fault.${reason}`, { value, row: otherRow })}
    </>
  );
  if (!at) return <span className={styles.fault}>{words}</span>;
  const show = () => {
    if (phone && store.getState().sheet === 'full') setSheet('half');
    flyTo(boundsOfPoint(at), { maxZoom: FAULT_ZOOM });
  };
  return (
    <button type="button" className={styles.fault} title={t('show')} onClick={show}>
      {words}
    </button>
  );
}

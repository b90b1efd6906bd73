import { ArrowRightOutlined } from '@ant-design/icons';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../i18n/format.ts';
import { useMoveNames } from '../../state/region-names.ts';
import type { Move } from './change-list.ts';
import styles from './changes-tab.module.css';
import { ShowPlace } from './show-place.tsx';

/** Blocks that go from one region to another, with who lives there. */
export function MoveRow({ move }: { readonly move: Move }) {
  const { t } = useTranslation('decide-plan');
  const format = useFormat();
  const { blocks, households, residents, buildings, bounds } = move;
  const { fromName, toName } = useMoveNames(t('nowhere'))(move);
  const amounts = { blocks: format.number(blocks), households: format.households(households) };
  return (
    <li className={styles.row}>
      <span className={styles.what}>
        <span className={styles.name}>{fromName}</span>
        <ArrowRightOutlined className={styles.arrow} aria-label={t('to')} />
        <span className={styles.name}>{toName}</span>
      </span>
      <span className={`${styles.figures} tabular`}>
        {t('moved', { ...amounts, residents: format.residents(residents), buildings: format.buildings(buildings) })}
      </span>
      <ShowPlace name={t('moveName', { from: fromName, to: toName })} bounds={bounds} />
    </li>
  );
}

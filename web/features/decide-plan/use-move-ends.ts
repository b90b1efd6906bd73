import { useTranslation } from 'react-i18next';
import { useRegionName } from '../../state/region-names.ts';
import type { Move } from './change-list.ts';

/** What the two ends of a move are called. */
export function useMoveEnds(): (move: Pick<Move, 'from' | 'fromName' | 'to' | 'toName'>, end: 'from' | 'to') => string {
  const { t } = useTranslation('decide-plan');
  const regionName = useRegionName();
  return (move, end) => {
    const [id, name] = end === 'from' ? [move.from, move.fromName] : [move.to, move.toName];
    return id === null ? t('nowhere') : regionName({ id, name });
  };
}

import { useTranslation } from 'react-i18next';
import type { PlanStatus } from '../../../api/contract/plans.ts';
import { Badge, type BadgeTone } from '../../ui/badge.tsx';

/** Violet is a draft that is not in force, amber wants somebody's attention, green is done. */
const TONES: Readonly<Record<PlanStatus, BadgeTone>> = {
  draft: 'violet',
  returned: 'amber',
  submitted: 'amber',
  in_review: 'amber',
  approved: 'primary',
  published: 'green',
  withdrawn: 'neutral',
};

export function StatusBadge({ status }: { readonly status: PlanStatus }) {
  const { t } = useTranslation();
  return <Badge tone={TONES[status]}>{t(`planStatus.${status}`)}</Badge>;
}

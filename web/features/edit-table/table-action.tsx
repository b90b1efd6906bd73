import { TableOutlined } from '@ant-design/icons';
import { useTranslation } from 'react-i18next';
import { useMyRoles } from '../../state/plan-life.ts';
import { isMapOfPlans } from '../../state/plan-room.ts';
import { useApp } from '../../state/store.ts';
import { mayKeepThings } from '../../state/thing-edit/editing.ts';
import { IconButton } from '../../ui/icon-button.tsx';

/** In the head of a region's inspector: its buildings in a table, which stands in mode data. */
export function TableAction() {
  const { t } = useTranslation('edit-table');
  const selection = useApp((state) => state.selection);
  const inPlan = useApp(isMapOfPlans);
  const keeps = mayKeepThings(useMyRoles()) && !inPlan;
  const setMode = useApp((state) => state.setMode);
  const openTable = useApp((state) => state.openTable);
  if (selection?.layer !== 'region' || !keeps) return null;
  return (
    <IconButton
      label={t('ofRegion')}
      icon={<TableOutlined />}
      onClick={() => {
        setMode('data', 'daily');
        openTable({ layer: 'building', region: selection.id, list: null });
      }}
    />
  );
}

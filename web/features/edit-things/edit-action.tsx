import { EditOutlined } from '@ant-design/icons';
import { useTranslation } from 'react-i18next';
import { useMyRoles } from '../../state/plan-life.ts';
import { isMapOfPlans } from '../../state/plan-room.ts';
import { useApp } from '../../state/store.ts';
import { mayKeepThings } from '../../state/thing-edit/editing.ts';
import { editableOf, useRecord } from '../../state/thing-edit/record.ts';
import { IconButton } from '../../ui/icon-button.tsx';

/** In the head of the inspector: opens the form of what is shown, for whoever may change it. */
export function EditAction() {
  const { t } = useTranslation('edit-things');
  const thing = editableOf(useApp((state) => state.selection));
  const inPlan = useApp(isMapOfPlans);
  const keeps = mayKeepThings(useMyRoles()) && !inPlan;
  const editThing = useApp((state) => state.editThing);
  const setSheet = useApp((state) => state.setSheet);
  const record = useRecord(keeps ? thing : null);
  if (!thing || !keeps) return null;
  const foreign = record.data?.editable === false;
  return (
    <IconButton
      label={t(foreign ? 'notYours' : 'edit')}
      icon={<EditOutlined />}
      disabled={foreign}
      onClick={() => {
        editThing({ kind: 'change', ...thing });
        setSheet('half');
      }}
    />
  );
}

import { useTranslation } from 'react-i18next';
import { noticeOf } from '../../api-client/http.ts';
import { Failure } from '../../i18n/failure.tsx';
import { useApp } from '../../state/store.ts';
import { useRecord } from '../../state/thing-edit/record.ts';
import { Button } from '../../ui/button.tsx';
import { SkeletonLines } from '../../ui/states.tsx';
import styles from './thing-form.module.css';
import { ThingForm } from './thing-form.tsx';

/** The form of the thing that is edited; it stands in the place of the inspector. */
export function ThingEditor() {
  const editing = useApp((state) => state.editing);
  if (editing?.kind === 'new')
    return <ThingForm key={`new-${editing.layer}`} layer={editing.layer} known={null} preset={editing.preset ?? {}} />;
  return editing && <Known key={`${editing.layer}-${editing.id}`} layer={editing.layer} id={editing.id} />;
}

type Of = NonNullable<Parameters<typeof useRecord>[0]>;

function Known(thing: Of) {
  const { t } = useTranslation();
  const record = useRecord(thing);
  const editThing = useApp((state) => state.editThing);
  if (record.data) return <ThingForm layer={thing.layer} known={record.data} preset={{}} />;
  if (!record.error) return <SkeletonLines label={t('panel.loading')} lines={8} />;
  return (
    <div className={styles.failed}>
      <Failure notice={noticeOf(record.error)} retry={() => void record.refetch()} />
      <Button onClick={() => editThing(null)}>{t('action.close')}</Button>
    </div>
  );
}

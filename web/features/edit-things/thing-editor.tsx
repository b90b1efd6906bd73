import { useTranslation } from 'react-i18next';
import { noticeOf } from '../../api-client/http.ts';
import { Failure } from '../../i18n/failure.tsx';
import { useApp } from '../../state/store.ts';
import { useFreshRecord } from '../../state/thing-edit/record.ts';
import { Button } from '../../ui/button.tsx';
import { SkeletonLines } from '../../ui/states.tsx';
import styles from './thing-form.module.css';
import { ThingForm } from './thing-form.tsx';

/** The form of the thing that is edited; it stands in the place of the inspector. */
export function ThingEditor() {
  const editing = useApp((state) => state.editing);
  const seq = useApp((state) => state.editSeq);
  if (editing?.kind === 'new')
    return <ThingForm key={seq} layer={editing.layer} known={null} preset={editing.preset ?? {}} />;
  return editing && <Known key={seq} layer={editing.layer} id={editing.id} />;
}

function Known(thing: Parameters<typeof useFreshRecord>[0]) {
  const { t } = useTranslation();
  const record = useFreshRecord(thing);
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

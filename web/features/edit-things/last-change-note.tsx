import { CloseOutlined } from '@ant-design/icons';
import { useTranslation } from 'react-i18next';
import { undoChanges } from '../../api-client/thing-edits.ts';
import { Refused } from '../../i18n/failure.tsx';
import { isMapOfPlans } from '../../state/plan-room.ts';
import { useApp } from '../../state/store.ts';
import type { LastChange } from '../../state/thing-edit/editing.ts';
import { useChanged } from '../../state/thing-edit/use-changed.ts';
import { useSending } from '../../state/use-sending.ts';
import { coverOf } from '../../state/view.ts';
import { Button } from '../../ui/button.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import styles from './last-change-note.module.css';

/** What was done last, and the way back; it stays until it is closed or something else is done. */
export function LastChangeNote() {
  const last = useApp((state) => state.lastChange);
  const hidden = useApp((state) => state.editing !== null || isMapOfPlans(state));
  return last && !hidden ? <Note key={last.changeSet} {...last} /> : null;
}

function Note({ changeSet, text, undone }: LastChange) {
  const { t } = useTranslation('edit-things');
  const county = useApp((state) => state.county) ?? '';
  const noteLastChange = useApp((state) => state.noteLastChange);
  const insets = useApp((state) => state.insets);
  const bars = useApp((state) => state.bars);
  const { bottom, left, right } = coverOf({ insets, bars });
  const changed = useChanged();
  const { sending, notice, send } = useSending();
  const undo = () => send(async () => changed(await undoChanges(county, changeSet), !undone));
  return (
    <section
      className={styles.note}
      aria-label={t('lastChange')}
      style={{ bottom: bottom + 16, left: left + 12, right: right + 12 }}
    >
      <div className={styles.row}>
        <p className={styles.text}>{text}</p>
        <Button variant="link" loading={sending} onClick={() => void undo()}>
          {t(undone ? 'redo' : 'undo')}
        </Button>
        <IconButton label={t('common:action.close')} icon={<CloseOutlined />} onClick={() => noteLastChange(null)} />
      </div>
      {notice && <Refused notice={notice} />}
    </section>
  );
}

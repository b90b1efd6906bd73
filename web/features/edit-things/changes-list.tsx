import { useTranslation } from 'react-i18next';
import type { ThingChange } from '../../../api/contract/thing-edits.ts';
import { undoChanges } from '../../api-client/thing-edits.ts';
import { Refused } from '../../i18n/failure.tsx';
import { useFormat } from '../../i18n/format.ts';
import { boundsOfPoint } from '../../state/bounds.ts';
import { useMyRoles } from '../../state/plan-life.ts';
import { useApp } from '../../state/store.ts';
import { mayKeepThings } from '../../state/thing-edit/editing.ts';
import { useChanged, useThingTitle } from '../../state/thing-edit/use-changed.ts';
import { useSending } from '../../state/use-sending.ts';
import { Button } from '../../ui/button.tsx';
import { useChangedWords } from './changed-words.ts';
import styles from './changes-list.module.css';

interface Props {
  readonly changes: readonly ThingChange[];
  /** of one thing, whose name stands above them */
  readonly ofOne: boolean;
}

/** Lines of the history, each with who, when, what, and the way back. */
export const ChangesList = ({ changes, ofOne }: Props) => (
  <ol className={styles.list}>
    {changes.map((change) => (
      <Line key={change.id} change={change} ofOne={ofOne} />
    ))}
  </ol>
);

function Line({ change, ofOne }: { readonly change: ThingChange; readonly ofOne: boolean }) {
  const { t } = useTranslation('edit-things');
  const format = useFormat();
  const title = useThingTitle();
  const words = useChangedWords();
  const county = useApp((state) => state.county) ?? '';
  const select = useApp((state) => state.select);
  const flyTo = useApp((state) => state.flyTo);
  const keeps = mayKeepThings(useMyRoles());
  const changed = useChanged();
  const { sending, notice, send } = useSending();
  const undo = () => send(async () => changed(await undoChanges(county, change.changeSet), true));
  const { action, layer, thing, place, undone, accountName, cause, undoes } = change;
  const goTo = () => {
    if (layer !== 'party_org') select({ layer, id: thing });
    if (place) flyTo(boundsOfPoint(place), { ifHidden: true });
  };
  return (
    <li className={styles.line} data-undone={undone}>
      <p className={styles.what}>
        <strong>{t(undoes === null ? `action.${action}` : 'action.undo')}</strong>
        {!ofOne && (
          <button type="button" className={styles.thing} onClick={goTo}>
            {title(change)}
          </button>
        )}
        <span>{words(change)}</span>
      </p>
      <p className={`${styles.who} tabular`}>
        {format.moment(change.at)} · {accountName || t('commandLine')}
        {cause !== 'hand' && ` · ${t(`cause.${cause}`)}`}
        {undone && ` · ${t('undone')}`}
      </p>
      {keeps && !undone && (
        <Button className={styles.undo} loading={sending} onClick={() => void undo()}>
          {t('undo')}
        </Button>
      )}
      {notice && <Refused notice={notice} />}
    </li>
  );
}

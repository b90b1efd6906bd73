import { CloudOutlined, CloudSyncOutlined, DisconnectOutlined, RedoOutlined, UndoOutlined } from '@ant-design/icons';
import { memo, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { breathe } from '../../state/breathe.ts';
import { planSession } from '../../state/plan/current.ts';
import { openState, planStore, usePlan } from '../../state/plan/plan-store.ts';
import type { TimelineEntry } from '../../state/plan/timeline.ts';
import { useStepWords } from '../../state/step-words.ts';
import { useApp } from '../../state/store.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import styles from './step-strip.module.css';
import { useDraft, useEditable } from './use-plan.ts';

/** The steps along the bottom: the newest in view, each press goes to how it was after that step. */
export function StepStrip() {
  const { t } = useTranslation('redraw-boundaries');
  const insets = useApp((state) => state.insets);
  const editable = useEditable();
  const timeline = useDraft((plan) => plan.timeline());
  const words = useStepWords();
  const announce = useApp((state) => state.announce);
  if (!timeline) return null;
  const { entries, undo, redo } = timeline;
  const tell = (key: 'undone' | 'redone', entry: TimelineEntry): void => announce(t(key, { what: words(entry.label) }));
  return (
    <section
      className={styles.strip}
      aria-label={t('steps')}
      style={{ left: insets.left + 12, bottom: insets.bottom + 12 }}
    >
      <IconButton
        label={undo ? `${t('undoWhat', { what: words(undo.label) })} (Ctrl+Z)` : t('nothingToUndo')}
        icon={<UndoOutlined />}
        disabled={!undo || !editable}
        onClick={() => undo && planSession.undo()?.ok && tell('undone', undo)}
      />
      <IconButton
        label={redo ? `${t('redoWhat', { what: words(redo.label) })} (Ctrl+Shift+Z)` : t('nothingToRedo')}
        icon={<RedoOutlined />}
        disabled={!redo || !editable}
        onClick={() => redo && planSession.redo()?.ok && tell('redone', redo)}
      />
      <Entries entries={entries} editable={editable} />
      <SaveState />
    </section>
  );
}

function Entries({ entries, editable }: { readonly entries: readonly TimelineEntry[]; readonly editable: boolean }) {
  const { t } = useTranslation('redraw-boundaries');
  const list = useRef<HTMLOListElement>(null);
  const last = entries.at(-1);
  // biome-ignore lint/correctness/useExhaustiveDependencies: scrolled when the newest step is another one
  useEffect(() => {
    list.current?.scrollTo({ left: list.current.scrollWidth });
  }, [last?.id, last?.state]);
  if (entries.length === 0) return <p className={styles.none}>{t('noSteps')}</p>;
  return (
    <ol ref={list} className={styles.entries}>
      {entries.map((entry) => (
        <Entry key={entry.id} entry={entry} editable={editable} />
      ))}
    </ol>
  );
}

/** Drawn again only when it changes itself: a long plan has thousands of them. */
const Entry = memo(function Entry({ entry, editable }: { readonly entry: TimelineEntry; readonly editable: boolean }) {
  const { t } = useTranslation('redraw-boundaries');
  const words = useStepWords();
  const what = words(entry.label);
  return (
    <li>
      <button
        type="button"
        className={styles.entry}
        data-state={entry.state}
        data-mine={entry.mine}
        disabled={!editable || !entry.mine}
        title={entry.mine ? t(`goTo.${entry.state}`, { what }) : (entry.other ?? '')}
        onClick={() => void goTo(entry)}
      >
        {entry.other !== null && <span className={styles.who}>{entry.other}</span>}
        {what}
        {entry.state === 'undone' && <span className="visually-hidden">{t('isUndone')}</span>}
        {entry.waiting && <span className={styles.waiting} title={t('isWaiting')} />}
      </button>
    </li>
  );
});

const STEPS_A_BREATH = 5;
/** Number of the going back or forth that was asked for last; an earlier one ends. */
let lastAsked = 0;

/** Undoes or redoes one's own steps until the chosen one is the last that is done. */
async function goTo(chosen: TimelineEntry): Promise<void> {
  const asked = ++lastAsked;
  const plan = openPlanId();
  const timeline = () => planSession.current()?.timeline();
  const entries = timeline()?.entries ?? [];
  const after = entries.findIndex(({ id }) => id === chosen.id) + 1;
  const isForth = chosen.state === 'undone';
  const wanted = new Set(
    (isForth ? entries.slice(0, after) : entries.slice(after))
      .filter(({ mine, state }) => mine && state === (isForth ? 'undone' : 'done'))
      .map(({ id }) => id),
  );
  for (let n = 1; asked === lastAsked && openPlanId() === plan; n++) {
    const next = isForth ? timeline()?.redo : timeline()?.undo;
    if (!next || !wanted.has(next.id)) return;
    if (!(isForth ? planSession.redo() : planSession.undo())?.ok) return;
    if (n % STEPS_A_BREATH === 0) await breathe();
  }
}

const openPlanId = (): number | null => openState(planStore.getState())?.plan.id ?? null;

/** Saved, waiting, or without a line. */
function SaveState() {
  const { t } = useTranslation('redraw-boundaries');
  const line = usePlan((state) => openState(state)?.line);
  const pending = usePlan((state) => openState(state)?.pending ?? 0);
  const editable = useEditable();
  const [kind, Icon] =
    line === 'offline'
      ? ([pending > 0 ? 'offline' : 'cut', DisconnectOutlined] as const)
      : pending > 0
        ? (['sending', CloudSyncOutlined] as const)
        : (['saved', CloudOutlined] as const);
  return (
    <p className={styles.state} data-kind={kind} role="status">
      <Icon aria-hidden="true" />
      <span>{editable || pending > 0 ? t(`save.${kind}`, { n: pending }) : t('save.readOnly')}</span>
    </p>
  );
}

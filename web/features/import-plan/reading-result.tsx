import { Button, Checkbox } from 'antd';
import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PlanReading } from '../../../api/contract/plan-reading.ts';
import type { Plan } from '../../../api/contract/plans.ts';
import { planSession } from '../../state/plan/current.ts';
import { openState, planStore, type RefusalView, usePlan } from '../../state/plan/plan-store.ts';
import { randomId } from '../../state/plan/random-id.ts';
import { useApp } from '../../state/store.ts';
import { Refusal } from '../../ui/refusal.tsx';
import { FaultList } from './fault-list.tsx';
import styles from './import-section.module.css';
import { readingEdits, sumsOf } from './reading-edits.ts';
import { previewOfChange, regionsOfBlocks } from './reading-preview.ts';

interface Props {
  readonly plan: Plan;
  readonly reading: PlanReading;
  readonly file: string;
  forget(): void;
}

const MOST_LABEL = 80;

/** What the file would change, what of it cannot be taken, and the button that takes the rest: one step, undone with one press. */
export function ReadingResult({ plan, reading, file, forget }: Props) {
  const { t } = useTranslation('import-plan');
  const announce = useApp((state) => state.announce);
  const tick = usePlan((state) => openState(state)?.tick ?? -1);
  const [withoutFaulty, setWithoutFaulty] = useState(false);
  const [refusal, setRefusal] = useState<RefusalView | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the draft changes in place, the tick says when
  const made = useMemo(() => {
    const current = planSession.current();
    if (!current) return null;
    const edits = readingEdits(current.draft, plan.level, reading, randomId);
    const before = regionsOfBlocks(current.draft, plan.level);
    const attempt = planSession.attempt(edits, (draft) => previewOfChange(before, draft, plan.level));
    return { edits, sums: sumsOf(current.draft, edits), preview: attempt.ok ? attempt.value : null };
  }, [tick, plan.level, reading]);
  const preview = made?.preview ?? null;
  useEffect(() => {
    if (!preview) return;
    planStore.setState({ preview, level: preview.level });
    return () => planStore.setState({ preview: null });
  }, [preview]);
  if (!made) return null;
  const { edits, sums } = made;
  const faulty = reading.faultTotal > 0;
  const nothing = edits.length === 0;
  const adopt = () => {
    const label = { key: 'import', values: { file: file.slice(0, MOST_LABEL), n: sums.blocks } };
    const outcome = planSession.execute(label, edits);
    if (outcome.ok) {
      planStore.setState({ regions: [], blocks: [], target: null });
      announce(t('adopted', { n: sums.blocks }));
      forget();
      return;
    }
    setRefusal(planStore.getState().refusal);
  };
  return (
    <div className={styles.result}>
      <p className={styles.sums} role="status">
        {nothing ? t('nothing') : t('sums', { ...sums })}
      </p>
      {preview && <p className={styles.hint}>{t('previewed')}</p>}
      {faulty && <FaultList faults={reading.faults} total={reading.faultTotal} />}
      {faulty && !nothing && (
        <Checkbox checked={withoutFaulty} onChange={(event) => setWithoutFaulty(event.target.checked)}>
          {t('withoutFaulty')}
        </Checkbox>
      )}
      {refusal && <Refused refusal={refusal} />}
      <div className={styles.row}>
        {!nothing && (
          <Button size="small" type="primary" disabled={faulty && !withoutFaulty} onClick={adopt}>
            {t('adopt')}
          </Button>
        )}
        <Button size="small" onClick={forget}>
          {t(nothing ? 'common:action.close' : 'common:action.cancel')}
        </Button>
      </div>
    </div>
  );
}

/** Why it was not adopted, in the words that the drawing has for it; the server's own where there are none. */
function Refused({ refusal: { reason, region, detail } }: { readonly refusal: RefusalView }) {
  const { t, i18n } = useTranslation('import-plan');
  const key = `redraw-boundaries:refusal.${reason}`;
  if (!i18n.exists(key)) return <Refusal title={t('refused')} detail={detail} lang="en" />;
  const named = region === null ? undefined : planSession.current()?.draft.regions.get(region);
  return <Refusal title={t('refused')} detail={t(key, { region: named?.name ?? '' })} />;
}

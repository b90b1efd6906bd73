import { CloseOutlined } from '@ant-design/icons';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { boundsOfPoint } from '../../state/bounds.ts';
import { planSession } from '../../state/plan/current.ts';
import {
  type ClashView,
  type LngLat,
  openState,
  planStore,
  type RefusalView,
  usePlan,
} from '../../state/plan/plan-store.ts';
import { useStepWords } from '../../state/step-words.ts';
import { useApp } from '../../state/store.ts';
import { Button } from '../../ui/button.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import styles from './notices.module.css';
import { useRegionName } from './region-words.ts';

/** What has to be said about the drawing: refused, clashing, held, restored. Each says where and what to do. */
export function Notices() {
  const refusal = usePlan((state) => state.refusal);
  const open = usePlan(openState);
  if (!open) return null;
  return (
    <>
      {open.held && <Held />}
      {open.clashes.length > 0 && <Clashes clashes={open.clashes} />}
      {refusal && <Refused key={refusal.reason} refusal={refusal} />}
      {open.restored > 0 && <Restored n={open.restored} />}
      {open.keepsNothing && <KeepsNothing />}
    </>
  );
}

function ShowPlace({ at }: { readonly at: LngLat | null }) {
  const { t } = useTranslation('redraw-boundaries');
  const flyTo = useApp((state) => state.flyTo);
  if (!at) return null;
  return (
    <Button variant="link" onClick={() => flyTo(boundsOfPoint(at), { maxZoom: 17 })}>
      {t('showPlace')}
    </Button>
  );
}

/** Why something cannot be done, in the reader's words. */
export function useRefusalText(): (refusal: RefusalView) => string {
  const { t, i18n } = useTranslation('redraw-boundaries');
  const regionName = useRegionName();
  return ({ reason, detail, region }) => {
    const key = `redraw-boundaries:refusal.${reason}`;
    return i18n.exists(key) ? t(`refusal.${reason}`, { region: region === null ? '' : regionName(region) }) : detail;
  };
}

function Refused({ refusal }: { readonly refusal: RefusalView }) {
  const { t } = useTranslation('redraw-boundaries');
  const announce = useApp((state) => state.announce);
  const text = useRefusalText()(refusal);
  const tool = usePlan((state) => state.tool);
  const [takenWith] = useState(tool);
  // With another tool in the hand it is no longer what one is about.
  useEffect(() => {
    if (tool !== takenWith) planStore.setState({ refusal: null });
  }, [tool, takenWith]);
  useEffect(() => announce(t('refused', { why: text })), [announce, text, t]);
  return (
    <div className={styles.notice} data-tone="fault">
      <p className={styles.text}>{t('refused', { why: text })}</p>
      <ShowPlace at={refusal.at} />
      <IconButton
        className={styles.close}
        label={t('common:action.close')}
        icon={<CloseOutlined />}
        onClick={() => planStore.setState({ refusal: null })}
      />
    </div>
  );
}

function Clashes({ clashes }: { readonly clashes: readonly ClashView[] }) {
  const { t } = useTranslation('redraw-boundaries');
  const words = useStepWords();
  const refusalText = useRefusalText();
  return (
    <section className={styles.clashes} aria-label={t('clash.title')}>
      <h3 className={styles.title}>{t('clash.title')}</h3>
      <p className={styles.lead}>{t('clash.lead')}</p>
      <ul>
        {clashes.map(({ step, label, withName, withLabel, at, refusal }) => (
          <li key={step} className={styles.clash}>
            <p>
              {t('clash.mine', { what: words(label) })}
              <span className={styles.theirs}>
                {withLabel
                  ? t('clash.theirs', { who: withName, what: words(withLabel) })
                  : !refusal && t('clash.dependent')}
              </span>
              {refusal && (
                <span className={styles.theirs} role="alert">
                  {refusalText(refusal)}
                </span>
              )}
            </p>
            <div className={styles.actions}>
              <Button onClick={() => planSession.keepMine(step)}>{t('clash.keep')}</Button>
              <Button onClick={() => planSession.dropMine(step)}>{t('clash.drop')}</Button>
              <ShowPlace at={at} />
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Held() {
  const { t } = useTranslation('redraw-boundaries');
  const held = usePlan((state) => openState(state)?.held ?? null);
  const pending = usePlan((state) => openState(state)?.pending ?? 0);
  const [isAsked, setAsked] = useState(false);
  if (!held) return null;
  return (
    <div className={styles.notice} data-tone="attention">
      <p className={styles.text}>{t('held', { n: pending, why: t(`common:error.notice.${held.type}`) })}</p>
      <Button onClick={() => planSession.retry()}>{t('common:action.retry')}</Button>
      {isAsked ? (
        <>
          <Button onClick={() => planSession.dropPending()}>{t('dropForGood', { n: pending })}</Button>
          <Button onClick={() => setAsked(false)}>{t('common:action.cancel')}</Button>
        </>
      ) : (
        <Button onClick={() => setAsked(true)}>{t('dropPending', { n: pending })}</Button>
      )}
    </div>
  );
}

function patchOpen(part: { restored?: number; keepsNothing?: boolean }): void {
  planStore.setState(({ session }) => (session.kind === 'open' ? { session: { ...session, ...part } } : {}));
}

function Restored({ n }: { readonly n: number }) {
  const { t } = useTranslation('redraw-boundaries');
  return (
    <div className={styles.notice}>
      <p className={styles.text}>{t('restored', { n })}</p>
      <IconButton
        className={styles.close}
        label={t('common:action.close')}
        icon={<CloseOutlined />}
        onClick={() => patchOpen({ restored: 0 })}
      />
    </div>
  );
}

function KeepsNothing() {
  const { t } = useTranslation('redraw-boundaries');
  return (
    <div className={styles.notice} data-tone="attention">
      <p className={styles.text}>{t('keepsNothing')}</p>
      <IconButton
        className={styles.close}
        label={t('common:action.close')}
        icon={<CloseOutlined />}
        onClick={() => patchOpen({ keepsNothing: false })}
      />
    </div>
  );
}

import { useEffect, useMemo, useState } from 'react';
import { Failure } from '../../i18n/failure.tsx';
import { planSession } from '../../state/plan/current.ts';
import { usePlanShown } from '../../state/plan/plan-shown.ts';
import { type PlanState, usePlan } from '../../state/plan/plan-store.ts';
import type { Drawer } from '../../state/plan/session.ts';
import { useOpenPlan } from '../../state/plan-queries.ts';
import { rolesIn } from '../../state/session.ts';
import { useApp } from '../../state/store.ts';
import { NO_BARS } from '../../state/view.ts';
import styles from './drawing.module.css';
import { MarkLayer } from './mark-layer.tsx';
import { createMarkStore } from './marks.ts';
import { Notices } from './notices.tsx';
import { StepStrip } from './step-strip.tsx';
import { ToolBar } from './tool-bar.tsx';
import { ToolOptions } from './tool-options.tsx';
import { useCounts } from './use-counts.ts';
import { usePlanView, useTools } from './use-drawing.ts';
import { usePresence } from './use-presence.ts';

type FailedPlan = Extract<PlanState, { kind: 'failed' }>;

/** Everything of an open plan that stands on the map. */
export function Drawing() {
  const drawer = useDrawer();
  useOpenedPlan(drawer);
  const shown = usePlanShown();
  const failed = usePlan(({ session }) => (session.kind === 'failed' ? session : null));
  if (failed && drawer)
    return <Failed failed={failed} retry={() => void planSession.open(failed.county, failed.plan, drawer)} />;
  return shown ? <DraftOnMap /> : null;
}

/** Who looks, and whether their role lets them draw; null while nobody is signed in. */
function useDrawer(): Drawer | null {
  const account = useApp(({ session }) => (session.kind === 'signed-in' ? session.session.account?.id : undefined));
  const mayDraw = useApp(({ session, county }) =>
    rolesIn(session, county).some((role) => role === 'planner' || role === 'admin'),
  );
  return useMemo(() => (account ? { account, mayDraw } : null), [account, mayDraw]);
}

/** Opens the plan that the address names, for whoever is signed in, and closes it with the address. */
function useOpenedPlan(drawer: Drawer | null): void {
  const county = useApp((state) => state.county);
  const plan = useApp((state) => state.plan);
  useEffect(() => {
    if (county === null || plan === null || drawer === null) return;
    void planSession.open(county, plan, drawer);
    return () => planSession.close();
  }, [county, plan, drawer]);
}

function DraftOnMap() {
  const [marks] = useState(createMarkStore);
  // Another tab of the plan, or a tool of the map, has the pointer.
  const inTab = useApp(({ planTab, tool }) => (planTab === null || planTab === 'draw') && tool === null);
  const view = usePlanView();
  useTools(view, marks, inTab);
  useBars(inTab);
  usePresence();
  useCounts();
  return (
    <>
      <MarkLayer marks={marks} />
      <div className={styles.top}>
        {inTab && <ToolBar />}
        {inTab && <ToolOptions marks={marks} />}
        <Notices />
      </div>
      {inTab && <StepStrip />}
    </>
  );
}

const BARS = { top: 112, bottom: 52 };

/** What is flown to, and the legend, stay clear of the tools and of the steps. */
function useBars(shown: boolean): void {
  const setBars = useApp((state) => state.setBars);
  useEffect(() => {
    setBars(shown ? BARS : NO_BARS);
    return () => setBars(NO_BARS);
  }, [shown, setBars]);
}

function Failed({ failed, retry }: { readonly failed: FailedPlan; retry(): void }) {
  // That there is no such plan is told in the panel.
  const told = useOpenPlan().error !== null;
  if (told) return null;
  return (
    <div className={styles.failed}>
      <div className={styles.card}>
        <Failure notice={failed.notice} retry={retry} />
      </div>
    </div>
  );
}

import { queryOptions, useQuery } from '@tanstack/react-query';
import type { Plan } from '../../api/contract/plans.ts';
import type { Role } from '../../api/contract/words.ts';
import { noticeOf } from '../api-client/http.ts';
import { getPlan, listPlans } from '../api-client/plans.ts';
import { queryClient } from './queries.ts';
import { rolesIn } from './session.ts';
import { useApp } from './store.ts';

/** Who sees drafts at all. */
const ROOM_ROLES: readonly Role[] = ['planner', 'approver', 'admin'];

/** Whether the account may enter the room of plans in this county; null while nobody can tell. */
export function useMayPlan(): boolean | null {
  const session = useApp((state) => state.session);
  const county = useApp((state) => state.county);
  if (session.kind === 'unknown' || county === null) return null;
  return rolesIn(session, county).some((role) => ROOM_ROLES.includes(role));
}

const plansQuery = (county: string) =>
  queryOptions({ queryKey: ['plans', county], queryFn: ({ signal }) => listPlans(county, signal), staleTime: 0 });

const planQuery = (county: string, id: number) =>
  queryOptions({ queryKey: ['plan', county, id], queryFn: ({ signal }) => getPlan(county, id, signal) });

/** @param wanted  false asks for nothing */
export function usePlans(wanted = true) {
  const county = useApp((state) => state.county);
  const enabled = useMayPlan() === true && wanted;
  return useQuery({ ...plansQuery(county ?? ''), enabled });
}

/** The open plan: its status, base and version, not its drawing. */
export function useOpenPlan() {
  const county = useApp((state) => state.county);
  const id = useApp((state) => state.plan);
  const enabled = useMayPlan() === true && id !== null;
  return useQuery({ ...planQuery(county ?? '', id ?? 0), enabled });
}

/** What the server has just said of a plan: list and open plan show it at once. */
export function notePlan(county: string, plan: Plan): Plan {
  queryClient.setQueryData(planQuery(county, plan.id).queryKey, plan);
  queryClient.setQueryData(plansQuery(county).queryKey, (known) =>
    known ? [plan, ...known.filter(({ id }) => id !== plan.id)] : undefined,
  );
  return plan;
}

/** How many steps the plan that is drawn here has by now. */
export function notePlanVersion(county: string, id: number, version: number): void {
  queryClient.setQueryData(planQuery(county, id).queryKey, (known) =>
    known && known.version < version ? { ...known, version } : known,
  );
}

/**
 * Changes a plan on the server and shows what came of it. Whatever was refused because somebody else was quicker is
 * asked again, so that the next attempt is made on what there is now.
 *
 * @throws ApiError as `change` does
 */
export async function changingPlan(county: string, id: number, change: () => Promise<Plan>): Promise<Plan> {
  try {
    return notePlan(county, await change());
  } catch (error) {
    if (['stale-version', 'conflict', 'not-found'].includes(noticeOf(error).type)) {
      void queryClient.invalidateQueries({ queryKey: ['plan', county, id] });
      void queryClient.invalidateQueries({ queryKey: ['plans', county] });
    }
    throw error;
  }
}

import { useMemo } from 'react';
import { PLAN_MOVES, type Plan, type PlanAction } from '../../api/contract/plans.ts';
import type { Role } from '../../api/contract/words.ts';
import { rolesIn } from './session.ts';
import { useApp } from './store.ts';

/** Roles of whoever looks, in the county on the screen. */
export function useMyRoles(): readonly Role[] {
  const session = useApp((state) => state.session);
  const county = useApp((state) => state.county);
  return useMemo(() => rolesIn(session, county), [session, county]);
}

/** Whether somebody with these roles may begin, copy and rename plans. */
export const mayDraft = (roles: readonly Role[]): boolean => roles.includes('planner') || roles.includes('admin');

/** Whether an action is open from the plan's status for somebody with these roles. */
export function mayMove(action: PlanAction, { status }: Pick<Plan, 'status'>, roles: readonly Role[]): boolean {
  const move = PLAN_MOVES[action];
  return move.from.includes(status) && move.roles.some((role) => roles.includes(role));
}

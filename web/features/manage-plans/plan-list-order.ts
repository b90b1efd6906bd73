import type { Plan, PlanStatus } from '../../../api/contract/plans.ts';
import type { Role } from '../../../api/contract/words.ts';

/** Headings of the list of plans. */
export type PlanGroup = 'drafting' | 'deciding' | 'approved' | 'published' | 'withdrawn';

const GROUP_OF: Readonly<Record<PlanStatus, PlanGroup>> = {
  draft: 'drafting',
  returned: 'drafting',
  submitted: 'deciding',
  in_review: 'deciding',
  approved: 'approved',
  published: 'published',
  withdrawn: 'withdrawn',
};

/** What waits for whoever looks comes first: drafts for who draws, decisions for who only decides. */
const orderFor = (roles: readonly Role[]): readonly PlanGroup[] =>
  roles.includes('approver') && !roles.includes('planner')
    ? ['deciding', 'approved', 'drafting', 'published', 'withdrawn']
    : ['drafting', 'deciding', 'approved', 'published', 'withdrawn'];

/** The plans under their headings, in the server's order (changed last first); a heading without plans is left out. */
export const groupPlans = (
  plans: readonly Plan[],
  roles: readonly Role[],
): readonly { readonly group: PlanGroup; readonly plans: readonly Plan[] }[] =>
  orderFor(roles)
    .map((group) => ({ group, plans: plans.filter(({ status }) => GROUP_OF[status] === group) }))
    .filter(({ plans: found }) => found.length > 0);

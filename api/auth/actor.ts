import type { Grant } from '../contract/session.ts';
import type { Role } from '../contract/words.ts';
import type { Scope } from '../db/database.ts';
import { ProblemError } from '../problems.ts';

/** Who asks: the signed-in account and what it may, or nobody. */
export interface Actor {
  account: {
    id: string;
    username: string;
    name: string;
    demo: boolean;
    /** its password was made by somebody else: until it has one of its own, it holds no grant */
    mustChange?: boolean;
  } | null;
  grants: Grant[];
}

export const NOBODY: Actor = Object.freeze({ account: null, grants: [] });

/** @throws ProblemError 'not-signed-in' for nobody */
export function requireAccount(actor: Actor): NonNullable<Actor['account']> {
  if (!actor.account) throw new ProblemError('not-signed-in', 'Nobody is signed in; sign in and ask again.');
  return actor.account;
}

/** When an account has several grants in a county and nothing special is asked: the one that sees most. */
const FROM_WIDEST: readonly Role[] = ['admin', 'approver', 'planner', 'leader', 'desk', 'viewer', 'grid_staff'];

/**
 * The same actor with the grants that hold for a county as a whole: what is done to all of it asks for one of these, and
 * an administrator of a region is none.
 */
export const countyWide = (actor: Actor): Actor => ({
  ...actor,
  grants: actor.grants.filter((grant) => grant.region === null),
});

/**
 * The scope in which the actor's statements run in a county.
 *
 * Several grants of the role for regions count together: what lies in any of them is one's own.
 *
 * @param roles  what the use case asks for, best first; without it any grant will do
 * @throws ProblemError 'not-signed-in' for nobody; 'forbidden' without such a grant, in the same words whether
 *   the county exists or not
 */
export function scopeFor(actor: Actor, county: string, roles: readonly Role[] = FROM_WIDEST): Scope {
  const account = requireAccount(actor);
  if (account.mustChange) {
    const detail = 'This password was made by an administrator; set one of your own first (PUT /api/session/password).';
    throw new ProblemError('forbidden', detail, { reason: 'must-change' });
  }
  const here = actor.grants.filter((grant) => grant.county === county);
  const role = roles.find((asked) => here.some((grant) => grant.role === asked));
  if (!role) {
    throw new ProblemError(
      'forbidden',
      here.length === 0
        ? `${account.username} has no grant in county ${county}; its administrator can give one.`
        : `This needs the role ${roles.join(' or ')} in county ${county}; ${account.username} has ${here.map((g) => g.role).join(', ')}.`,
    );
  }
  const regions = here.flatMap((grant) => (grant.role === role ? [grant.region] : []));
  const limits = regions.filter((region) => region !== null);
  return { county, account: account.id, role, regions: limits.length < regions.length ? null : limits };
}

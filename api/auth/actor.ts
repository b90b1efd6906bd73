import type { Grant } from '../contract/session.ts';
import type { Role } from '../contract/words.ts';
import type { Scope } from '../db/database.ts';
import { ProblemError } from '../problems.ts';

/** Who asks: the signed-in account and what it may, or nobody. */
export interface Actor {
  account: { id: string; username: string; name: string; demo: boolean } | null;
  grants: Grant[];
}

export const NOBODY: Actor = Object.freeze({ account: null, grants: [] });

/** When an account has several grants in a county and nothing special is asked: the one that sees most. */
const FROM_WIDEST: readonly Role[] = ['admin', 'approver', 'planner', 'leader', 'desk', 'viewer', 'grid_staff'];

/**
 * The scope in which the actor's statements run in a county.
 *
 * @param roles  what the use case asks for, best first; without it any grant will do
 * @throws ProblemError 'not-signed-in' for nobody; 'forbidden' without such a grant, in the same words whether
 *   the county exists or not
 */
export function scopeFor(actor: Actor, county: string, roles: readonly Role[] = FROM_WIDEST): Scope {
  if (!actor.account) throw new ProblemError('not-signed-in', 'Nobody is signed in; sign in and ask again.');
  const here = actor.grants.filter((grant) => grant.county === county);
  const grant = roles.flatMap((role) => here.filter((g) => g.role === role))[0];
  if (!grant) {
    throw new ProblemError(
      'forbidden',
      here.length === 0
        ? `${actor.account.username} has no grant in county ${county}; its administrator can give one.`
        : `This needs the role ${roles.join(' or ')} in county ${county}; ${actor.account.username} has ${here.map((g) => g.role).join(', ')}.`,
    );
  }
  return { county, account: actor.account.id, role: grant.role, region: grant.region };
}

import type {
  ImportJoin,
  MatchCandidate,
  MatchDecision,
  MatchList,
  MatchState,
} from '../../../contract/import-matches.ts';
import { today } from '../../../contract/today.ts';
import type { ScopedDatabase } from '../../../db/database.ts';
import { divisionInForce } from '../../../db/divisions.ts';
import * as matches from '../../../db/import-matches.ts';
import { ProblemError } from '../../../problems.ts';
import { requireBatch } from '../imports.ts';
import { joinOf } from './join-of.ts';

const A_PAGE = 200;

/**
 * What the spellings of an import were joined to.
 *
 * @param states  only these; empty = all
 * @param after   key after which the list begins
 * @throws ProblemError 'not-found', 'conflict' when it is no preview or joins nothing
 */
export async function listMatches(
  db: ScopedDatabase,
  batch: string,
  { states, after }: { states: readonly MatchState[]; after: number },
): Promise<MatchList> {
  const { county } = db.scope;
  await requireJoin(db, batch);
  const wanted = states.length > 0 ? states : (['matched', 'doubtful', 'unmatched', 'left-out'] as const);
  const found = await matches.listMatches(db, county, batch, { states: wanted, after, limit: A_PAGE });
  const next = found.length === A_PAGE ? found.at(-1)!.key : null;
  return { counts: await matches.countMatches(db, county, batch), matches: found, next };
}

/**
 * Settles spellings by hand. The rows are checked with it when the settings are sent the next time, at the latest when
 * the import lands.
 *
 * @throws ProblemError 'invalid-request' for a thing that the county has not, or a key that the import has not; 'not-found', 'conflict'
 */
export async function settleMatches(
  db: ScopedDatabase,
  batch: string,
  decisions: readonly MatchDecision[],
): Promise<void> {
  const { county } = db.scope;
  const join = await requireJoin(db, batch);
  const division = (await divisionInForce(db, county, today()))?.id ?? null;
  const chosen: { key: number; chosen: MatchCandidate | null }[] = [];
  for (const { key, thing } of decisions)
    if (thing !== 'open')
      chosen.push({ key, chosen: thing === null ? null : await requireThing(db, join.to, division, thing) });
  const opened = decisions.filter(({ thing }) => thing === 'open').map(({ key }) => key);
  await db.transaction(async (tx) => {
    const found =
      (await matches.saveDecisions(tx, county, batch, join, chosen)) +
      (await matches.reopenMatches(tx, county, batch, opened));
    if (found === decisions.length) return;
    const keys = decisions.map(({ key }) => key).join(', ');
    throw new ProblemError(
      'invalid-request',
      `Import ${batch} has not all of the keys ${keys}; read its matches again`,
    );
  });
}

async function requireThing(
  db: ScopedDatabase,
  to: ImportJoin['to'],
  division: number | null,
  id: number,
): Promise<MatchCandidate> {
  const found = await matches.readCandidate(db, db.scope.county, to, division, id);
  if (found) return found;
  throw new ProblemError('invalid-request', `County ${db.scope.county} has no ${to} ${id}; choose another one`);
}

async function requireJoin(db: ScopedDatabase, batch: string): Promise<ImportJoin> {
  const join = joinOf((await requireBatch(db, batch, ['preview'])).settings) ?? null;
  if (join) return join;
  throw new ProblemError('conflict', `Import ${batch} joins its rows to nothing; set what they are joined to first`);
}

import { blockPlace } from '../../../../geo/divide/delta-of-edit.ts';
import { isInArea, type PlanScope } from '../../../../geo/divide/do-step.ts';
import type { Draft } from '../../../../geo/divide/draft.ts';
import type { DraftRegion } from '../../../../geo/divide/edit.ts';
import { lockOver, regionAt } from '../../../../geo/divide/regions.ts';
import type { PlanReading, ReadingFault, ReadingFaultReason } from '../../../contract/plan-reading.ts';
import { shortText } from '../../../formats/check-values.ts';
import { ProblemError } from '../../../problems.ts';
import { type FoundRegion, liftTo } from './find-region.ts';

/** A block that the file puts into a region. */
interface Claim {
  /** null = the file as a whole */
  readonly row: number | null;
  readonly block: number;
  readonly found: FoundRegion;
}

const MOST_FAULTS = 500;
const MOST_NEW = 500;

/** Gathers what a file says of a draft: what can be taken, and what not and why. The draft stays as it is. */
export function createReading(draft: Draft, scope: PlanScope) {
  const faults: ReadingFault[] = [];
  let faultTotal = 0;
  const claims: (Claim & { readonly target: Target })[] = [];

  function complain(
    reason: ReadingFaultReason,
    detail: string,
    of: { row: number | null; block?: number; value?: string; otherRow?: number | undefined },
  ): void {
    faultTotal += 1;
    if (faults.length >= MOST_FAULTS) return;
    const block = of.block ?? null;
    faults.push({
      ...{ row: of.row, block, at: block === null ? null : ([...blockPlace(draft, block)] as [number, number]) },
      ...{ reason, value: shortText(of.value ?? ''), otherRow: of.otherRow ?? null, detail },
    });
  }

  function take(claim: Claim): void {
    const { row, block, found } = claim;
    if (found.kind === 'fault') {
      complain(found.reason, found.detail, { row, block });
      return;
    }
    const target = targetOf(draft, scope, found);
    if (target) {
      const hindrance = hindranceOf(draft, scope, block, target);
      if (hindrance) complain(hindrance.reason, hindrance.detail, { row, block, value: hindrance.value });
      else claims.push({ ...claim, target });
    } else if (found.kind === 'there' && draft.regionOf.get(block) !== found.region.id) {
      const { name, kind } = found.region;
      complain('wrong-level', `${name} is a ${kind}; this plan draws regions of level ${scope.level}`, {
        ...{ row, block, value: name },
      });
    }
  }

  function result(): Pick<PlanReading, 'regions' | 'faults' | 'faultTotal'> {
    const split = scope.level === 'network' || scope.level === 'union' ? splitCommunities(draft, claims) : new Set();
    const regions = new Map<string, PlanReading['regions'][number]>();
    for (const { row, block, target } of claims) {
      const community = regionAt(draft, block, 'community');
      if (split.has(community)) {
        const name = draft.regions.get(community!)?.name ?? '';
        const detail = `The file puts the blocks of ${name} into several regions; it goes as a whole`;
        complain('split-community', detail, { row, block, value: name });
        continue;
      }
      const { region, name } = target;
      const known = regions.get(keyOf(target)) ?? { region, name, blocks: [] };
      known.blocks.push(block);
      regions.set(keyOf(target), known);
    }
    const fresh = [...regions.values()].filter(({ region }) => region === null);
    if (fresh.length > MOST_NEW)
      throw new ProblemError(
        'unreadable-file',
        `The file names ${fresh.length} regions that the plan does not have, more than ${MOST_NEW}; is it the right column or field that names them?`,
        { reason: 'many-new-regions', values: { n: fresh.length, most: MOST_NEW } },
      );
    const inOrder = faults.toSorted((a, b) => (a.row ?? Infinity) - (b.row ?? Infinity));
    return { regions: [...regions.values()], faults: inOrder, faultTotal };
  }

  return { complain, take, result };
}

/** A region of the plan's level; `region` null = a new one. */
interface Target {
  readonly region: number | null;
  readonly name: string;
}
const keyOf = ({ region, name }: Target): string => (region === null ? `new ${name}` : `${region}`);

function targetOf(draft: Draft, { level }: PlanScope, found: Exclude<FoundRegion, { kind: 'fault' }>): Target | null {
  if (found.kind === 'new') return { region: null, name: found.name };
  const lifted = liftTo(draft, level, found.region);
  return lifted && { region: lifted.id, name: lifted.name };
}

interface Hindrance {
  readonly reason: ReadingFaultReason;
  readonly value: string;
  readonly detail: string;
}

/** What keeps a block from going there; null = nothing, or it is there already. */
function hindranceOf(draft: Draft, scope: PlanScope, block: number, { region }: Target): Hindrance | null {
  const { level } = scope;
  const now = regionAt(draft, block, level);
  if (now === region && now !== null) return null;
  const grouping = level === 'network' || level === 'union';
  const lowest = grouping ? regionAt(draft, block, 'community') : (draft.regionOf.get(block) ?? null);
  if (grouping && lowest === null)
    return { reason: 'wrong-level', value: '', detail: 'The block lies in no community' };
  for (const touched of grouping ? [lowest, now, region] : [lowest, region]) {
    const lock = lockOver(draft, touched);
    if (lock) return { reason: 'locked-region', value: lock.name, detail: `${lock.name} is locked` };
    const found: DraftRegion | undefined = touched === null ? undefined : draft.regions.get(touched);
    if (found && !isInArea(draft, found, scope))
      return {
        ...{ reason: 'foreign-region', value: found.name },
        detail: `${found.name} lies outside the area of this plan`,
      };
  }
  return null;
}

/** Communities whose blocks the file puts into several groupings. */
function splitCommunities(draft: Draft, claims: readonly { block: number; target: Target }[]): Set<number | null> {
  const first = new Map<number | null, string>();
  const split = new Set<number | null>();
  for (const { block, target } of claims) {
    const community = regionAt(draft, block, 'community');
    const known = first.get(community);
    if (known === undefined) first.set(community, keyOf(target));
    else if (known !== keyOf(target)) split.add(community);
  }
  return split;
}

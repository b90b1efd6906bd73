import { blockPolygon } from '../fabric/draft/block-rings.ts';
import { labelPoint } from '../fabric/label-point.ts';
import { isSame, NO_DELTA } from './delta.ts';
import { deltaOfLineEdit } from './delta-of-line-edit.ts';
import { type Draft, mayStandUnder } from './draft.ts';
import type { Change, DraftDelta, DraftRegion, Edit, EditOutcome, GroupingKind, NewRegion } from './edit.ts';
import { inSequence } from './in-sequence.ts';
import { assignBlocks } from './join-region.ts';
import { type Refusal, refuse } from './refuse.ts';
import { blocksWithin, communitiesIn } from './regions.ts';

/** A place inside a block, degrees. */
export function blockPlace(draft: Draft, block: number): readonly [number, number] {
  const [lng, lat] = labelPoint([blockPolygon(draft.fabric, block)]);
  return [lng!, lat!];
}

/** What one edit would change. Whether the plan may change it is asked elsewhere. */
export function deltaOfEdit(draft: Draft, edit: Edit): EditOutcome {
  switch (edit.kind) {
    case 'assign':
      return assignBlocks(draft, edit.blocks, edit.to);
    case 'move-node':
    case 'insert-node':
    case 'delete-node':
    case 'reshape-arc':
    case 'cut-block':
    case 'merge-blocks':
      return deltaOfLineEdit(draft, edit);
    case 'create-region':
      return createRegion(draft, edit.region);
    case 'merge-regions':
      return mergeRegions(draft, edit.keep, edit.others);
    case 'split-region':
      return splitRegion(draft, edit.region, edit.parts);
    case 'dissolve-region':
      return dissolveRegion(draft, edit.region);
    case 'rename-region':
      return edit.name.trim() === ''
        ? refuse('name-missing', 'a region needs a name', null, edit.region)
        : changeRegion(draft, edit.region, { name: edit.name.trim(), nameEn: edit.nameEn.trim() });
    case 'recolour-region':
      return changeRegion(draft, edit.region, { hue: edit.hue });
    case 'lock-region':
      return changeRegion(draft, edit.region, { locked: edit.locked });
    case 'exempt-region':
      return changeRegion(draft, edit.region, { piecesReason: edit.piecesReason });
    case 'move-region':
      return moveRegion(draft, edit.region, edit.parent);
    case 'record-consent':
      return recordConsent(draft, edit);
    case 'group-community':
      return groupCommunity(draft, edit);
  }
}

function createRegion(draft: Draft, region: NewRegion & Pick<DraftRegion, 'kind' | 'parent'>): EditOutcome {
  const parent = parentFault(draft, region.kind, region.parent);
  return parent ?? ofRegions(draft, [freshRegion(region, region.kind, region.parent)]);
}

const freshRegion = (
  { id, name, nameEn, hue }: NewRegion,
  kind: DraftRegion['kind'],
  parent: number | null,
): DraftRegion => ({
  ...{ id, kind, parent, code: null, name: name.trim(), nameEn: nameEn.trim(), hue },
  ...{ locked: false, piecesReason: null },
});

/** New regions; their ids must be free and their names given. */
function ofRegions(draft: Draft, regions: readonly DraftRegion[]): EditOutcome {
  const ids = regions.map(({ id }) => id);
  const used = ids.find((id, i) => draft.regions.has(id) || draft.baseRegions.has(id) || ids.indexOf(id) !== i);
  if (used !== undefined)
    return refuse('id-in-use', 'the new region needs an id of its own; draw it again', null, used);
  if (regions.some(({ name }) => name === '')) return refuse('name-missing', 'a region needs a name');
  return { ok: true, delta: { ...NO_DELTA, regions: regions.map((after) => ({ id: after.id, before: null, after })) } };
}

/** What is wrong with a parent for a region of that kind; null = nothing. */
function parentFault(draft: Draft, kind: DraftRegion['kind'], parent: number | null): Refusal | null {
  if (kind === 'county') return refuse('wrong-kind', 'a county is not made by a plan');
  if (parent === null) return null;
  const above = draft.regions.get(parent);
  if (!above) return refuse('no-such-region', `there is no region ${parent} any more`);
  if (!mayStandUnder(kind, above.kind))
    return refuse('wrong-parent', `${above.name} cannot hold a ${kind}`, null, parent);
  return null;
}

function changeRegion(draft: Draft, id: number, change: Partial<DraftRegion>): EditOutcome {
  const before = draft.regions.get(id);
  if (!before) return refuse('no-such-region', `there is no region ${id} any more`);
  const after = { ...before, ...change };
  return { ok: true, delta: { ...NO_DELTA, regions: isSame(before, after) ? [] : [{ id, before, after }] } };
}

function moveRegion(draft: Draft, id: number, parent: number | null): EditOutcome {
  const region = draft.regions.get(id);
  if (!region) return refuse('no-such-region', `there is no region ${id} any more`);
  return parentFault(draft, region.kind, parent) ?? changeRegion(draft, id, { parent });
}

function mergeRegions(draft: Draft, keep: number, others: readonly number[]): EditOutcome {
  const kept = draft.regions.get(keep);
  if (!kept) return refuse('no-such-region', `there is no region ${keep} any more`);
  const regions: Change<DraftRegion>[] = [];
  const assignment: Change<number>[] = [];
  const groupings: DraftDelta['groupings'][number][] = [];
  for (const id of new Set(others)) {
    const region = draft.regions.get(id);
    if (!region || id === keep) return refuse('no-such-region', `there is no other region ${id} to merge`);
    if (region.kind !== kept.kind || kept.kind === 'county')
      return refuse('wrong-kind', `${region.name} and ${kept.name} are not of one kind`, null, id);
    regions.push({ id, before: region, after: null });
    for (const block of draft.blocksOf.get(id) ?? []) assignment.push({ id: block, before: id, after: keep });
    regions.push(...adopted(draft, id, keep));
    groupings.push(...regrouped(draft, region, isGroupingKind(region.kind) ? keep : null));
  }
  return { ok: true, delta: { ...NO_DELTA, regions, assignment, groupings } };
}

/** The regions below `parent`, under another one. */
const adopted = (draft: Draft, parent: number, by: number | null): Change<DraftRegion>[] =>
  [...(draft.childrenOf.get(parent) ?? [])].map((id) => {
    const before = draft.regions.get(id)!;
    return { id, before, after: { ...before, parent: by } };
  });

/** Memberships that end with a region: those in a grouping go over to `into`, those of a community go. */
function regrouped(draft: Draft, region: DraftRegion, into: number | null): DraftDelta['groupings'][number][] {
  if (isGroupingKind(region.kind)) {
    const grouping = region.kind;
    return communitiesIn(draft, region.id).map((id) => ({ id, before: region.id, after: into, grouping }));
  }
  return (['network', 'union'] as const).flatMap((grouping) => {
    const before = draft.groupings[grouping].get(region.id);
    return before === undefined ? [] : [{ id: region.id, before, after: null, grouping }];
  });
}

export const isGroupingKind = (kind: DraftRegion['kind']): kind is GroupingKind =>
  kind === 'network' || kind === 'union';

/** The new regions are made, then each takes its blocks as if it had been painted. */
function splitRegion(
  draft: Draft,
  id: number,
  parts: readonly (NewRegion & { blocks: readonly number[] })[],
): EditOutcome {
  const region = draft.regions.get(id);
  if (!region) return refuse('no-such-region', `there is no region ${id} any more`);
  if (region.kind !== 'grid' && region.kind !== 'community')
    return refuse('wrong-kind', `${region.name} is no grid and no community`, null, id);
  const own = new Set(blocksWithin(draft, id));
  const stray = parts.flatMap(({ blocks }) => blocks).find((block) => !own.has(block));
  if (stray !== undefined) return refuse('no-such-block', `block ${stray} does not lie in ${region.name}`, null, id);
  const regions = parts.map((part) => freshRegion(part, region.kind, region.parent));
  return inSequence(
    draft,
    (function* () {
      yield ofRegions(draft, regions);
      for (const part of parts) yield assignBlocks(draft, part.blocks, part.id);
    })(),
  );
}

function dissolveRegion(draft: Draft, id: number): EditOutcome {
  const region = draft.regions.get(id);
  if (!region) return refuse('no-such-region', `there is no region ${id} any more`);
  if (region.kind === 'county') return refuse('wrong-kind', 'a county is not dissolved by a plan', null, id);
  const heir = region.kind === 'grid' ? region.parent : null;
  const assignment = [...(draft.blocksOf.get(id) ?? [])].map((block) => ({ id: block, before: id, after: heir }));
  const regions = [{ id, before: region, after: null }, ...adopted(draft, id, null)];
  return { ok: true, delta: { ...NO_DELTA, regions, assignment, groupings: regrouped(draft, region, null) } };
}

function recordConsent(draft: Draft, { community: id, to, on, note }: Edit & { kind: 'record-consent' }): EditOutcome {
  const before = draft.regions.get(id);
  if (before?.kind !== 'community') return refuse('no-such-region', `there is no community ${id} any more`);
  const joined = to === null ? undefined : draft.regions.get(to);
  if (to !== null && !joined) return refuse('no-such-region', `there is no region ${to} any more`);
  if (joined && !isGroupingKind(joined.kind))
    return refuse('wrong-kind', `${joined.name} is no network and no union`, null, joined.id);
  const { agreesTo: _, agreedOn: _on, agreedNote: _note, ...silent } = before;
  const said = { ...(on !== undefined && { agreedOn: on }), ...(note !== undefined && { agreedNote: note }) };
  const after = to === null ? silent : { ...silent, agreesTo: to, ...said };
  return { ok: true, delta: { ...NO_DELTA, regions: isSame(before, after) ? [] : [{ id, before, after }] } };
}

function groupCommunity(draft: Draft, { community, grouping, into }: Edit & { kind: 'group-community' }): EditOutcome {
  if (draft.regions.get(community)?.kind !== 'community')
    return refuse('no-such-region', `there is no community ${community} any more`);
  if (into !== null && draft.regions.get(into)?.kind !== grouping)
    return refuse('wrong-kind', `region ${into} is no ${grouping}`, null, into);
  const before = draft.groupings[grouping].get(community) ?? null;
  const groupings = before === into ? [] : [{ id: community, before, after: into, grouping }];
  return { ok: true, delta: { ...NO_DELTA, groupings } };
}

import { adoptEdits } from '../../../geo/divide/adopt-proposal.ts';
import type { Draft } from '../../../geo/divide/draft.ts';
import type { NewRegion } from '../../../geo/divide/edit.ts';
import type { ToldProposal } from '../../../geo/divide/tell-proposal.ts';
import type { DivisionPreview, PreviewedRegion } from '../../state/plan/plan-store.ts';

type Fresh = readonly Pick<NewRegion, 'id' | 'name'>[];

/** The region that each part would be: today's, or one of the new ones in turn. */
export function regionsOfParts({ continues }: Pick<ToldProposal, 'continues'>, fresh: Fresh): number[] {
  const unused = [...fresh];
  return continues.map((region) => region ?? unused.shift()!.id);
}

/** What the map shows of a proposal. */
export function previewOf(draft: Draft, proposal: ToldProposal, fresh: Fresh): DivisionPreview {
  const { level, blocks, partOf, households } = proposal;
  const ids = regionsOfParts(proposal, fresh);
  const made = new Map(
    adoptEdits(draft, proposal, fresh).flatMap((edit) =>
      edit.kind === 'create-region' ? [[edit.region.id, edit.region] as const] : [],
    ),
  );
  const regions = ids.flatMap((id, part): [number, PreviewedRegion][] => {
    const region = draft.regions.get(id) ?? made.get(id);
    if (!region) return []; // a region that has gone since
    const { name, nameEn, hue } = region;
    return [[id, { name, nameEn, hue, locked: false, households: households[part]! }]];
  });
  const known = new Map(regions);
  const regionOf = blocks.flatMap((block, i): [number, number][] => {
    const id = ids[partOf[i]!]!;
    return known.has(id) && draft.fabric.blocks.has(block) ? [[block, id]] : [];
  });
  return { level, regionOf: new Map(regionOf), regions: known };
}

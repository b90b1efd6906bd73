import type { Draft } from '../../../geo/divide/draft.ts';
import type { DraftRegion } from '../../../geo/divide/edit.ts';
import { blocksWithin, regionAt } from '../../../geo/divide/regions.ts';

const LEVELS = ['street', 'community', 'grid'] as const;
/** Digits of a code down to and including a level: services/assign-codes.ts. */
const DIGITS = { county: 6, street: 9, community: 12, grid: 15 } as const;

/**
 * Which region of the base each region of a draft goes on as.
 *
 * A region of the base that keeps more than half of its households stays itself. Otherwise its identity, and with it
 * its code, goes to the region that got more than half of them, if that one is nobody yet; two that claim one go by
 * households. Where nobody lives blocks count instead. What is left is new.
 *
 * @param baseBlocks   block of each building in the base, and in the draft
 */
export function survivors(
  base: Draft,
  draft: Draft,
  baseBlocks: readonly (number | null)[],
  draftBlocks: readonly (number | null)[],
): Map<number, number> {
  const goesOnAs = new Map<number, number>();
  for (const kind of ['county', 'network', 'union'] as const)
    for (const region of draft.regions.values())
      if (region.kind === kind && base.regions.has(region.id)) goesOnAs.set(region.id, region.id);
  for (const level of LEVELS) {
    const shares = sharesOf(base, draft, level, baseBlocks, draftBlocks);
    const claims: { old: number; heir: number; weight: number }[] = [];
    for (const [old, { total, parts }] of shares) {
      const kept = parts.get(old) ?? 0;
      if (draft.regions.get(old)?.kind === level && 2 * kept > total) {
        goesOnAs.set(old, old);
        continue;
      }
      const [heir, weight] = [...parts].reduce((best, part) => (part[1] > best[1] ? part : best), [-1, 0]);
      if (2 * weight > total) claims.push({ old, heir, weight });
    }
    for (const { old, heir } of claims.sort((a, b) => b.weight - a.weight || a.old - b.old))
      if (!goesOnAs.has(heir)) goesOnAs.set(heir, old);
  }
  return goesOnAs;
}

interface Share {
  total: number;
  parts: Map<number, number>;
}

/** How each region of the base is divided among those of the draft: by households, by blocks where nobody lives. */
function sharesOf(
  base: Draft,
  draft: Draft,
  level: (typeof LEVELS)[number],
  baseBlocks: readonly (number | null)[],
  draftBlocks: readonly (number | null)[],
): Map<number, Share> {
  const { households } = base.ground.columns.buildings;
  const shares = new Map<number, Share>();
  const add = (old: number | null, now: number | null, weight: number): void => {
    if (old === null || weight === 0) return;
    const share = shares.get(old) ?? { total: 0, parts: new Map() };
    share.total += weight;
    if (now !== null) share.parts.set(now, (share.parts.get(now) ?? 0) + weight);
    shares.set(old, share);
  };
  for (const [i, block] of baseBlocks.entries()) {
    const after = draftBlocks[i] ?? null;
    if (block !== null)
      add(regionAt(base, block, level), after === null ? null : regionAt(draft, after, level), households[i]!);
  }
  for (const region of base.regions.values()) {
    if (region.kind !== level || shares.has(region.id)) continue;
    for (const block of blocksWithin(base, region.id))
      add(region.id, draft.fabric.blocks.has(block) ? regionAt(draft, block, level) : null, 1);
  }
  return shares;
}

/**
 * Codes that regions keep, by region of the draft; null = it gets a new one.
 *
 * A survivor keeps its code as long as the region above it keeps its own: a code begins with the one above. A region
 * that moved takes up a code that it had there earlier, if it had one.
 *
 * @param given  region that each code was given to
 */
export function keptCodes(
  base: Draft,
  draft: Draft,
  regions: readonly DraftRegion[],
  goesOnAs: ReadonlyMap<number, number>,
  given: ReadonlyMap<string, number>,
): Map<number, string | null> {
  const codes = new Map<number, string | null>();
  const ordered = (['county', 'street', 'community', 'grid'] as const).flatMap((kind) =>
    regions.filter((region) => region.kind === kind),
  );
  for (const { id, kind, parent } of ordered) {
    const old = base.regions.get(goesOnAs.get(id) ?? -1);
    if (!old || old.code === null || kind === 'county') {
      codes.set(id, kind === 'county' ? (old?.code ?? null) : null);
      continue;
    }
    const above = parent === null ? null : (codes.get(parent) ?? null);
    const oldAbove = old.parent === null ? null : (base.regions.get(old.parent)?.code ?? null);
    const isUnder = (code: string): boolean =>
      above !== null && code.startsWith(above.padEnd(DIGITS[kind as keyof typeof DIGITS] - 3, '0'));
    if (above === oldAbove || isUnder(old.code)) codes.set(id, old.code);
    else codes.set(id, [...given].find(([code, region]) => region === old.id && isUnder(code))?.[0] ?? null);
  }
  for (const { id } of draft.regions.values()) if (!codes.has(id)) codes.set(id, null);
  return codes;
}

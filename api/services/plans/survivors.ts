import type { Draft } from '../../../geo/divide/draft.ts';
import type { DraftRegion } from '../../../geo/divide/edit.ts';
import { blocksWithin, regionAt } from '../../../geo/divide/regions.ts';

const LEVELS = ['street', 'community', 'grid'] as const;
/** Digits of a code down to and including a level: services/assign-codes.ts. */
const DIGITS = { county: 6, street: 9, community: 12, grid: 15 } as const;

/**
 * Which region of the base each region of a draft goes on as: one at the most, as nobody else.
 *
 * A region of the base that keeps the largest part of its households stays itself. The identity of any other, and with
 * it its code, goes to a region that is nobody yet: to the one with its largest part, or to one that consists of it more
 * than of others. The larger claim comes first; households come before blocks, which count where nobody lives. What is
 * left is new.
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
    const parts = partsOf(base, draft, level, baseBlocks, draftBlocks).sort(largerFirst);
    const ofOld = largest(parts, ({ old }) => old);
    const ofHeir = largest(parts, ({ heir }) => heir);
    const isItself = (part: Part): boolean => part.old === part.heir && ofOld.get(part.old) === part;
    const going = new Set<number>();
    for (const part of [...parts.filter(isItself), ...parts]) {
      const { old, heir } = part;
      if (goesOnAs.has(heir) || going.has(old)) continue;
      if (ofOld.get(old) !== part && ofHeir.get(heir) !== part) continue;
      goesOnAs.set(heir, old);
      going.add(old);
    }
  }
  return goesOnAs;
}

/** What a region of the draft has of one of the base. */
interface Part {
  readonly old: number;
  readonly heir: number;
  readonly households: number;
  /** counted where nobody lives in the old region, else 0 */
  readonly blocks: number;
}

/** Of two as large, the one that stays what it is; then by the ids, so that it is the same whenever it is asked. */
const largerFirst = (a: Part, b: Part): number =>
  b.households - a.households ||
  b.blocks - a.blocks ||
  Number(b.old === b.heir) - Number(a.old === a.heir) ||
  a.old - b.old ||
  a.heir - b.heir;

/** The first part for each key. */
function largest(parts: readonly Part[], keyOf: (part: Part) => number): Map<number, Part> {
  const found = new Map<number, Part>();
  for (const part of parts) if (!found.has(keyOf(part))) found.set(keyOf(part), part);
  return found;
}

/** How the regions of the base are divided among those of the draft: by households, by blocks where nobody lives. */
function partsOf(
  base: Draft,
  draft: Draft,
  level: (typeof LEVELS)[number],
  baseBlocks: readonly (number | null)[],
  draftBlocks: readonly (number | null)[],
): Part[] {
  const { households } = base.ground.columns.buildings;
  const inhabited = new Set<number>();
  const parts = new Map<string, Part>();
  const add = (old: number, heir: number | null, amount: Pick<Part, 'households' | 'blocks'>): void => {
    if (heir === null) return;
    const key = `${old} ${heir}`;
    const known = parts.get(key) ?? { old, heir, households: 0, blocks: 0 };
    const [more, blocks] = [known.households + amount.households, known.blocks + amount.blocks];
    parts.set(key, { old, heir, households: more, blocks });
  };
  for (const [i, block] of baseBlocks.entries()) {
    const old = block === null ? null : regionAt(base, block, level);
    if (old === null || households[i] === 0) continue;
    const after = draftBlocks[i] ?? null;
    inhabited.add(old);
    add(old, after === null ? null : regionAt(draft, after, level), { households: households[i]!, blocks: 0 });
  }
  for (const { id, kind } of base.regions.values()) {
    if (kind !== level || inhabited.has(id)) continue;
    for (const block of blocksWithin(base, id))
      add(id, draft.fabric.blocks.has(block) ? regionAt(draft, block, level) : null, { households: 0, blocks: 1 });
  }
  return [...parts.values()];
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

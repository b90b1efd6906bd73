import type { PlanLevel } from '../../../api/contract/plans.ts';
import { isInArea, type PlanScope } from '../../../geo/divide/do-step.ts';
import type { Draft } from '../../../geo/divide/draft.ts';
import type { DraftDelta, DraftRegion } from '../../../geo/divide/edit.ts';
import { blocksWithin, lockOver, regionAt } from '../../../geo/divide/regions.ts';
import { blockPolygon } from '../../../geo/fabric/draft/block-rings.ts';
import type { ArcState } from '../../../geo/fabric/draft/draft-fabric.ts';
import { lngLatsOf } from '../../../geo/fabric/lng-lat.ts';
import type { BaseView } from '../../state/plan/base-view.ts';
import type { DivisionPreview, PaintTarget } from '../../state/plan/plan-store.ts';
import type { AreaRow, LineRow, OverlayLayer, Position, Rgba } from '../overlay-registry.ts';
import { BLOCK_LINE_PX, BORDER_PX, type PlanColours } from './plan-colours.ts';
import { createRowStore } from './row-store.ts';

/** What the picture depends on beside the draft; another look is another picture. */
export interface PictureLook {
  readonly level: PlanLevel;
  readonly colours: PlanColours;
  /** what of the draft may be changed */
  readonly scope: PlanScope;
}

export type Outline = readonly { readonly path: readonly Position[] }[];

/** A draft as layers that follow its changes. */
export interface DraftPicture {
  /** Notes what a change of the draft touched; it is drawn at the next `flush`. */
  note(delta: DraftDelta): void;
  /** Shows blocks as a running stroke would leave them, those of earlier calls too; null = it lets them go. */
  stroke(blocks: Iterable<number>, target: PaintTarget | null): void;
  endStroke(): void;
  /** Shows another division of the level in the place of the draft's own; null = the draft again. */
  preview(division: DivisionPreview | null): void;
  /** Whether the lines between blocks of one region are drawn, too. */
  showBlocks(shown: boolean): void;
  /**
   * The layers as they are to be drawn; the same ones as before where nothing has changed. Much to do is done in pieces,
   * one a call, so that no frame waits for a whole county.
   */
  flush(): readonly OverlayLayer[];
  /** Whether something is left to do for the next call. */
  isBehind(): boolean;
  /** The border of a set of blocks. */
  outline(blocks: Iterable<number>): Outline;
  /** The border of a region; the same one until the region changes. */
  regionOutline(region: number): Outline;
  ringsOf(block: number): AreaRow['rings'];
}

/** So many are drawn, or drawn anew, at once: some milliseconds here, and some more in the overlay. */
const PIECE = { blocks: 1500, arcs: 4500 } as const;
const HIDDEN: Rgba = [0, 0, 0, 0];
const GRID = 0;
const COMMUNITY = 1;
const STREET = 2;
const COUNTY = 3;

export function createDraftPicture(draft: Draft, base: BaseView, { level, colours, scope }: PictureLook): DraftPicture {
  const areas = createRowStore<AreaRow>({
    isSameShape: (a, b) => isSameRings(a.rings, b.rings),
    isSameLook: (a, b) => a.fill === b.fill && a.hatch === b.hatch,
    hidden: (row) => ({ ...row, fill: HIDDEN, hatch: 0 }),
  });
  const borders = createRowStore<LineRow>({
    isSameShape: (a, b) => a.path === b.path,
    isSameLook: (a, b) => a.colour === b.colour && a.widthPx === b.widthPx,
    hidden: (row) => ({ ...row, colour: HIDDEN, widthPx: 0 }),
  });
  const shapes = new Map<number, AreaRow['rings']>();
  const paths = new WeakMap<ArcState, readonly Position[]>();
  const origins = new Map<number, number | null>();
  const taken = new Map<number, PaintTarget>();
  const outlines = new Map<number, { readonly stamp: number; readonly outline: Outline }>();
  const dirtyBlocks = new Set<number>();
  const dirtyArcs = new Set<number>();
  /** blocks that have not been drawn yet, and arcs that have */
  const undrawn = new Set(draft.fabric.blocks.keys());
  const drawnArcs = new Set<number>();
  let layers: readonly OverlayLayer[] = [];
  let previewed: DivisionPreview | null = null;
  let blocksShown = false;

  /** region of the level that a block is shown in */
  const shownRegion = (block: number): number | null => previewed?.regionOf.get(block) ?? regionAt(draft, block, level);
  const pathOf = (arc: ArcState): readonly Position[] => {
    let path = paths.get(arc);
    if (!path) {
      const lngLats = lngLatsOf(draft.fabric.crs, arc.xy);
      path = Array.from({ length: lngLats.length / 2 }, (_, i) => [lngLats[2 * i]!, lngLats[2 * i + 1]!]);
      paths.set(arc, path);
    }
    return path;
  };
  const ringsOf = (block: number): AreaRow['rings'] => {
    let rings = shapes.get(block);
    if (!rings) {
      rings = blockPolygon(draft.fabric, block);
      shapes.set(block, rings);
    }
    return rings;
  };
  /** region of the level in which a block's ground lay before the plan */
  const originOf = (block: number): number | null => {
    let region = origins.get(block);
    if (region === undefined) {
      region = base.regionUnder(draft, block, level);
      origins.set(block, region);
    }
    return region;
  };

  /** @param blocks  of the shape, among them all that border on others */
  function outlineAround(blocks: Iterable<number>, isWithin: (block: number) => boolean): Outline {
    const found: { path: readonly Position[] }[] = [];
    for (const block of blocks) {
      for (const id of draft.fabric.blocks.get(block) ?? []) {
        const arc = draft.fabric.arcs.get(id)!;
        const other = arc.left === block ? arc.right : arc.left;
        if (other === null || !isWithin(other)) found.push({ path: pathOf(arc) });
      }
    }
    return found;
  }

  function areaRow(block: number): AreaRow {
    const rings = ringsOf(block);
    const stroke = taken.get(block);
    if (stroke !== undefined) {
      const region = stroke === 'unassigned' ? undefined : draft.regions.get(stroke);
      return { rings, fill: region ? colours.stroke[region.hue]! : colours.strokeUnassigned, hatch: 1 };
    }
    const region = shownRegion(block);
    if (region === null) return { rings, fill: colours.unassigned, hatch: 2 };
    const { hue } = (previewed?.regions.get(region) ?? draft.regions.get(region))!;
    const lowest = draft.regionOf.get(block) ?? null;
    const locked = lockOver(draft, lowest) !== null;
    const isFixed = locked || (lowest !== null && !isInArea(draft, draft.regions.get(lowest)!, scope));
    const hatch = originOf(block) !== region ? 1 : locked ? 3 : 0;
    return { rings, fill: (isFixed ? colours.dimmed : colours.fill)[hue]!, hatch };
  }

  /** What differs on the two sides of an arc, at its highest; null inside one region. */
  function rankOf({ left, right }: ArcState): number | null {
    if (left === null || right === null) return COUNTY;
    const differs = (kind: DraftRegion['kind']) =>
      kind === level
        ? shownRegion(left) !== shownRegion(right)
        : regionAt(draft, left, kind) !== regionAt(draft, right, kind);
    if (previewed && level === 'grid' && !differs('grid')) return null;
    if (!(previewed && differs(level)) && draft.regionOf.get(left) === draft.regionOf.get(right)) return null;
    if (level === 'network' || level === 'union') {
      if (differs(level)) return STREET;
      return differs('community') ? COMMUNITY : null;
    }
    if (differs('street')) return STREET;
    return differs('community') ? COMMUNITY : GRID;
  }

  function isNew(arc: ArcState, rank: number): boolean {
    if (rank === COUNTY || (rank === GRID && level !== 'grid')) return false;
    const { left, right } = arc;
    if (left === null || right === null) return false;
    const [a, b] = [shownRegion(left), shownRegion(right)];
    return a !== b && originOf(left) === originOf(right);
  }

  function borderRow(arc: ArcState): LineRow | null {
    const rank = rankOf(arc);
    if (rank === null)
      return blocksShown ? { path: pathOf(arc), colour: colours.blockLine, widthPx: BLOCK_LINE_PX } : null;
    const fresh = isNew(arc, rank);
    return {
      path: pathOf(arc),
      colour: fresh ? colours.newBorder : colours.border[rank]!,
      widthPx: fresh ? Math.max(2.2, BORDER_PX[rank]!) : BORDER_PX[rank]!,
    };
  }

  function noteBlock(block: number): void {
    dirtyBlocks.add(block);
    for (const arc of draft.fabric.blocks.get(block) ?? []) dirtyArcs.add(arc);
  }
  const noteRegion = (region: number): void => {
    for (const block of blocksWithin(draft, region)) noteBlock(block);
  };

  /** What is drawn first is drawn as it is then: until all of it is, nothing is drawn anew. */
  function drawMore(): void {
    const blocks = [...takeSome(undrawn, PIECE.blocks)].filter((block) => draft.fabric.blocks.has(block));
    areas.append(blocks.map((block) => [block, areaRow(block)] as const));
    const rows: [number, LineRow][] = [];
    for (const id of blocks.flatMap((block) => [...draft.fabric.blocks.get(block)!])) {
      const row = drawnArcs.has(id) ? null : borderRow(draft.fabric.arcs.get(id)!);
      drawnArcs.add(id);
      if (row) rows.push([id, row]);
    }
    borders.append(rows);
  }

  function redo(): void {
    for (const block of takeSome(dirtyBlocks, PIECE.blocks)) {
      if (draft.fabric.blocks.has(block)) areas.set(block, areaRow(block));
      else areas.delete(block);
    }
    for (const id of takeSome(dirtyArcs, PIECE.arcs)) {
      const arc = draft.fabric.arcs.get(id);
      const row = arc ? borderRow(arc) : null;
      if (row) borders.set(id, row);
      else borders.delete(id);
    }
  }

  return {
    note(delta) {
      for (const { id, before, after } of delta.regions) {
        // A name is written by the labels alone.
        const isSeen =
          !before ||
          !after ||
          before.hue !== after.hue ||
          before.parent !== after.parent ||
          before.locked !== after.locked;
        if (isSeen) noteRegion(id);
      }
      for (const { id } of delta.groupings) noteRegion(id);
      for (const { id } of delta.assignment) noteBlock(id);
      for (const { id, before, after } of delta.fabric.arcs) {
        dirtyArcs.add(id);
        for (const block of [before?.left, before?.right, after?.left, after?.right]) {
          if (block == null) continue;
          shapes.delete(block);
          noteBlock(block);
        }
      }
      for (const { id } of delta.fabric.blocks) {
        shapes.delete(id);
        origins.delete(id);
        noteBlock(id);
      }
    },
    stroke(blocks, target) {
      for (const block of blocks) {
        if (target === null) taken.delete(block);
        else taken.set(block, target);
        dirtyBlocks.add(block);
      }
    },
    endStroke() {
      for (const block of taken.keys()) dirtyBlocks.add(block);
      taken.clear();
    },
    preview(division) {
      const before = previewed;
      previewed = division?.level === level ? division : null;
      for (const shown of [before, previewed]) for (const block of shown?.regionOf.keys() ?? []) noteBlock(block);
    },
    showBlocks(shown) {
      if (shown === blocksShown) return;
      blocksShown = shown;
      for (const id of draft.fabric.arcs.keys()) dirtyArcs.add(id);
    },
    flush() {
      if (undrawn.size > 0) drawMore();
      else redo();
      const drawnAreas = areas.flush();
      const drawnBorders = borders.flush();
      const area = { type: 'areas', slot: 'under-roads', hatches: colours.hatches } as const;
      const line = { type: 'lines', slot: 'under-labels' } as const;
      const next: OverlayLayer[] = [
        ...drawnAreas.home.map((rows, part) => ({ ...area, id: `plan-blocks-${part}`, rows })),
        { ...area, id: 'plan-blocks-moved', rows: drawnAreas.moved },
        ...drawnBorders.home.map((rows, part) => ({ ...line, id: `plan-borders-${part}`, rows })),
        { ...line, id: 'plan-borders-moved', rows: drawnBorders.moved },
      ];
      const known = new Map(layers.map((layer) => [layer.id, layer]));
      layers = next.map((layer) => (isSameRows(layer, known.get(layer.id)) ? known.get(layer.id)! : layer));
      return layers;
    },
    isBehind: () => undrawn.size + dirtyBlocks.size + dirtyArcs.size > 0,
    outline(blocks) {
      const within = new Set(blocks);
      return outlineAround(within, (block) => within.has(block));
    },
    regionOutline(region) {
      const kind = draft.regions.get(region)?.kind;
      if (!kind) return [];
      const { stamp, rim } = draft.partition(kind).totalsOf(region);
      const known = outlines.get(region);
      if (known?.stamp === stamp) return known.outline;
      const { labelOf } = draft.partitionInput(kind);
      const outline = outlineAround(rim.keys(), (block) => labelOf(block) === region);
      outlines.set(region, { stamp, outline });
      return outline;
    },
    ringsOf,
  };
}

/** Takes so many out of a set, at most. */
function* takeSome(set: Set<number>, most: number): Generator<number> {
  let taken = 0;
  for (const member of set) {
    if (taken++ === most) return;
    set.delete(member);
    yield member;
  }
}

/** A block drawn anew after its border was moved and moved back has other arrays with the same numbers. */
const isSameRings = (a: AreaRow['rings'], b: AreaRow['rings']): boolean =>
  a === b ||
  (a.length === b.length &&
    a.every((ring, r) => {
      const other = b[r]!;
      return ring.length === other.length && ring.every((at, i) => at[0] === other[i]![0] && at[1] === other[i]![1]);
    }));

const isSameRows = (a: OverlayLayer, b: OverlayLayer | undefined): boolean =>
  b !== undefined && 'rows' in a && 'rows' in b && a.rows === b.rows;

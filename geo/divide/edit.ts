import type { FabricDelta } from '../fabric/draft/delta.ts';
import type { FabricRefusal } from '../fabric/draft/outcome.ts';

/** Levels of a division, from the top; the groupings stand over communities, beside the tree. */
export type RegionLevel = 'county' | 'street' | 'community' | 'grid';
export type GroupingKind = 'network' | 'union';

/** A place in integer centimetres of the fabric's CRS (x east, y north). */
export type Cm = readonly [x: number, y: number];

/** A region as a draft has it. */
export interface DraftRegion {
  readonly id: number;
  readonly kind: RegionLevel | GroupingKind;
  /** the region above it; null = directly under the county (or, for the county and groupings, none) */
  readonly parent: number | null;
  /** null = new: it gets one when the plan is published */
  readonly code: string | null;
  readonly name: string;
  readonly nameEn: string;
  /** 0 … 7 */
  readonly hue: number;
  /** nothing may be moved into or out of it, and its border stays */
  readonly locked: boolean;
  /** why it may consist of several pieces; null = it may not, beyond what it had before the plan */
  readonly piecesReason: string | null;
  /** the network or union that this community has said it will join; left out = it has said nothing */
  readonly agreesTo?: number;
  /** the day on which it was agreed, yyyy-mm-dd, and by whom or where, where that was said */
  readonly agreedOn?: string;
  readonly agreedNote?: string;
}

/** What a new region is called; its id is a random safe integer made by who draws. */
export interface NewRegion {
  readonly id: number;
  readonly name: string;
  readonly nameEn: string;
  readonly hue: number;
}

/**
 * One command on a draft. Plain JSON: it is sent, stored, and done again on another base.
 *
 * Points of the graph are named by their place, which only one of them can have. `ids` are random safe integers for the
 * nodes, arcs and blocks that the command makes, in the order in which it needs them.
 */
export type Edit =
  /** blocks to a region: a grid; a community (each block joins the grid there it has the longest border with); null = unassigned */
  | { readonly kind: 'assign'; readonly blocks: readonly number[]; readonly to: number | null }
  | { readonly kind: 'move-node'; readonly from: Cm; readonly to: Cm }
  | { readonly kind: 'insert-node'; readonly arc: number; readonly at: Cm }
  | { readonly kind: 'delete-node'; readonly at: Cm }
  /**
   * the line [x0, y0, …] takes the place of the stretch of border between its two ends; with a random seed, from which
   * the ids of what is made follow, also of a border between two regions with junctions in that stretch
   */
  | { readonly kind: 'reshape-arc'; readonly line: readonly number[]; readonly seed?: number | undefined }
  | {
      readonly kind: 'cut-block';
      readonly block: number;
      readonly line: readonly number[];
      readonly ids: readonly number[];
    }
  | { readonly kind: 'merge-blocks'; readonly keep: number; readonly others: readonly number[] }
  /** an empty region; blocks come by `assign` */
  | {
      readonly kind: 'create-region';
      readonly region: NewRegion & { readonly kind: DraftRegion['kind']; readonly parent: number | null };
    }
  /** the others' blocks, and the regions below them, become those of `keep` */
  | { readonly kind: 'merge-regions'; readonly keep: number; readonly others: readonly number[] }
  /** new regions of the same kind beside it; each takes the blocks named, the region keeps the rest */
  | {
      readonly kind: 'split-region';
      readonly region: number;
      readonly parts: readonly (NewRegion & { readonly blocks: readonly number[] })[];
    }
  /** the region goes; what it held is unassigned, the regions below it stand without a parent */
  | { readonly kind: 'dissolve-region'; readonly region: number }
  | { readonly kind: 'rename-region'; readonly region: number; readonly name: string; readonly nameEn: string }
  | { readonly kind: 'recolour-region'; readonly region: number; readonly hue: number }
  | { readonly kind: 'lock-region'; readonly region: number; readonly locked: boolean }
  /** a grid to another community, a community to another street */
  | { readonly kind: 'move-region'; readonly region: number; readonly parent: number | null }
  | { readonly kind: 'exempt-region'; readonly region: number; readonly piecesReason: string | null }
  /** a community has said that it will join a network or union; null = takes that back */
  | {
      readonly kind: 'record-consent';
      readonly community: number;
      readonly to: number | null;
      /** yyyy-mm-dd */
      readonly on?: string;
      readonly note?: string;
    }
  /** a community into a network or union, or out of the one it is in */
  | {
      readonly kind: 'group-community';
      readonly community: number;
      readonly grouping: GroupingKind;
      readonly into: number | null;
    };

export interface Change<T> {
  readonly id: number;
  /** null = it did not exist */
  readonly before: T | null;
  /** null = it does not exist any more */
  readonly after: T | null;
}

/** What an edit changed, both ways. Plain JSON. */
export interface DraftDelta {
  readonly fabric: FabricDelta;
  /** lowest region of blocks; null = unassigned or no such block */
  readonly assignment: readonly Change<number>[];
  readonly regions: readonly Change<DraftRegion>[];
  /** grouping of communities */
  readonly groupings: readonly (Change<number> & { readonly grouping: GroupingKind })[];
}

/** What a delta changes, for telling whether two edits meet. */
export interface TouchSet {
  readonly nodes: readonly number[];
  readonly arcs: readonly number[];
  readonly blocks: readonly number[];
  readonly regions: readonly number[];
}

/** Why an edit cannot be done; nothing has changed then. */
export type EditRefusal =
  | FabricRefusal
  | 'no-such-block'
  | 'no-such-region'
  | 'locked-region'
  /** the region lies outside what the plan may change */
  | 'foreign-region'
  /** plans of another level draw that */
  | 'wrong-level'
  | 'wrong-kind'
  | 'wrong-parent'
  | 'id-in-use'
  | 'name-missing'
  | 'nothing-to-do'
  /** the line runs out of the county, or encloses something that is not of it */
  | 'outside-county'
  /** another region comes to the border, or to the line, between the ends of the line */
  | 'third-region'
  /** what the edit to be undone changed has been changed since */
  | 'changed-since';

export type EditOutcome =
  | { readonly ok: true; readonly delta: DraftDelta }
  | {
      readonly ok: false;
      readonly reason: EditRefusal;
      /** degrees; null where the reason has no place */
      readonly at: readonly [lng: number, lat: number] | null;
      readonly detail: string;
      /** the region that stands in the way */
      readonly region?: number;
    };

import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { Plan, PlanLevel, StepLabel } from '../../../api/contract/plans.ts';
import type { Layer } from '../../../api/contract/words.ts';
import type { DraftRegion, EditRefusal } from '../../../geo/divide/edit.ts';
import type { Notice } from '../../api-client/http.ts';
import type { RegionFigures } from './figures.ts';
import type { Person } from './people.ts';

/** A place in degrees. */
export type LngLat = readonly [lng: number, lat: number];

/** Why something cannot be done, where, and because of which region. */
export interface RefusalView {
  readonly reason: EditRefusal | (string & {});
  readonly detail: string;
  readonly at: LngLat | null;
  readonly region: number | null;
}

/** A step of one's own that met another's: it waits for a word. */
export interface ClashView {
  readonly step: string;
  readonly label: StepLabel;
  /** whose step it met; '' = only one of one's own that clashed */
  readonly withName: string;
  readonly withLabel: StepLabel | null;
  readonly at: LngLat | null;
  /** why it could not be done again when that was tried */
  readonly refusal: RefusalView | null;
}

/** The plan that is being drawn. What is drawn itself is no plain data and is reached by `currentPlan()`. */
export type PlanState =
  | { readonly kind: 'closed' }
  | { readonly kind: 'opening'; readonly county: string; readonly plan: number }
  | { readonly kind: 'failed'; readonly county: string; readonly plan: number; readonly notice: Notice }
  | OpenPlanState;

export interface OpenPlanState {
  readonly kind: 'open';
  readonly county: string;
  readonly plan: Plan;
  /** whoever looks may draw: role and status allow it */
  readonly editable: boolean;
  /** number of the last step of the log */
  readonly version: number;
  /** steps that wait to be sent */
  readonly pending: number;
  readonly line: 'online' | 'offline';
  /** why the server takes no steps although the line stands: they wait until that has changed */
  readonly held: Notice | null;
  /** the browser keeps nothing (private mode, full disk): a closed page loses what waits */
  readonly keepsNothing: boolean;
  readonly clashes: readonly ClashView[];
  /** steps of an earlier visit that were taken up when the plan was opened */
  readonly restored: number;
  /** others who have the plan open */
  readonly people: readonly Person[];
  /** moves with every change of the draft */
  readonly tick: number;
  /** moves when the draft is another one altogether: nothing remembered of the old one holds */
  readonly epoch: number;
}

export const PLAN_TOOLS = [
  'select',
  'click',
  'rectangle',
  'lasso',
  'brush',
  'push',
  'nodes',
  'reshape',
  'cut',
] as const;
export type PlanTool = (typeof PLAN_TOOLS)[number];

/** Where blocks go that are painted. */
export type PaintTarget = number | 'unassigned';
/** Which blocks a stroke may take. */
export type PaintSource =
  | { readonly kind: 'all' | 'unassigned' }
  | { readonly kind: 'region'; readonly region: number };

/** What runs under the pointer: figures as they would be. */
export interface StrokeState {
  /** what it takes; null where it moves a line */
  readonly taken: { readonly blocks: number; readonly households: number } | null;
  /** of the regions that it touches, the target first; none where letting go would be refused */
  readonly figures: ReadonlyMap<number, RegionFigures>;
  /** set when letting go would be refused */
  readonly refusal: RefusalView | null;
}

/** Another division of the same blocks, shown on the map in the place of the draft; the draft is as it was. */
export interface DivisionPreview {
  readonly level: PlanLevel;
  /** region of the level, for the blocks that it is about */
  readonly regionOf: ReadonlyMap<number, number>;
  readonly regions: ReadonlyMap<number, PreviewedRegion>;
}

export interface PreviewedRegion extends Pick<DraftRegion, 'name' | 'nameEn' | 'hue' | 'locked'> {
  readonly households: number;
}

export interface PlanDrawingState {
  readonly session: PlanState;
  readonly tool: PlanTool;
  /** whether areas that are drawn paint blocks or choose them */
  readonly area: 'paint' | 'choose';
  readonly brushPx: number;
  readonly target: PaintTarget | null;
  readonly source: PaintSource;
  /** what is painted: the plan's own level, or a finer one below it */
  readonly level: PlanLevel;
  readonly snapping: boolean;
  /** chosen regions, the last one chosen last */
  readonly regions: readonly number[];
  /** chosen blocks */
  readonly blocks: readonly number[];
  /** under the pointer, on the map or in a list */
  readonly hover: { readonly region: number | null; readonly block: number | null };
  readonly stroke: StrokeState | null;
  readonly preview: DivisionPreview | null;
  /** how many regions and blocks the draft on the map has; null while there is none */
  readonly counts: Readonly<Partial<Record<Layer, number>>> | null;
  /** why the last thing was not done */
  readonly refusal: RefusalView | null;
}

export const BRUSH_PX = { least: 6, most: 160, first: 28 } as const;

export const FIRST_DRAWING: PlanDrawingState = {
  session: { kind: 'closed' },
  tool: 'select',
  area: 'paint',
  brushPx: BRUSH_PX.first,
  target: null,
  source: { kind: 'all' },
  level: 'community',
  snapping: true,
  regions: [],
  blocks: [],
  hover: { region: null, block: null },
  stroke: null,
  preview: null,
  counts: null,
  refusal: null,
};

/** State of the open plan beside the app's store, so that the app starts without what drawing needs. */
export const createPlanStore = () => createStore<PlanDrawingState>()(() => FIRST_DRAWING);
export type PlanStore = ReturnType<typeof createPlanStore>;

export const planStore: PlanStore = createPlanStore();

/** Reads a narrow part of the open plan's state in a component. */
export const usePlan = <T>(selector: (state: PlanDrawingState) => T): T => useStore(planStore, selector);

/** The open plan; null while none is. */
export const openState = ({ session }: PlanDrawingState): OpenPlanState | null =>
  session.kind === 'open' ? session : null;

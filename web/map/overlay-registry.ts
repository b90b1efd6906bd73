import type { Geometry } from 'geojson';
import { useEffect } from 'react';
import { createStore } from 'zustand/vanilla';

export type Rgba = readonly [red: number, green: number, blue: number, alpha: number];
export type Position = readonly [lng: number, lat: number];

/** Rows that change one by one: whoever draws them does again what is in `changed` alone. */
export interface Rows<T> {
  readonly items: readonly T[];
  /** rows that differ from `previous`, [first, after the last]; rows neither come nor go, nor does their shape change */
  readonly changed: readonly (readonly [from: number, to: number])[];
  /** what these rows were made of; null = all are new. A reference to what is gone already keeps nothing alive. */
  readonly previous: WeakRef<Rows<T>> | null;
}

export const newRows = <T>(items: readonly T[]): Rows<T> => ({ items, changed: [], previous: null });

/** How an area is hatched: not, as changed by a draft, as lying in no region, as locked. */
export type Hatch = 0 | 1 | 2 | 3;

export interface AreaRow {
  /** outline and holes, closed */
  readonly rings: readonly (readonly (readonly number[])[])[];
  readonly fill: Rgba;
  readonly hatch: Hatch;
}

export interface LineRow {
  readonly path: readonly Position[];
  readonly colour: Rgba;
  readonly widthPx: number;
}

/** Where in the base map something is drawn; left out: over everything. */
export type Slot = 'under-roads' | 'under-labels';

/**
 * What deck.gl draws over the base map, as plain data. The deck itself loads after the first map is on the screen, so
 * nobody who builds these has to wait for it or import it.
 */
export type OverlayLayer =
  | {
      readonly type: 'shapes';
      readonly id: string;
      readonly data: readonly { readonly geometry: Geometry }[];
      readonly fill: Rgba;
      readonly line: Rgba;
      readonly lineWidthPx: number;
      readonly pointRadiusPx: number;
    }
  | {
      readonly type: 'points';
      readonly id: string;
      readonly data: readonly { readonly position: Position; readonly fill: Rgba; readonly line: Rgba }[];
      readonly radiusPx: number;
      readonly lineWidthPx: number;
    }
  | {
      readonly type: 'paths';
      readonly id: string;
      readonly data: readonly { readonly path: readonly Position[] }[];
      readonly colour: Rgba;
      readonly widthPx: number;
    }
  | {
      readonly type: 'areas';
      readonly id: string;
      readonly rows: Rows<AreaRow>;
      readonly slot: Slot;
      readonly hatches: HatchColours;
    }
  | { readonly type: 'lines'; readonly id: string; readonly rows: Rows<LineRow>; readonly slot: Slot };

/** Colours of the hatches, in the order of their numbers from 1. */
export type HatchColours = readonly [changed: Rgba, unassigned: Rgba, locked: Rgba];

type Owners = Readonly<Record<string, readonly OverlayLayer[]>>;

/** Layers by who asked for them; drawn in the order of the owners' names. */
export const overlayRegistry = createStore<Owners>()(() => ({}));

export function setOverlay(owner: string, layers: readonly OverlayLayer[]): void {
  const { [owner]: before, ...others } = overlayRegistry.getState();
  if (layers.length > 0) overlayRegistry.setState({ ...others, [owner]: layers }, true);
  else if (before) overlayRegistry.setState(others, true);
}

/** Draws `layers` while the component is there. */
export function useOverlay(owner: string, layers: readonly OverlayLayer[]): void {
  useEffect(() => setOverlay(owner, layers), [owner, layers]);
  useEffect(() => () => setOverlay(owner, []), [owner]);
}

import type { Geometry } from 'geojson';
import { useEffect } from 'react';
import { createStore } from 'zustand/vanilla';

export type Rgba = readonly [red: number, green: number, blue: number, alpha: number];
export type Position = readonly [lng: number, lat: number];

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
    };

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

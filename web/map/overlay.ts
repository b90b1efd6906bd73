import { GeoJsonLayer, PathLayer, ScatterplotLayer, SolidPolygonLayer } from '@deck.gl/layers';
import { MapLibreOverlay } from '@deck.gl/maplibre';
import type { Geometry } from 'geojson';
import type { Map as MaplibreMap } from 'maplibre-gl';
import { HatchExtension, type HatchProps } from './hatch-extension.ts';
import {
  type AreaRow,
  type LineRow,
  type OverlayLayer,
  overlayRegistry,
  type Position,
  type Rgba,
  type Rows,
} from './overlay-registry.ts';
import { SLOT_LAYERS } from './slots.ts';

type Colour = [number, number, number, number];
const colour = (rgba: Rgba): Colour => [...rgba];

const hatching = [new HatchExtension()];

/** Which rows to do again; null = all. deck.gl asks with the rows that it drew last. */
const changedSince = <T>(rows: Rows<T>, drawn: Rows<T> | undefined) =>
  drawn && rows.previous?.deref() === drawn ? rows.changed.map(([startRow, endRow]) => ({ startRow, endRow })) : null;

/** deck.gl compares data by identity and reads rows by index. */
interface RowData<T> {
  readonly length: number;
  readonly rows: Rows<T>;
}
const rowData = <T>(rows: Rows<T>): RowData<T> => ({ length: rows.items.length, rows });
const diffRows = <T>(next: unknown, drawn: unknown) =>
  changedSince((next as RowData<T>).rows, (drawn as RowData<T> | undefined)?.rows);

/** Reads one row: deck.gl hands over the whole data and the row's index. */
const ofRow =
  <T, V>(read: (row: T) => V) =>
  (_: unknown, { index, data }: { index: number; data: unknown }): V =>
    read((data as RowData<T>).rows.items[index]!);

/** What is drawn over everything is not hidden by a house that stands before it. */
const OVER_ALL = { depthCompare: 'always' } as const;

function toDeck(layer: OverlayLayer) {
  switch (layer.type) {
    case 'shapes':
      return new GeoJsonLayer({
        id: layer.id,
        data: layer.data.map(({ geometry }) => ({
          type: 'Feature' as const,
          geometry: geometry as Geometry,
          properties: {},
        })),
        getFillColor: colour(layer.fill),
        getLineColor: colour(layer.line),
        getLineWidth: layer.lineWidthPx,
        lineWidthUnits: 'pixels',
        lineJointRounded: true,
        lineCapRounded: true,
        getPointRadius: layer.pointRadiusPx,
        pointRadiusUnits: 'pixels',
        parameters: OVER_ALL,
      });
    case 'points':
      return new ScatterplotLayer<{ position: Position; fill: Rgba; line: Rgba }>({
        id: layer.id,
        data: layer.data,
        getPosition: (point) => [...point.position] as [number, number],
        getFillColor: (point) => colour(point.fill),
        getLineColor: (point) => colour(point.line),
        getRadius: layer.radiusPx,
        radiusUnits: 'pixels',
        stroked: true,
        getLineWidth: layer.lineWidthPx,
        lineWidthUnits: 'pixels',
        parameters: OVER_ALL,
      });
    case 'paths':
      return new PathLayer<{ path: readonly Position[] }>({
        id: layer.id,
        data: layer.data,
        getPath: (line) => line.path.map((position) => [...position] as [number, number]),
        getColor: colour(layer.colour),
        getWidth: layer.widthPx,
        widthUnits: 'pixels',
        jointRounded: true,
        capRounded: true,
        parameters: OVER_ALL,
      });
    case 'areas':
      return new SolidPolygonLayer<unknown, HatchProps & { beforeId: string }>({
        id: layer.id,
        data: rowData(layer.rows) as never,
        _dataDiff: diffRows<AreaRow> as never,
        getPolygon: ofRow((row: AreaRow) => row.rings as never),
        getFillColor: ofRow((row: AreaRow) => colour(row.fill)),
        getHatch: ofRow((row: AreaRow) => row.hatch),
        hatches: layer.hatches,
        extensions: hatching,
        beforeId: SLOT_LAYERS[layer.slot],
      });
    case 'lines':
      return new PathLayer<unknown, { beforeId: string }>({
        id: layer.id,
        data: rowData(layer.rows) as never,
        _dataDiff: diffRows<LineRow> as never,
        getPath: ofRow((row: LineRow) => row.path as never),
        getColor: ofRow((row: LineRow) => colour(row.colour)),
        getWidth: ofRow((row: LineRow) => row.widthPx),
        widthUnits: 'pixels',
        jointRounded: true,
        capRounded: true,
        beforeId: SLOT_LAYERS[layer.slot],
      });
  }
}

/** What has not changed is not made again: deck.gl knows a layer that it has by its identity. */
const made = new WeakMap<OverlayLayer, ReturnType<typeof toDeck>>();

function deckLayer(layer: OverlayLayer): ReturnType<typeof toDeck> {
  let known = made.get(layer);
  if (!known) {
    known = toDeck(layer);
    made.set(layer, known);
  }
  return known;
}

/**
 * Puts deck.gl into the map's own picture and keeps it drawing what the registry holds.
 *
 * @returns takes it out again
 */
export function attachOverlay(map: MaplibreMap): () => void {
  const overlay = new MapLibreOverlay({
    interleaved: true,
    layers: [],
    // deck.gl sets the pointer's look with every frame: it is to be what a tool or the map has made it.
    getCursor: () => map.getCanvas().style.cursor,
  });
  // deck.gl finds the places of its layers when it is told that the style is there; for maplibre it is not while a tile is
  // on its way, and until the next one it would draw over everything.
  map.isStyleLoaded = () => Object.values(SLOT_LAYERS).every((slot) => map.getLayer(slot));
  map.addControl(overlay);
  const draw = () => {
    const owners = overlayRegistry.getState();
    const layers = Object.keys(owners)
      .sort()
      .flatMap((owner) => owners[owner]!.map(deckLayer));
    overlay.setProps({ layers });
  };
  draw();
  const stop = overlayRegistry.subscribe(draw);
  return () => {
    stop();
    map.removeControl(overlay);
  };
}

import { GeoJsonLayer, PathLayer, ScatterplotLayer } from '@deck.gl/layers';
import { MapLibreOverlay } from '@deck.gl/maplibre';
import type { Geometry } from 'geojson';
import type { Map as MaplibreMap } from 'maplibre-gl';
import { type OverlayLayer, overlayRegistry, type Position, type Rgba } from './overlay-registry.ts';

type Colour = [number, number, number, number];
const colour = (rgba: Rgba): Colour => [...rgba];

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
      });
  }
}

/**
 * Puts deck.gl into the map's own picture and keeps it drawing what the registry holds.
 *
 * @returns takes it out again
 */
export function attachOverlay(map: MaplibreMap): () => void {
  const overlay = new MapLibreOverlay({ interleaved: true, layers: [] });
  map.addControl(overlay);
  const draw = () => {
    const owners = overlayRegistry.getState();
    const layers = Object.keys(owners)
      .sort()
      .flatMap((owner) => owners[owner]!.map(toDeck));
    overlay.setProps({ layers });
  };
  draw();
  const stop = overlayRegistry.subscribe(draw);
  return () => {
    stop();
    map.removeControl(overlay);
  };
}

import { useQuery } from '@tanstack/react-query';
import type { Geometry } from 'geojson';
import { useEffect, useMemo } from 'react';
import type { ImportPreview, ImportReport } from '../../../api/contract/imports.ts';
import { getImportPreview } from '../../api-client/imports.ts';
import { type OverlayLayer, type Rgba, useOverlay } from '../../map/overlay-registry.ts';
import { useApp } from '../../state/store.ts';

/** A draft that is not in force is violet; a broken rule magenta, attention amber. */
const DRAFT: { fill: Rgba; line: Rgba } = { fill: [106, 63, 208, 46], line: [106, 63, 208, 230] };
const ERROR: { fill: Rgba; line: Rgba } = { fill: [166, 21, 120, 220], line: [255, 255, 255, 255] };
const WARNING: { fill: Rgba; line: Rgba } = { fill: [214, 138, 0, 220], line: [255, 255, 255, 255] };

/** Draws the file and the places of its faults over the map, and shows the whole of it first. */
export function usePreviewOverlay(report: ImportReport): { truncated: boolean } {
  const flyTo = useApp((state) => state.flyTo);
  const preview = useQuery({
    queryKey: ['import-preview', report.county, report.id, report.settings],
    queryFn: ({ signal }) => getImportPreview(report.county, report.id, signal),
    gcTime: 0,
  }).data;
  const layers = useMemo(() => previewLayers(preview, report), [preview, report]);
  useOverlay('import', layers);
  const [west, south, east, north] = report.bounds ?? [];
  useEffect(() => {
    if (west === undefined || south === undefined || east === undefined || north === undefined) return;
    flyTo([west, south, east, north]);
  }, [west, south, east, north, flyTo]);
  return { truncated: preview?.truncated ?? false };
}

function previewLayers(preview: ImportPreview | undefined, { faults }: ImportReport): OverlayLayer[] {
  if (!preview) return [];
  return [
    {
      type: 'shapes',
      id: 'import-shapes',
      data: preview.features.map(({ geometry }) => ({ geometry: geometry as Geometry })),
      ...DRAFT,
      lineWidthPx: 1.4,
      pointRadiusPx: 4,
    },
    {
      type: 'points',
      id: 'import-faults',
      data: faults.flatMap(({ at, severity }) =>
        at ? [{ position: at, ...(severity === 'error' ? ERROR : WARNING) }] : [],
      ),
      radiusPx: 6,
      lineWidthPx: 1.5,
    },
  ];
}

import { useQuery } from '@tanstack/react-query';
import { useEffect, useMemo } from 'react';
import type { ImportReport } from '../../../api/contract/imports.ts';
import { type Notice, noticeOf } from '../../api-client/http.ts';
import { getImportPreview } from '../../api-client/imports.ts';
import { useOverlay } from '../../map/overlay-registry.ts';
import { useApp } from '../../state/store.ts';
import { useThemeName } from '../../state/theme-name.ts';
import { importStore } from './import-store.ts';
import { previewLayers } from './preview-layers.ts';
import { useShowPlace } from './show-place.ts';

interface Preview {
  /** features drawn, when the file has more; null when all are drawn */
  readonly drawn: number | null;
  readonly failure: Notice | null;
}

/**
 * Draws the file and the places of its faults over the map, beside what the county it goes to has, and shows the whole
 * of it when it comes or moves.
 */
export function usePreviewOverlay(report: ImportReport): Preview {
  const theme = useThemeName();
  const { county, countyExists, id, bounds, faults, settings } = report;
  const query = useQuery({
    // Only these move or choose features; faults come with the report.
    queryKey: [
      'import-preview',
      county,
      id,
      settings.crs,
      settings.where,
      JSON.stringify(settings.join),
      settings.join && report.ready,
    ],
    queryFn: ({ signal }) => getImportPreview(county, id, signal),
    gcTime: 60_000,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const preview = query.data;
  useOverlay(
    'import',
    useMemo(() => (preview ? previewLayers(preview, faults, theme) : []), [preview, faults, theme]),
  );
  const show = useShowPlace();
  const openCounty = useApp((state) => state.openCounty);
  useEffect(() => {
    if (countyExists) openCounty(county);
  }, [countyExists, county, openCounty]);
  // A county that was just opened is shown as a whole first.
  const isOpened = useApp((state) => !countyExists || (state.county === county && state.camera !== null));
  useEffect(() => {
    if (!bounds || !isOpened) return;
    const place = `${id} ${bounds.map((degrees) => degrees.toFixed(3)).join(' ')}`;
    if (importStore.getState().shownPlace === place) return;
    importStore.setState({ shownPlace: place });
    show(bounds);
  });
  const drawn = preview?.truncated
    ? preview.features.filter(({ properties }) => !('fault' in properties)).length
    : null;
  return { drawn, failure: query.error ? noticeOf(query.error) : null };
}

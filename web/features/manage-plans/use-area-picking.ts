import { useQueries } from '@tanstack/react-query';
import type { Geometry } from 'geojson';
import type { MapMouseEvent } from 'maplibre-gl';
import { useEffect, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { Region } from '../../../api/contract/counties.ts';
import type { PlanLevel } from '../../../api/contract/plans.ts';
import { useMap } from '../../map/handle.ts';
import { type OverlayLayer, type Rgba, useOverlay } from '../../map/overlay-registry.ts';
import { regionAt } from '../../map/region-at.ts';
import { inspectionQuery } from '../../state/queries.ts';
import { useRegionName } from '../../state/region-names.ts';
import { useApp } from '../../state/store.ts';
import { useThemeName } from '../../state/theme-name.ts';
import { areaAt, toggleArea } from './plan-area.ts';

const TOOL = 'pick-area';
/** Violet: what is not in force. */
const LOOK: Readonly<Record<'light' | 'dark', { readonly fill: Rgba; readonly line: Rgba }>> = {
  light: { fill: [106, 63, 208, 36], line: [106, 63, 208, 235] },
  dark: { fill: [182, 155, 255, 40], line: [182, 155, 255, 235] },
};
interface Props {
  readonly regions: readonly Region[];
  readonly level: PlanLevel;
  readonly area: readonly number[];
  onArea(area: readonly number[]): void;
}

/** Pointing at the map takes regions into the area and out of it again; what is in it is outlined. */
export function useAreaPicking({ regions, level, area, onArea }: Props) {
  const { t } = useTranslation('manage-plans');
  const map = useMap();
  const nameOf = useRegionName();
  const picking = useApp((state) => state.tool === TOOL);
  const setTool = useApp((state) => state.setTool);
  const announce = useApp((state) => state.announce);
  useOverlay('plan-area', useAreaOutlines(area));
  const latest = useRef<(region: number) => void>(() => undefined);
  useEffect(() => {
    latest.current = (region) => {
      const pointed = areaAt(regions, level, region);
      if (pointed.length === 0) return;
      const after = toggleArea(area, pointed);
      const names = pointed.flatMap((id) => regions.filter((known) => known.id === id).map(nameOf)).join(t('comma'));
      announce(t(after.length > area.length ? 'form.pickedIn' : 'form.pickedOut', { names }));
      onArea(after);
    };
  }, [regions, level, area, onArea, announce, nameOf, t]);
  useEffect(() => {
    if (!map || !picking) return;
    const onClick = ({ point }: MapMouseEvent) => {
      const region = regionAt(map, point);
      if (region !== null) latest.current(region);
    };
    map.getCanvas().style.cursor = 'crosshair';
    map.on('click', onClick);
    return () => {
      map.off('click', onClick);
      map.getCanvas().style.cursor = '';
    };
  }, [map, picking]);
  useEffect(() => () => setTool(null), [setTool]);
  return { picking, setPicking: (on: boolean) => setTool(on ? TOOL : null) };
}

/** Outlines of the regions in the area. */
function useAreaOutlines(area: readonly number[]): readonly OverlayLayer[] {
  const county = useApp((state) => state.county) ?? '';
  const date = useApp((state) => state.date);
  const theme = useThemeName();
  const outlines = useQueries({
    queries: area.map((id) => inspectionQuery(county, { layer: 'region', id }, date)),
    combine: (results) => results.flatMap(({ data }) => (data ? [data.geometry as Geometry] : [])),
  });
  return useMemo(
    () =>
      outlines.length === 0
        ? []
        : [
            {
              ...{ type: 'shapes', id: 'plan-area', data: outlines.map((geometry) => ({ geometry })) },
              ...{ ...LOOK[theme], lineWidthPx: 2, pointRadiusPx: 0 },
            },
          ],
    [outlines, theme],
  );
}

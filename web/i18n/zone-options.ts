import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { type GaussKruegerZone, THREE_DEGREE_ZONES } from '../../geo/crs/known-crs.ts';

interface ZoneOptions {
  readonly label: string;
  readonly options: { readonly value: string; readonly label: string }[];
}

/** The Gauss–Krüger zones of CGCS2000 to choose from, by their meridian: those without the zone's number, those with it. */
export function useZoneOptions(): ZoneOptions[] {
  const { t } = useTranslation('common');
  return useMemo(() => {
    const group = (label: string, isIn: (zone: GaussKruegerZone) => boolean): ZoneOptions => ({
      label,
      options: THREE_DEGREE_ZONES.filter(isIn).map(({ code, meridianDeg, zone }) => ({
        value: code,
        label: t(zone === null ? 'crs.zone' : 'crs.numberedZone', { meridian: meridianDeg, zone, code }),
      })),
    });
    return [
      group(t('crs.zones'), ({ zone }) => zone === null),
      group(t('crs.numberedZones'), ({ zone }) => zone !== null),
    ];
  }, [t]);
}

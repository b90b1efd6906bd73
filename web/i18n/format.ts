import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Language } from '../state/preferences.ts';
import { useApp } from '../state/store.ts';
import { LOCALES } from './i18n.ts';

type Translate = (key: string, values: { n: string }) => string;

/** Numbers, dates and amounts with their unit, in one language. */
export interface Format {
  /** 12,480 */
  number(value: number, digits?: number): string;
  percent(share: number): string;
  /** 2026-11-21, in every language */
  date(isoDate: string): string;
  /** 2026-11-21 09:30, in every language, where the reader is */
  moment(isoTime: string): string;
  area(areaM2: number): string;
  distance(metres: number): string;
  households(value: number): string;
  residents(value: number): string;
  buildings(value: number): string;
  floors(value: number): string;
  density(perKm2: number): string;
  yuan(value: number): string;
  /** 43.30512°N 124.33120°E */
  position(lng: number, lat: number): string;
  /** A, B and C */
  list(words: readonly string[]): string;
}

const HECTARE_M2 = 10_000;
const KM2_M2 = 1_000_000;

/** Below a tenth of a hectare m², up to a square kilometre 公顷, beyond that km². */
export function createFormat(language: Language, t: Translate): Format {
  const locale = LOCALES[language];
  const whole = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
  const withDigits = (digits: number) =>
    digits === 0 ? whole : new Intl.NumberFormat(locale, { maximumFractionDigits: digits });
  const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 });
  // Sweden writes dates as they are written here.
  const clock = new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeStyle: 'short' });
  const conjunction = new Intl.ListFormat(locale);
  const number = (value: number, digits = 0) => withDigits(digits).format(value);
  const unit = (name: string) => (value: number) => t(`common:unit.${name}`, { n: number(value) });
  const amount = (name: string, value: number, digits: number) =>
    t(`common:unit.${name}`, { n: number(value, digits) });
  const degrees = (value: number, positive: string, negative: string) =>
    `${Math.abs(value).toFixed(5)}°${value < 0 ? negative : positive}`;
  return {
    number,
    percent: (share) => percent.format(share),
    date: (isoDate) => isoDate.slice(0, 10),
    moment: (isoTime) => clock.format(new Date(isoTime)),
    area: (areaM2) => {
      if (areaM2 >= KM2_M2) return amount('km2', areaM2 / KM2_M2, 2);
      if (areaM2 >= HECTARE_M2) return amount('ha', areaM2 / HECTARE_M2, areaM2 < 10 * HECTARE_M2 ? 2 : 1);
      return amount('m2', areaM2, 0);
    },
    distance: (metres) => (metres >= 1000 ? amount('km', metres / 1000, 2) : amount('m', metres, metres < 10 ? 1 : 0)),
    households: unit('households'),
    residents: unit('residents'),
    buildings: unit('buildings'),
    floors: unit('floors'),
    density: unit('per_km2'),
    yuan: unit('yuan'),
    list: (words) => conjunction.format(words),
    position: (lng, lat) => `${degrees(lat, 'N', 'S')} ${degrees(lng, 'E', 'W')}`,
  };
}

export function useFormat(): Format {
  const language = useApp((state) => state.preferences.language);
  const { t } = useTranslation();
  return useMemo(() => createFormat(language, (key, values) => t(key, values)), [language, t]);
}

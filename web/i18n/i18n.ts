import i18next, { type i18n } from 'i18next';
import { initReactI18next } from 'react-i18next';
import type { Feature } from '../state/feature.ts';
import type { Language } from '../state/preferences.ts';
import { en } from './en.ts';
import { zh } from './zh.ts';

/** The same keys with other words: a missing or superfluous key does not compile. */
export type Translation<T> = { readonly [K in keyof T]: T[K] extends string ? string : Translation<T[K]> };

export const LOCALES: Record<Language, string> = { zh: 'zh-CN', en: 'en-GB' };

/** Common words stand in namespace `common`, each feature's in one of its own. */
export function startI18n(language: Language, features: readonly Feature[]): i18n {
  const bundle = (lng: Language) =>
    Object.fromEntries(features.map((feature) => [feature.id, feature.messages[lng]] as const));
  void i18next.use(initReactI18next).init({
    lng: language,
    fallbackLng: 'zh',
    defaultNS: 'common',
    fallbackNS: 'common',
    resources: { zh: { common: zh, ...bundle('zh') }, en: { common: en, ...bundle('en') } },
    // React escapes what it shows.
    interpolation: { escapeValue: false },
    initAsync: false,
  });
  return i18next;
}

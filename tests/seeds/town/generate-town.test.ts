import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { generateTown } from '../../../seeds/town/generate-town.ts';
import type { TownOptions } from '../../../seeds/town/town.ts';

const small: TownOptions = { seed: 'a small town', centre: [124.33, 43.31], scale: 0.1, communities: 4 };

const hash = (value: unknown): string => createHash('sha256').update(JSON.stringify(value)).digest('hex');

describe('a generated town', () => {
  test('is the same to the byte when made twice from one seed', () => {
    expect(hash(generateTown(small))).toBe(hash(generateTown(small)));
  });

  test('differs from the town of another seed', () => {
    expect(hash(generateTown({ ...small, seed: 'another' }).buildings)).not.toBe(hash(generateTown(small).buildings));
  });
});

import { expect, test } from 'vitest';
import { Furnisher } from '../../seeds/furnishing.ts';

const point = [124.33, 43.3];

test('a site has the attributes of its kind', () => {
  const furnisher = new Furnisher();
  furnisher.site({ kind: 'red_building', name: '红楼', point, data: { status: 'listed' } });
  expect(furnisher.sites).toHaveLength(1);
});

test.each([
  { why: 'an attribute of another kind', data: { level: 'city' } },
  { why: 'a Chinese word in the place of the stored one', data: { status: '已挂牌' } },
])('$why is a mistake of the seed', ({ data }) => {
  expect(() => new Furnisher().site({ kind: 'red_building', name: '红楼', point, data })).toThrow();
});

test('an organization refers to regions by their code', () => {
  const organization = { kind: 'enterprise' as const, name: '水厂', point };
  expect(() => new Furnisher().organization({ ...organization, data: { core: '城北社区' } })).toThrow();
  new Furnisher().organization({ ...organization, data: { core: '220322001001' } });
});

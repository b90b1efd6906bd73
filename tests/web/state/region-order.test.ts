import { expect, test } from 'vitest';
import { regionOrder } from '../../../web/state/region-order.ts';

/** @param regions  names, each with its code after a blank where it has one */
function ordered(...regions: string[]): string[] {
  const named = regions.map((region) => {
    const [name, code = null] = region.split(' ');
    return { name: name!, code };
  });
  return named.sort(regionOrder(named)).map(({ name }) => name);
}

test('Chinese regions stand in the order of their codes', () => {
  expect(ordered('安宁社区 003', '中山社区 001', '北门社区 002')).toEqual(['中山社区', '北门社区', '安宁社区']);
});

test('one that has no code yet comes after those that have, and leaves them where they were', () => {
  const regions = ['安宁社区 003', '新社区10', '中山社区 001', '新社区2'];
  expect(ordered(...regions)).toEqual(['中山社区', '安宁社区', '新社区2', '新社区10']);
});

test('where nothing has a code, what is counted in Chinese stands as it is counted', () => {
  const counted = ['一', '二', '四', '九', '十', '十一', '二十', '二十一', '一百', '一百零三', '二百一十'];
  const names = counted.map((numeral) => `第${numeral}网络`);
  expect(ordered(...names.toReversed())).toEqual(names);
});

test('names spelled with letters stand by alphabet, whatever their codes', () => {
  expect(ordered('Monte-Carlo 001', 'Larvotto 002', 'Fontvieille 003')).toEqual([
    'Fontvieille',
    'Larvotto',
    'Monte-Carlo',
  ]);
});

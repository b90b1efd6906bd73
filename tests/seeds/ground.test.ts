import fc from 'fast-check';
import { expect, test } from 'vitest';
import { demoCounty } from '../../seeds/demo-counties.ts';
import { addressOf, Places, shareOut } from '../../seeds/ground.ts';
import { groundOf, prepareCounty } from '../../seeds/prepare-county.ts';

test('shares are integers that sum to the total and differ from the exact ones by less than one', () => {
  const weights = fc.array(fc.integer({ min: 0, max: 1000 }), { minLength: 1, maxLength: 50 });
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 5000 }), weights, (total, parts) => {
      const shares = shareOut(total, parts);
      const sum = parts.reduce((a, b) => a + b, 0);
      expect(shares.reduce((a, b) => a + b, 0)).toBe(total);
      if (sum > 0)
        for (const [i, share] of shares.entries()) expect(Math.abs(share - (total * parts[i]!) / sum)).toBeLessThan(1);
    }),
    { seed: 3 },
  );
});

test('an address puts 号 behind a number and nothing behind a name', () => {
  expect([addressOf('向阳街', '12'), addressOf('向阳街', '12号院'), addressOf('向阳街', '')]).toEqual([
    '向阳街12号',
    '向阳街12号院',
    '向阳街',
  ]);
});

test('a building is handed out once, the wished use first, as long as there is another', () => {
  const county = demoCounty('450921');
  const ground = groundOf(county, prepareCounty(county, 0.3), new Map());
  const places = new Places(ground);
  const community = 0;
  const own = ground.communityOfBuilding.filter((at) => at === community).length;
  const taken = Array.from({ length: own }, () => places.take(community, ['shop']).building);
  expect(new Set(taken).size).toBe(own);
  const uses = taken.map((building) => ground.town.buildings[building!]!.use);
  expect(uses.slice(0, uses.filter((use) => use === 'shop').length).every((use) => use === 'shop')).toBe(true);
  expect(taken).toContain(places.take(community, ['shop']).building);
});

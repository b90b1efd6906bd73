import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { fabricFromLines } from '../../../geo/fabric/build-from-lines.ts';
import type { CharacterName } from '../../../seeds/town/character.ts';
import { generateTown } from '../../../seeds/town/generate-town.ts';
import type { Town } from '../../../seeds/town/town.ts';
import { distanceToSegment, lineMetres, SMALL, segmentsOf, toMetres } from './support.ts';

const hash = (value: unknown): string => createHash('sha256').update(JSON.stringify(value)).digest('hex');

function blocksOf(town: Town): number {
  let id = 1;
  const { fabric } = fabricFromLines(
    { boundaries: town.communities.map((community) => community.geometry), lines: town.blockLines },
    { ids: () => id++ },
  );
  return fabric.blocks.ids.length;
}

const near = (value: number, target: number, share: number): void => {
  expect(value).toBeGreaterThan(target * (1 - share));
  expect(value).toBeLessThan(target * (1 + share));
};

describe('the default town', () => {
  const town = generateTown({ seed: '220322', centre: [124.33, 43.31], communities: 15 });

  test('has about 12,000 buildings, 40,000 households, 110,000 residents and 1,500 blocks', () => {
    near(town.buildings.length, 12_000, 0.15);
    expect(town.households).toBe(40_000);
    near(town.residents, 110_000, 0.005);
    near(blocksOf(town), 1500, 0.15);
  });

  test('gives each of its communities about the same number of households', () => {
    for (const community of town.communities) near(community.households, 40_000 / 15, 0.25);
  });

  test('has a river with bridges, a railway with a station, schools, hospitals, markets, parks and works', () => {
    expect(town.water[0]!.kind).toBe('river');
    expect(town.roads.filter((road) => road.tags.bridge === 'yes').length).toBeGreaterThan(4);
    expect(town.railways.length).toBeGreaterThan(0);
    const uses = new Set(town.buildings.map((building) => building.use));
    for (const use of [
      'railwaystation',
      'busstation',
      'school',
      'hospital',
      'market',
      'mall',
      'temple',
      'factory',
      'government',
    ] as const) {
      expect(uses).toContain(use);
    }
    const parks = town.landuse.filter((land) => land.name.endsWith('公园'));
    expect(parks.length).toBeGreaterThan(3);
  });

  test('is denser in the middle than at the edge', () => {
    const ring = (from: number, to: number): number => {
      const inRing = town.buildings.filter((building) => {
        const [x, y] = toMetres(town, [building.innerPoint]) as [number, number];
        const d = Math.hypot(x, y);
        return d >= from && d < to;
      });
      return inRing.reduce((sum, building) => sum + building.households, 0) / (to ** 2 - from ** 2);
    };
    expect(ring(0, 1200)).toBeGreaterThan(2 * ring(1800, 2600));
  });
});

describe.each(Object.keys(SMALL) as CharacterName[])('a %s town', (character) => {
  const town = generateTown(SMALL[character]);

  test('is the same to the byte when made twice from one seed, and another from another seed', () => {
    expect(hash(generateTown(SMALL[character]))).toBe(hash(town));
    expect(hash(generateTown({ ...SMALL[character], seed: 'other' }).buildings)).not.toBe(hash(town.buildings));
  });

  test('names every public road, and no two compounds alike', () => {
    const nameless = town.roads.filter(
      (road) => road.name === '' && !['service', 'path', 'footway', 'steps'].includes(road.class),
    );
    expect(nameless).toEqual([]);
    expect(new Set(town.compounds.map((compound) => compound.name)).size).toBe(town.compounds.length);
  });

  test('gives every address once: a number on a street belongs to one house or one compound', () => {
    const owners = new Map<string, Set<string>>();
    town.buildings.forEach((building, i) => {
      if (building.houseNumber === '') return;
      const key = `${building.streetName}${building.houseNumber}`;
      const owner = building.compound === null ? `building ${i}` : `compound ${building.compound}`;
      owners.set(key, (owners.get(key) ?? new Set()).add(owner));
    });
    expect([...owners].filter(([, set]) => set.size > 1)).toEqual([]);
    const homes = town.buildings.filter((building) => building.households > 0);
    expect(homes.filter((building) => building.houseNumber === '').length).toBeLessThan(homes.length * 0.02);
  });

  test('numbers the houses of a street in order, odd on one side and even on the other', () => {
    const roads = new Map<string, number[][]>();
    for (const road of town.roads)
      roads.set(road.name, [...(roads.get(road.name) ?? []), lineMetres(town, road.geometry)]);
    const sides = new Map<string, { number: number; at: number; left: boolean }[]>();
    for (const building of town.buildings) {
      if (building.houseNumber === '' || building.compound !== null) continue;
      const [x, y] = toMetres(town, [building.innerPoint]) as [number, number];
      const number = Number.parseInt(building.houseNumber, 10);
      const key = `${building.streetName} ${number % 2}`;
      sides.set(key, [...(sides.get(key) ?? []), { number, ...along(roads.get(building.streetName)!, x, y) }]);
    }
    let wrongSide = 0;
    let wrongOrder = 0;
    let all = 0;
    for (const [key, houses] of sides) {
      houses.sort((a, b) => a.number - b.number);
      houses.forEach((house, k) => {
        all++;
        if (house.left !== key.endsWith('1')) wrongSide++;
        if (k > 0 && house.at < houses[k - 1]!.at - 0.1) wrongOrder++;
      });
    }
    expect(all).toBeGreaterThan(200);
    // At a bend the nearest point of a road may lie on the next piece: the only houses that may differ.
    expect(wrongSide).toBeLessThan(all * 0.01);
    expect(wrongOrder).toBeLessThan(all * 0.02);
  });

  test('puts residents only where there are households', () => {
    for (const building of town.buildings) {
      expect(building.residents >= building.households).toBe(true);
      expect(building.residents > 0).toBe(building.households > 0);
    }
  });
});

/** Position along pieces of one road, and the side, of the nearest point. */
function along(pieces: number[][], x: number, y: number): { at: number; left: boolean } {
  let best = { at: 0, left: false };
  let least = Number.POSITIVE_INFINITY;
  let at = 0;
  for (const xy of pieces) {
    for (const segment of segmentsOf(xy, false)) {
      const [ax, ay, bx, by] = segment;
      const length = Math.hypot(bx - ax, by - ay);
      const d = distanceToSegment(x, y, segment);
      if (d < least) {
        least = d;
        const share = Math.max(0, Math.min(1, ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / length ** 2));
        best = { at: at + share * length, left: (bx - ax) * (y - ay) - (by - ay) * (x - ax) > 0 };
      }
      at += length;
    }
    at += 5;
  }
  return best;
}

test('the names that are asked for are given to the main roads, the largest compound, the shopping lane and the park', () => {
  const town = generateTown({
    ...SMALL.northern,
    names: {
      main: ['解放大路', '奉化大街'],
      roads: ['树文路'],
      compounds: ['交通小区'],
      pedestrian: '梨树步行街',
      park: '人民公园',
    },
  });
  const roads = new Set(town.roads.map((road) => road.name));
  for (const name of ['解放大路', '奉化大街', '树文路', '梨树步行街']) expect(roads).toContain(name);
  expect(town.compounds.map((compound) => compound.name)).toContain('交通小区');
  expect(town.landuse.map((land) => land.name)).toContain('人民公园');
});

describe('the communities of a town', () => {
  test('bear the names given and lie in their streets; east is in the east', () => {
    const town = generateTown({
      ...SMALL.northern,
      communities: ['城东', '城西', '城南', '城北'].map((name, k) => ({ name, street: k < 2 ? '甲街道' : '乙街道' })),
      streets: ['甲街道', '乙街道'],
    });
    expect(town.communities.map((community) => community.name)).toEqual(['城东', '城西', '城南', '城北']);
    expect(town.streets.map((street) => street.communities)).toEqual([
      [0, 1],
      [2, 3],
    ]);
    const middle = (c: number): [number, number] => {
      const own = town.buildings.filter((building) => building.community === c);
      const mean = (axis: 0 | 1): number => own.reduce((sum, b) => sum + b.innerPoint[axis], 0) / own.length;
      return [mean(0), mean(1)];
    };
    expect(middle(0)[0]).toBeGreaterThan(middle(1)[0]);
    expect(middle(3)[1]).toBeGreaterThan(middle(2)[1]);
  });

  test('may have been part of another one before: the two together are its former ground', () => {
    const town = generateTown({
      ...SMALL.southern,
      communities: [{ name: '甲' }, { name: '乙' }, { name: '丙', from: '甲' }],
    });
    expect(town.communities.map((community) => community.from)).toEqual([0, 1, 0]);
    const share = (town.communities[0]!.households + town.communities[2]!.households) / town.households;
    near(share, 2 / 3, 0.25);
  });

  test('of a larger town are as many more, the further ones invented', () => {
    const town = generateTown({ ...SMALL.northern, scale: 2, communities: [{ name: '甲' }, { name: '乙' }] });
    expect(town.communities.map((community) => community.invented)).toEqual([false, false, true, true]);
  });
});

describe('options that cannot be', () => {
  test('are refused with what is wrong', () => {
    expect(() => generateTown({ ...SMALL.northern, scale: 100 })).toThrow('is 100 times');
    expect(() => generateTown({ ...SMALL.northern, communities: 0 })).toThrow('at least one community');
    expect(() => generateTown({ ...SMALL.northern, communities: [{ name: '甲', street: '无' }] })).toThrow(
      'unknown street 无',
    );
    expect(() => generateTown({ ...SMALL.northern, communities: [{ name: '甲', from: '无' }] })).toThrow('part of 无');
  });
});

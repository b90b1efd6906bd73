import { describe, expect, test } from 'vitest';
import { importSettings } from '../../../api/contract/imports.ts';
import { guessMapping } from '../../../api/services/imports/attributes.ts';
import { systemsInMetres } from '../../../api/services/imports/guess-crs.ts';

/** 梨树县, roughly */
const LISHU = [123.8, 43, 124.9, 43.8] as [number, number, number, number];

describe('metres without a name', () => {
  test.each([
    ['3° without the zone', [605_966, 4_797_377], ['EPSG:4550']],
    ['3° with the zone in front', [41_605_966, 4_797_377], ['EPSG:4529']],
    ['Web Mercator', [13_837_680, 5_360_000], ['EPSG:3857']],
    ['another county', [605_966, 3_000_000], []],
    ['northing first', [4_797_377, 605_966], []],
  ] as const)('%s', (_, middle, systems) => {
    expect(systemsInMetres(middle, LISHU).slice(0, 1)).toEqual(systems);
  });
});

describe('fields that a Shapefile has cut to ten bytes', () => {
  const guessed = (fields: string[]) => guessMapping(importSettings.parse({ target: 'buildings' }).target, fields);

  test('are known by what is left of them', () => {
    expect(guessed(['addr:house', 'building:l', '门牌号'])).toMatchObject({
      ...{ house_number: '门牌号', floors: 'building:l' },
    });
    expect(guessed(['addr:house'])).toMatchObject({ house_number: 'addr:house' });
  });

  test('a whole name comes before a cut one', () => {
    expect(guessed(['building:l', 'levels'])).toMatchObject({ floors: 'levels' });
  });
});

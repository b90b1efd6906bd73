import { describe, expect, test } from 'vitest';
import type { Fault, ImportSettings } from '../../../api/contract/imports.ts';
import {
  choiceFault,
  countyOf,
  FIRST_CHOICE,
  fileFault,
  firstSettings,
  groupFaults,
  guessTarget,
  LARGEST_FILE_BYTES,
  NEW_COUNTY,
  nextTarget,
  obstacle,
  replacedLayers,
  settleChoice,
} from '../../../web/features/import-data/import-flow.ts';
import { sameSettings } from '../../../web/features/import-data/import-store.ts';
import { reportOf, settingsOf } from './import-reports.ts';

const fault = (given: Partial<Fault>): Fault => ({
  kind: 'self-crossing',
  severity: 'error',
  row: 1,
  at: [0, 0],
  detail: '',
  mendable: false,
  ...given,
});

describe('where a file goes', () => {
  test('the county on the screen is meant, if the person administers it', () => {
    expect(settleChoice(FIRST_CHOICE, '220322', ['450481', '220322']).into).toBe('220322');
  });

  test('else the first that they administer, else a new one', () => {
    expect(settleChoice(FIRST_CHOICE, '220322', ['450481']).into).toBe('450481');
    expect(settleChoice(FIRST_CHOICE, '220322', []).into).toBe(NEW_COUNTY);
  });

  test('a county that was chosen and is not theirs any more is not kept', () => {
    expect(settleChoice({ ...FIRST_CHOICE, into: '450921' }, null, ['450481']).into).toBe('450481');
  });

  const unborn = { ...settleChoice(FIRST_CHOICE, null, []), newCode: '990001', newName: '摩纳哥' };

  test('a new county needs six digits that nobody has, and a name', () => {
    expect(choiceFault(unborn, true, [])).toBeNull();
    expect(choiceFault(unborn, false, [])).toBe('no-file');
    expect(choiceFault({ ...unborn, newCode: '9900' }, true, [])).toBe('bad-code');
    expect(choiceFault(unborn, true, ['990001'])).toBe('code-taken');
    expect(choiceFault({ ...unborn, newName: ' ' }, true, [])).toBe('no-name');
    expect(countyOf(unborn)).toBe('990001');
  });

  test('but a county’s own outline brings the name along', () => {
    expect(choiceFault({ ...unborn, newName: '', target: 'regions', level: 'county' }, true, [])).toBeNull();
  });

  test('a name that was typed for a new county does not rename one that exists', () => {
    expect(firstSettings({ ...unborn, into: '220322' }).countyName).toBe('');
  });
});

describe('a file', () => {
  test.each([
    ['boundaries.geojson', 'regions'],
    ['buildings.geojson.gz', 'buildings'],
    ['pois.geojson', 'pois'],
    ['梨树县道路.zip', 'roads'],
    ['landuse.json', 'landuse'],
    ['小区边界.geojson', 'compounds'],
    ['export (3).geojson', null],
  ])('called %s seems to hold %s', (name, target) => {
    expect(guessTarget(name)).toBe(target);
  });

  test('that is empty, too large or of another kind is not sent', () => {
    expect(fileFault({ name: 'a.geojson', size: 0 })).toBe('empty');
    expect(fileFault({ name: 'a.geojson', size: LARGEST_FILE_BYTES + 1 })).toBe('too-large');
    expect(fileFault({ name: 'a.xls', size: 10 })).toBe('unreadable');
    for (const name of [
      'a.geojson',
      'a.JSON',
      'a.geojson.gz',
      'a.zip',
      'a.GPKG',
      'a.fgb',
      'a.kml',
      'a.kmz',
      'a.csv',
      'a.xlsx',
      'a.csv.gz',
    ])
      expect(fileFault({ name, size: 10 }), name).toBeNull();
  });

  test('of boundaries is followed by roads, one of buildings by points of interest', () => {
    expect(nextTarget('regions')).toBe('roads');
    expect(nextTarget('buildings')).toBe('pois');
  });
});

describe('what stands against writing', () => {
  test('nothing, when nothing is wrong or there are warnings only', () => {
    expect(obstacle(reportOf({}))).toBeNull();
    expect(obstacle(reportOf({ faults: [fault({ severity: 'warning' })] }))).toBeNull();
  });

  test('a fault of the whole file, before anything else', () => {
    expect(obstacle(reportOf({ ready: 0, faults: [fault({ row: null }), fault({})] }))).toBe('file');
  });

  test('rows that wait for a decision, also when they are all there is', () => {
    const faults = [fault({ mendable: true })];
    expect(obstacle(reportOf({ faults, message: 'Row 1 …' }))).toBe('rows');
    expect(obstacle(reportOf({ ready: 0, faults, message: 'Row 1 …' }))).toBe('rows');
  });

  test('gaps and overlaps, which no row can be left out for', () => {
    const faults = [fault({ kind: 'gap', mendable: true })];
    expect(obstacle(reportOf({ faults, settings: settingsOf({ faults: 'refuse-rows' }) }))).toBe('borders');
  });

  test('areas too far apart, or beyond mending: mending is no way out then', () => {
    const mending = (kind: string, ...more: Fault[]) =>
      obstacle(reportOf({ faults: [fault({ kind }), ...more], settings: settingsOf({ faults: 'mend' }) }));
    expect(mending('too-wide', fault({ kind: 'gap', mendable: true }))).toBe('too-wide');
    expect(mending('collapsed')).toBe('shapes');
  });

  test('an empty result', () => {
    expect(obstacle(reportOf({ ready: 0, settings: settingsOf({ faults: 'refuse-rows' }) }))).toBe('nothing-ready');
  });
});

test('faults come by kind, errors first, the frequent before the rare', () => {
  const groups = groupFaults([
    fault({ kind: 'outside-blocks', severity: 'warning' }),
    fault({ kind: 'no-name' }),
    fault({ kind: 'self-crossing', mendable: true }),
    fault({ kind: 'self-crossing' }),
    fault({ kind: 'self-crossing', severity: 'warning' }),
  ]);
  expect(groups.map(({ kind, severity, faults }) => [kind, severity, faults.length])).toEqual([
    ['self-crossing', 'error', 2],
    ['no-name', 'error', 1],
    ['outside-blocks', 'warning', 1],
    ['self-crossing', 'warning', 1],
  ]);
  expect(groups[0]!.mendable).toBe(true);
});

test('settings are the same whatever the order of their keys, and with a field left empty or not named', () => {
  const a = settingsOf({ mapping: { name: 'name', floors: '' }, constants: { kind: 'school' } });
  const turned = Object.fromEntries(Object.entries(a).reverse()) as ImportSettings;
  const b = { ...turned, mapping: { name: 'name' } };
  expect(sameSettings(a, b)).toBe(true);
  expect(sameSettings(a, { ...b, mapping: { name: '名称' } })).toBe(false);
  expect(sameSettings(a, { ...b, crs: 'GCJ-02' })).toBe(false);
});

test('replacing concerns all that a target fills', () => {
  expect(replacedLayers(settingsOf({ target: 'roads' }))).toEqual(['road', 'railway']);
  expect(replacedLayers(settingsOf({ target: 'pois' }))).toEqual(['site', 'organization']);
  expect(replacedLayers(settingsOf({ target: 'regions', level: 'street' }))).toEqual(['street']);
  expect(replacedLayers(settingsOf())).toEqual(['building']);
});

import { describe, expect, test } from 'vitest';
import { cellOf, columnsOf } from '../../../api/formats/layer.ts';

describe('columns of rows of unknown make', () => {
  test('have the narrowest type that holds all values, in the order in which they appear', () => {
    const rows = [
      { id: 1, share: 1, day: '2025-03-04', yes: true, mixed: 1, none: null },
      { id: 2, share: 0.5, day: null, yes: false, mixed: true, later: '梨树' },
    ];
    expect(columnsOf(rows)).toEqual([
      { name: 'id', type: 'integer' },
      { name: 'share', type: 'real' },
      { name: 'day', type: 'date' },
      { name: 'yes', type: 'boolean' },
      { name: 'mixed', type: 'text' },
      { name: 'none', type: 'text' },
      { name: 'later', type: 'text' },
    ]);
  });

  test.each(['2025-02-30', '2025-13-01', '2025-3-4', '0000-00-00'])('%s is no date', (day) => {
    expect(columnsOf([{ day }])).toEqual([{ name: 'day', type: 'text' }]);
  });
});

describe('a cell', () => {
  test('of a column that the row lacks is null, and inherited names are not the row’s own', () => {
    expect(cellOf({}, { name: 'constructor', type: 'text' })).toBeNull();
  });

  test('of the wrong type is the caller’s bug', () => {
    expect(() => cellOf({ n: '7' }, { name: 'n', type: 'integer' })).toThrow(/column n is integer and cannot hold 7/);
  });
});

import { expect, test } from 'vitest';
import { changesOf } from '../../../web/features/export-division/notice/changes.ts';
import { groundLabels } from '../../../web/features/export-division/notice/draw-ground.ts';
import { fileName } from '../../../web/features/export-division/notice/files.ts';
import { type Pen, shortened, wrapped } from '../../../web/features/export-division/notice/page.ts';
import { withDensity } from '../../../web/features/export-division/notice/png-density.ts';
import { tilesOver } from '../../../web/features/export-division/notice/read-ground.ts';
import { boundsOf, fitView, scaleBarM, scaleNumber } from '../../../web/features/export-division/notice/view.ts';
import { draftRegion } from '../../support/small-division.ts';

/** A pen whose letters are all 10 px wide. */
const pen = { measureText: (text: string) => ({ width: 10 * [...text].length }) } as unknown as Pen;
const FRAME = { x: 100, y: 50, width: 1000, height: 500 };

test('what is shown lies in the middle of its frame, north at the top', () => {
  const view = fitView([124, 43, 124.1, 43.1], FRAME);
  const [x, y] = view.project([124.05, 43.05]);
  expect(x).toBeCloseTo(600, 6);
  expect(y).toBeCloseTo(300, 6);
  expect(view.project([124.05, 43.06])[1]).toBeLessThan(300);
  for (const corner of [
    [124, 43],
    [124.1, 43.1],
  ]) {
    const [cx, cy] = view.project(corner);
    expect(cx > 100 && cx < 1100 && cy > 50 && cy < 550).toBe(true);
  }
});

test('a kilometre is as long to the north as to the east', () => {
  const view = fitView([124, 43, 124.1, 43.1], FRAME);
  const [lat, lng] = [1000 / 111_104, 1000 / 81_541]; // degrees of a kilometre at 43.05° N
  const [x0, y0] = view.project([124.05, 43.05]);
  const north = y0 - view.project([124.05, 43.05 + lat])[1];
  const east = view.project([124.05 + lng, 43.05])[0] - x0;
  expect(north * view.metresPerPx).toBeCloseTo(1000, -1);
  expect(east * view.metresPerPx).toBeCloseTo(1000, -1);
});

test.each([
  [1, 350, 200],
  [1, 500, 500],
  [7, 350, 2000],
  [0.01, 350, 2],
])('the scale bar at %d m a pixel, at most %d px long, tells %d m', (metresPerPx, most, metres) => {
  expect(scaleBarM(metresPerPx, most)).toBe(metres);
});

test('the scale on paper has two digits that mean something', () => {
  expect(scaleNumber(1)).toBe(7900); // 200 dpi: 7,874 pixels a metre
  expect(scaleNumber(12.345)).toBe(97_000);
});

test('bounds are those of all outlines; of none there are none', () => {
  const square = (at: number) => [
    [
      [
        [at, at],
        [at + 1, at],
        [at + 1, at + 1],
        [at, at],
      ],
    ],
  ];
  expect(boundsOf([square(1), square(5)])).toEqual([1, 1, 6, 6]);
  expect(boundsOf([])).toBeNull();
});

test('Chinese is broken anywhere, other words between them; what is too long ends in an ellipsis', () => {
  expect(wrapped(pen, '新设：城北社区、城南社区', 60)).toEqual(['新设：城北社', '区、城南社区']);
  expect(wrapped(pen, 'The same as before', 90)).toEqual(['The same', 'as before']);
  expect(wrapped(pen, '', 90)).toEqual([]);
  expect(shortened(pen, '城北社区居委会', 50)).toBe('城北社区…');
  expect(shortened(pen, '城北', 50)).toBe('城北');
});

test('regions are new, gone or renamed by identity, and only those of the level', () => {
  const outline = (region: ReturnType<typeof draftRegion>) => ({ region, coordinates: [], label: [0, 0] });
  const community = (id: number, name: string) => outline(draftRegion({ id, kind: 'community', name }));
  const changes = changesOf(
    {
      before: [
        community(1, '西'),
        community(2, '东'),
        community(3, '南'),
        outline(draftRegion({ id: 9, kind: 'grid' })),
      ],
      after: [community(1, '西'), community(2, '旭日'), community(4, '北')],
      changed: [
        { from: 3, to: 4, blocks: 7, coordinates: [] },
        { from: 1, to: null, blocks: 2, coordinates: [] },
      ],
    },
    'community',
  );
  expect(changes.fresh.map(({ name }) => name)).toEqual(['北']);
  expect(changes.gone.map(({ name }) => name)).toEqual(['南']);
  expect(changes.renamed.map(({ from, to }) => [from.name, to.name])).toEqual([['东', '旭日']]);
  expect(changes.moves.map(({ from, to, blocks }) => [from?.name, to?.name, blocks])).toEqual([
    ['南', '北', 7],
    ['西', undefined, 2],
  ]);
  expect([...changes.touched].sort()).toEqual([1, 2, 3, 4]);
});

test('a picture says how many dots an inch has, in a chunk that readers check', () => {
  const png = Uint8Array.from({ length: 60 }, (_, i) => i);
  const dense = Buffer.from(withDensity(png, 200));
  expect(dense.subarray(0, 33)).toEqual(Buffer.from(png.subarray(0, 33)));
  expect(dense.subarray(54)).toEqual(Buffer.from(png.subarray(33)));
  // 9 bytes of pHYs: 7,874 dots a metre each way, and the sum that zlib gives of it
  expect(dense.subarray(33, 54).toString('hex')).toBe('000000097048597300001ec200001ec2016ed0753e');
});

test('a file name has nothing that a system refuses', () => {
  expect(fileName('梨树县', 'a/b: "c"', '', '公示图')).toBe('梨树县-a b c-公示图');
});

test('the ground is read from the deepest tiles that are not too many', () => {
  const town = tilesOver([110.9, 22.9, 110.96, 22.95]);
  expect(new Set(town.map(([z]) => z))).toEqual(new Set([14]));
  expect(town.length).toBeLessThanOrEqual(24);
  const province = tilesOver([104, 20, 112, 26]);
  expect(province[0]![0]).toBeLessThan(10);
  // the tile that holds a point: 360° / 2^z wide, counted from 180° W
  for (const [z, x] of [town[0]!]) expect(Math.floor(((110.9 + 180) / 360) * 2 ** z)).toBe(x);
});

test('the name of a road stands along its longest piece, a river’s never upside down', () => {
  const view = fitView([124, 43, 124.1, 43.1], FRAME);
  const ground = {
    waters: [],
    stations: [{ name: '城北站', at: [124.05, 43.02] }],
    lines: [
      {
        kind: 'main',
        name: '朝阳路',
        line: [
          [124.01, 43.05],
          [124.02, 43.05],
        ],
      },
      {
        kind: 'main',
        name: '朝阳路',
        line: [
          [124.03, 43.05],
          [124.09, 43.05],
        ],
      },
      {
        kind: 'river',
        name: '东辽河',
        line: [
          [124.09, 43.04],
          [124.02, 43.04],
        ],
      },
      {
        kind: 'minor',
        name: '小巷',
        line: [
          [124.03, 43.06],
          [124.09, 43.06],
        ],
      },
    ],
  } as const;
  const labels = groundLabels(pen, 'sans-serif', ground as never, view, FRAME);
  expect(labels.map(({ text, kind }) => [text, kind])).toEqual([
    ['东辽河', 'water'],
    ['朝阳路', 'road'],
    ['城北站', 'station'],
  ]);
  expect(labels[1]!.x).toBeCloseTo(view.project([124.06, 43.05])[0], 6);
  expect(labels[0]!.angle).toBeCloseTo(0, 6);
});

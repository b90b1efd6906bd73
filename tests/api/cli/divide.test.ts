import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { REAL_DATA_ABSENT, realData } from '../../support/real-data.ts';
import { folderWith, type Ran, runAlone } from '../../support/run-command.ts';
import { collection, feature, rectangle } from '../../support/small-files.ts';

const divide = (cwd: string, ...words: string[]): Promise<Ran> => runAlone(cwd, 'divide', ...words);

// biome-ignore lint/suspicious/noExplicitAny: the tests look at a few members of JSON documents
async function json(cwd: string, ...words: string[]): Promise<{ code: number; report: any; err: string }> {
  const { code, out, err } = await divide(cwd, ...words, '--json');
  return { code, report: JSON.parse(out), err };
}

//   e f g h      squares of 100 m; the north has 20 people each, the south 10
//   a b c d      ward A is the west, ward B the east
const LETTERS = [...'abcdefgh'];
const people = (unit: number): number => (unit < 4 ? 10 : 20);
const squares = collection(
  LETTERS.map((letter, unit) => {
    const [x, y] = [unit % 4, Math.floor(unit / 4)];
    const properties = { unit: letter, people: people(unit), ward: x < 2 ? 'A' : 'B' };
    return feature(rectangle(x, y, x + 1, y + 1), properties);
  }),
);
const HALVES = 'unit,region\na,west\nb,west\ne,west\nf,west\nc,east\nd,east\ng,east\nh,east\n';

interface GraphNode {
  id: unknown;
  [attribute: string]: unknown;
}

/** A chequerboard as GerryChain writes it: ids are pairs, sides have a length of 1. */
function chequerboard(columns: number, rows: number) {
  const at = (i: number): [number, number] => [i % columns, Math.floor(i / columns)];
  const nodes = Array.from({ length: columns * rows }, (_, i): GraphNode => {
    const [x, y] = at(i);
    const sides = [x === 0, x === columns - 1, y === 0, y === rows - 1];
    return { id: [x, y], people: 1 + (i % 3), one: 1, area: 1, boundary_perim: sides.filter(Boolean).length };
  });
  const neighbours = (i: number): number[] => {
    const [x, y] = at(i);
    return [
      ...(x > 0 ? [i - 1] : []),
      ...(x < columns - 1 ? [i + 1] : []),
      ...(y > 0 ? [i - columns] : []),
      ...(y < rows - 1 ? [i + columns] : []),
    ];
  };
  const head = { directed: false, multigraph: false, graph: {} };
  const links = nodes.flatMap(({ id }, i) =>
    neighbours(i)
      .filter((other) => other > i)
      .map((other) => ({ source: id, target: nodes[other]!.id, shared_perim: 1 })),
  );
  return {
    adjacency: {
      ...head,
      nodes,
      adjacency: nodes.map((_, i) => neighbours(i).map((other) => ({ id: nodes[other]!.id, shared_perim: 1 }))),
    },
    nodeLink: { ...head, nodes, links },
    /** as NetworkX 3.4 and newer write it */
    nodeLinkNew: { ...head, nodes, edges: links },
  };
}

describe('score', () => {
  const files = { 'squares.geojson': squares, 'plan.csv': HALVES };
  const SCORE = ['score', '--units', 'squares.geojson', '--population', 'people'];

  test('tells each region and the whole of a plan that a CSV gives', async () => {
    const { code, report, err } = await json(folderWith(files), ...SCORE, '--assignment', 'plan.csv');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    const half = {
      ...{ population: 60, deviation: 0, contiguous: true, cutEdges: 2 },
      polsbyPopper: expect.closeTo(Math.PI / 4, 3),
      reock: expect.closeTo(2 / Math.PI, 3),
      convexHull: expect.closeTo(1, 3),
      areaM2: expect.closeTo(40_000, -3),
      perimeterM: expect.closeTo(800, -1),
    };
    expect(report).toEqual({
      regions: [
        { id: 'east', ...half },
        { id: 'west', ...half },
      ],
      ...{ cutEdges: 2, maxDeviation: 0, contiguous: true, unassigned: 0 },
    });
  });

  test('takes a field of the units for a plan as well', async () => {
    const { report } = await json(folderWith(files), ...SCORE, '--assignment', 'ward');
    expect(report.regions.map(({ id, population }: { id: string; population: number }) => [id, population])).toEqual([
      ['A', 60],
      ['B', 60],
    ]);
  });

  test('columns of the CSV may have other names, in any order, among others', async () => {
    const csv = `note;grid;block\n${LETTERS.map((letter, i) => `x;${10 - (i % 4)};${letter}`).join('\n')}\n`;
    const folder = folderWith({ ...files, 'blocks.csv': csv });
    const { report } = await json(folder, ...SCORE, '--assignment', 'blocks.csv', '--columns', 'block, grid');
    // in the order in which people count
    expect(report.regions.map(({ id }: { id: string }) => id)).toEqual(['7', '8', '9', '10']);
    expect(report).toMatchObject({ cutEdges: 6, maxDeviation: 0 });
  });

  test('regions in pieces and units of none are told, not refused', async () => {
    const csv = 'unit,region\na,1\nd,1\nb,2\nc,2\ne,\n';
    const { code, report } = await json(folderWith({ ...files, 'p.csv': csv }), ...SCORE, '--assignment', 'p.csv');
    expect(code).toBe(0);
    expect(report).toMatchObject({ contiguous: false, unassigned: 4, cutEdges: 6 });
    expect(report.regions[0]).toMatchObject({ id: '1', population: 20, contiguous: false, cutEdges: 4 });
    expect(report.maxDeviation).toBeCloseTo(2 / 3, 12);
  });

  test('prints a table for people', async () => {
    const { out } = await divide(folderWith(files), ...SCORE, '--assignment', 'plan.csv');
    expect(out.split('\n')).toEqual([
      '2 regions, 2 cut edges, largest deviation 0.0 %, contiguous, 0 units unassigned',
      'region  population  deviation  pieces  cut edges  Polsby–Popper  Reock  hull  km²  km around',
      expect.stringMatching(/^east {2}60 {2}0\.0 % {2}1 {2}2 {2}0\.785 {2}0\.637 {2}1\.000 {2}0\.040 {2}0\.799$/),
      expect.stringMatching(/^west {2}60 /),
    ]);
  });

  test('reads NetworkX graphs in each of their forms alike', async () => {
    const { adjacency, nodeLink, nodeLinkNew } = chequerboard(4, 2);
    const csv = `unit,region\n${adjacency.nodes.map(({ id }, i) => `"(${(id as number[]).join(', ')})",${i % 4 < 2 ? 1 : 2}`).join('\n')}\n`;
    const folder = folderWith({ 'a.json': adjacency, 'l.json': nodeLink, 'e.json': nodeLinkNew, 'plan.csv': csv });
    for (const file of ['a.json', 'l.json', 'e.json']) {
      const words = ['score', '--graph', file, '--population', 'people', '--assignment', 'plan.csv'];
      const { report } = await json(folder, ...words);
      expect(report, file).toMatchObject({ cutEdges: 2, contiguous: true, unassigned: 0 });
      expect(report.regions[0], file).toEqual({
        ...{ id: '1', population: 8, deviation: expect.closeTo(1 / 15, 12), contiguous: true, cutEdges: 2 },
        ...{ polsbyPopper: expect.closeTo(Math.PI / 4, 12), reock: null, convexHull: null },
        ...{ areaM2: 4, perimeterM: 8 },
      });
    }
  });

  test('a graph without lengths and areas has no compactness, and says so with null', async () => {
    const graph = {
      nodes: [
        { id: 1, n: 3, r: 'x' },
        { id: 2, n: '4', r: 'y' },
      ],
      adjacency: [[{ id: 2 }], [{ id: 1 }]],
    };
    const words = ['score', '--graph', 'g.json', '--population', 'n', '--assignment', 'r'];
    const { report } = await json(folderWith({ 'g.json': graph }), ...words);
    expect(report.regions[1]).toEqual({
      ...{ id: 'y', population: 4, deviation: expect.closeTo(1 / 7, 12), contiguous: true, cutEdges: 1 },
      ...{ polsbyPopper: null, reock: null, convexHull: null, areaM2: null, perimeterM: null },
    });
  });
});

describe('propose', () => {
  const { adjacency } = chequerboard(6, 6);
  const files = { 'g.json': adjacency, 'squares.geojson': squares, 'plan.csv': HALVES };
  const PROPOSE = ['propose', '--graph', 'g.json', '--population', 'people', '--parts', '4', '--tolerance', '0.1'];

  test('finds a plan within the tolerance, and its CSV scores the same', async () => {
    const folder = folderWith(files);
    const { code, report, err } = await json(folder, ...PROPOSE, '--seed', '1', '--steps', '50', '--out', 'p.csv');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(report).toMatchObject({ contiguous: true, withinTolerance: true, steps: 50, moved: null });
    for (const name of ['cutEdges', 'maxDeviation', 'cpuSeconds', 'stepsPerCpuSecond', 'totalCpuSeconds'])
      expect(report[name], name).toBeTypeOf('number');
    expect(report.maxDeviation).toBeLessThanOrEqual(0.1);
    expect(Object.keys(report.assignment)).toHaveLength(36);
    expect([...new Set(Object.values(report.assignment))].sort()).toEqual(['1', '2', '3', '4']);
    const rows = readFileSync(join(folder, 'p.csv'), 'utf8').split('\n');
    expect(rows.slice(0, 2)).toEqual(['unit,region', `"(0, 0)",${report.assignment['(0, 0)']}`]);
    const scored = await json(folder, 'score', '--graph', 'g.json', '--population', 'people', '--assignment', 'p.csv');
    const { cutEdges, maxDeviation, contiguous } = report;
    expect(scored.report).toMatchObject({ cutEdges, maxDeviation, contiguous, unassigned: 0 });
  });

  test('gives the same plan for the same seed', async () => {
    const folder = folderWith(files);
    const planOf = async (seed: string) => (await json(folder, ...PROPOSE, '--seed', seed)).report.assignment;
    const first = await planOf('7');
    expect(await planOf('7')).toEqual(first);
    const others = await Promise.all(['8', '9', '10'].map(planOf));
    expect(others.some((other) => JSON.stringify(other) !== JSON.stringify(first))).toBe(true);
  });

  const SQUARES = ['propose', '--units', 'squares.geojson', '--population', 'people', '--seed', '1'];

  test('changes as little as it must of a plan that stands, and keeps its names', async () => {
    // west is a b e f, and g in the east is on its own
    const start = 'unit,region\na,west\nb,west\ne,west\nf,west\nc,west\nd,east\ng,east\nh,east\n';
    const words = [...SQUARES, '--parts', '2', '--tolerance', '0.05', '--objective', 'least-change'];
    const { report } = await json(folderWith({ ...files, 's.csv': start }), ...words, '--start', 's.csv');
    expect(report).toMatchObject({ withinTolerance: true, moved: 10 });
    expect(report.assignment).toEqual(
      Object.fromEntries(LETTERS.map((letter) => [letter, 'abef'.includes(letter) ? 'west' : 'east'])),
    );
  });

  test('leaves locked units where they are locked to, and groups whole', async () => {
    const folder = folderWith({ ...files, 'locks.csv': 'unit,region\na,北\nh,南\n' });
    const words = [...SQUARES, '--parts', '2', '--tolerance', '0.05', '--locked', 'locks.csv', '--keep', 'ward'];
    const { report } = await json(folder, ...words);
    expect([...'abef'].map((letter) => report.assignment[letter])).toEqual(Array(4).fill('北'));
    expect([...'cdgh'].map((letter) => report.assignment[letter])).toEqual(Array(4).fill('南'));
  });

  test('gives the nearest plan where none is within the tolerance, and says so', async () => {
    const words = [...SQUARES, '--parts', '5', '--tolerance', '0.01'];
    const { code, report, err } = await json(folderWith(files), ...words);
    expect(code).toBe(0);
    expect(report).toMatchObject({ withinTolerance: false, contiguous: true });
    expect(err).toMatch(
      /^No plan with every part between 23\.8 and 24\.2 was found; the nearest has \d parts outside\.$/,
    );
    const { out } = await divide(folderWith(files), ...words);
    expect(out).toMatch(/^Not within the tolerance of 1\.0 %: 5 parts, /);
    const help = await divide(folderWith(files), 'propose', '--help');
    expect(help.out).toMatch(/withinTolerance is false/);
    expect(help.out).not.toMatch(/enumerate/);
  });
});

describe('enumerate', () => {
  const { adjacency, nodeLink } = chequerboard(4, 4);

  test('counts exactly, and gives the best by each score', async () => {
    const folder = folderWith({ 'g.json': adjacency });
    const { code, report, err } = await json(
      folder,
      'enumerate',
      '--graph',
      'g.json',
      '--parts',
      '4',
      '--tolerance',
      '0',
    );
    expect({ code, err }).toEqual({ code: 0, err: '' });
    const quarter = ([x, y]: number[]): string => String(1 + Number(x! > 1) + 2 * Number(y! > 1));
    const quarters = {
      ...{ cutEdges: 8, maxDeviation: 0, meanPolsbyPopper: expect.closeTo(Math.PI / 4, 12) },
      assignment: Object.fromEntries(
        adjacency.nodes.map(({ id }) => [`(${(id as number[]).join(', ')})`, quarter(id as number[])]),
      ),
    };
    expect(report).toEqual({
      ...{ count: 117, parts: 4, tolerance: 0, refusal: null },
      best: { cutEdges: quarters, maxDeviation: quarters, polsbyPopper: quarters },
    });
  });

  test('with a population counts those within the tolerance only, without one all', async () => {
    const folder = folderWith({ 'g.json': nodeLink });
    const countOf = async (...words: string[]) =>
      (await json(folder, 'enumerate', '--graph', 'g.json', '--parts', '2', ...words)).report.count;
    expect(await countOf()).toBe(627);
    expect(await countOf('--population', 'people')).toBe(627);
    const within = await countOf('--population', 'people', '--tolerance', '0.1');
    expect(within).toBeGreaterThan(0);
    expect(within).toBeLessThan(await countOf('--population', 'people', '--tolerance', '0.3'));
  });

  test('counts above 2^53 as a text of digits, and refuses to look at more than five million', async () => {
    const path = { nodes: Array.from({ length: 100 }, (_, id) => ({ id })), links: [] as object[] };
    for (let i = 1; i < 100; i++) path.links.push({ source: i - 1, target: i });
    const folder = folderWith({ 'path.json': path });
    const { code, report, err } = await json(folder, 'enumerate', '--graph', 'path.json', '--parts', '50');
    expect(code).toBe(0);
    expect(report).toMatchObject({ count: '50445672272782096667406248628', best: null, refusal: err });
    expect(err).toMatch(/^50445672272782096667406248628 are too many to look at each, 5,000,000 is the limit/);
  });

  test('prints the count and the best for people', async () => {
    const words = [
      'enumerate',
      '--units',
      'squares.geojson',
      '--population',
      'people',
      '--parts',
      '2',
      '--tolerance',
      '0',
    ];
    const { out } = await divide(folderWith({ 'squares.geojson': squares }), ...words);
    expect(out.split('\n').slice(0, 4)).toEqual([
      expect.stringMatching(/^\d+ partitions of 8 units into 2 connected parts within 0\.0 %$/),
      'fewest cut edges: 2 cut edges, largest deviation 0.0 %, mean Polsby–Popper 0.785',
      '  1: a, b, e, f',
      '  2: c, d, g, h',
    ]);
  });

  test('tells of pieces that share no border', async () => {
    const graph = { nodes: [{ id: 1 }, { id: 2 }, { id: 3 }], links: [{ source: 1, target: 2 }] };
    const { report, err } = await json(
      folderWith({ 'g.json': graph }),
      'enumerate',
      '--graph',
      'g.json',
      '--parts',
      '1',
    );
    expect(report).toMatchObject({ count: 0, best: null });
    expect(err).toBe('g.json: the units fall into 2 pieces that share no border; no part reaches across.');
  });
});

describe('what cannot be worked on ends with 2 and one message', () => {
  const island = collection([
    ...squares.features,
    feature(rectangle(9, 9, 10, 10), { unit: 'z', people: 1, ward: 'A' }),
  ]);
  const files = {
    'squares.geojson': squares,
    'island.geojson': island,
    'odd.geojson': collection(
      squares.features.map((one, i) => ({
        ...one,
        properties: { ...one.properties, people: i - 1, n: i === 3 ? 'many' : i, twice: i >> 1 },
      })),
    ),
    'unknown.csv': 'unit,region\na,1\nq,2\n',
    'twice.csv': 'unit,region\na,1\nb,1\na,2\n',
    'gap.csv': 'unit,region\na,1\n,2\n',
    'columns.csv': 'block,grid\na,1\n',
    'none.csv': 'unit,region\na,\n',
    'wide.json': chequerboard(20, 20).nodeLink,
    'broken.json': '{"nodes": [',
    'list.json': '[]',
    'dangling.json': { nodes: [{ id: 1 }], links: [{ source: 1, target: 2 }] },
    'text.geojson': 'hello',
    'locks.csv': 'unit,region\na,1\nb,2\nh,1\ng,2\n',
  };
  const units = ['--units', 'squares.geojson'];
  const score = (...words: string[]) => ['score', ...units, '--population', 'people', '--assignment', ...words];
  const propose = (...words: string[]) => [
    'propose',
    ...units,
    '--population',
    'people',
    '--parts',
    '2',
    '--tolerance',
    '0.1',
    '--seed',
    '1',
    ...words,
  ];
  const enumerate = (...words: string[]) => ['enumerate', ...words];

  test.each<[string, string[], RegExp]>([
    ['a unit that is not there', score('unknown.csv'), /^unknown\.csv, row 3: squares\.geojson has no unit "q"\.$/],
    ['two regions for one unit', score('twice.csv'), /^twice\.csv, row 4: the unit "a" stands in row 2 already\.$/],
    ['a row without a unit', score('gap.csv'), /^gap\.csv, row 3: "unit" is empty\.$/],
    ['columns of other names', score('columns.csv'), /^columns\.csv: .*"unit".*--columns UNIT,REGION\.$/],
    ['a plan of nothing', score('none.csv'), /^No unit is in any region/],
    [
      'a plan that is no file and no field',
      score('region'),
      /^squares\.geojson has no field "region"; its fields are "unit", "people", "ward"\.$/,
    ],
    ['a plan that is not there', score('away.csv'), /^There is no file .*away\.csv; check its name\.$/],
    [
      'a population that is not there',
      ['score', ...units, '--population', 'n', '--assignment', 'ward'],
      /^squares\.geojson has no field "n"/,
    ],
    [
      'less than nobody',
      ['score', '--units', 'odd.geojson', '--population', 'people', '--assignment', 'ward'],
      /^odd\.geojson, row 1 \("a"\): "people" must not be negative, it is -1\.$/,
    ],
    [
      'a population that is no number',
      ['score', '--units', 'odd.geojson', '--population', 'n', '--assignment', 'ward'],
      /^odd\.geojson, row 4 \("d"\): "n" must be a number, it is "many"\.$/,
    ],
    [
      'ids that are not unique',
      ['score', '--units', 'odd.geojson', '--id', 'twice', '--population', 'n', '--assignment', 'ward'],
      /^odd\.geojson, row 2: "twice" is "0" as in row 1 already\.$/,
    ],
    [
      'more parts than units',
      [...propose(), '--parts', '9'],
      /^squares\.geojson has 8 units, 9 parts cannot be made of them\.$/,
    ],
    [
      'more parts than units, counted',
      enumerate(...units, '--parts', '9'),
      /^squares\.geojson has 8 units, 9 parts cannot be made of them\.$/,
    ],
    [
      'units in pieces',
      [...propose(), '--units', 'island.geojson'],
      /^island\.geojson: the units fall into 2 pieces that share no border\. The largest has 8 units; apart from it: "z"\.$/,
    ],
    [
      'locks that cross',
      [...propose('--locked', 'locks.csv')],
      /^squares\.geojson: units locked to one region cannot be connected without units locked to others: /,
    ],
    ['locks that are not there', propose('--locked', 'away.csv'), /^There is no file .*away\.csv/],
    ['a locked unit that is not there', propose('--locked', 'unknown.csv'), /^unknown\.csv, row 3/],
    ['least change of nothing', propose('--objective', 'least-change'), /; give it with --start\.$/],
    ['a folder that is not there', propose('--out', 'away/p.csv'), /p\.csv cannot be written \(ENOENT\)\.$/],
    [
      'units that are not there',
      ['propose', '--units', 'away.geojson', ...propose().slice(3)],
      /^There is no file .*away\.geojson/,
    ],
    ['a graph that is not there', enumerate('--graph', 'away.json', '--parts', '2'), /^There is no file .*away\.json/],
    ['a graph that is no JSON', enumerate('--graph', 'broken.json', '--parts', '2'), /^broken\.json cannot be read: /],
    [
      'a graph that is none',
      enumerate('--graph', 'list.json', '--parts', '2'),
      /^list\.json cannot be read: .*NetworkX/,
    ],
    [
      'an edge that leads nowhere',
      enumerate('--graph', 'dangling.json', '--parts', '1'),
      /^dangling\.json cannot be read: .*2/,
    ],
    ['polygons that are none', enumerate('--units', 'text.geojson', '--parts', '2'), /text\.geojson/],
    [
      'a graph too wide to count',
      enumerate('--graph', 'wide.json', '--parts', '4'),
      /^wide\.json: 400 units border each other too closely to be counted through: .*16 is the limit; take fewer units or parts, or look for single plans with divide propose\.$/,
    ],
  ])('%s', async (_, words, message) => {
    const { code, out, err } = await divide(folderWith(files), ...words);
    expect({ code, out, err }).toEqual({ code: 2, out: '', err: expect.stringMatching(message) });
    expect(err.split('\n')).toHaveLength(1);
  });

  test.each<[string, string[], RegExp]>([
    ['nothing to do', [], /^Say what to do: score, propose, enumerate\.$/],
    ['something else', ['merge'], /^divide cannot "merge"; it can score, propose, enumerate\.$/],
    [
      'a file without its option',
      ['score', 'squares.geojson'],
      /^"squares\.geojson" is not expected; name files with --units or --graph\.$/,
    ],
    ['neither polygons nor a graph', enumerate('--parts', '2'), /^Name what is to be divided/],
    [
      'polygons and a graph',
      enumerate(...units, '--graph', 'wide.json', '--parts', '2'),
      /^Name what is to be divided/,
    ],
    [
      'an option missing',
      ['propose', ...units, '--population', 'people', '--tolerance', '0.1', '--seed', '1'],
      /^divide propose needs --parts\.$/,
    ],
    [
      'an option of another',
      enumerate(...units, '--parts', '2', '--seed', '1'),
      /^divide enumerate takes no --seed\.$/,
    ],
    ['an option that is none', enumerate(...units, '--part', '2'), /^Unknown option '--part'/],
    ['no parts', enumerate(...units, '--parts', '0'), /^--parts takes a whole number from 1 to 1000000, not "0"\.$/],
    ['half a part', [...propose(), '--parts', '2.5'], /^--parts takes a whole number .* not "2\.5"\.$/],
    [
      'a tolerance below nothing',
      [...propose(), '--tolerance', '-0.1'],
      /^--tolerance takes a share from 0 to 1 \(0\.05 is 5 %\), not "-0\.1"\.$/,
    ],
    [
      'a tolerance in percent',
      enumerate(...units, '--parts', '2', '--tolerance', '5'),
      /^--tolerance takes a share from 0 to 1 \(0\.05 is 5 %\), not "5"\.$/,
    ],
    ['a seed that is none', [...propose(), '--seed', 'x'], /^--seed takes a whole number/],
    [
      'an objective that is none',
      propose('--objective', 'beauty'),
      /^--objective takes cut-edges, compactness or least-change, not "beauty"\.$/,
    ],
    ['one column', score('plan.csv', '--columns', 'unit'), /^--columns takes two names, UNIT,REGION, not "unit"\.$/],
  ])('words that make no command: %s', async (_, words, message) => {
    const { code, out, err } = await divide(folderWith(files), ...words);
    const [first, usage] = err.split('\n');
    expect({ code, out, first }).toEqual({ code: 2, out: '', first: expect.stringMatching(message) });
    expect(usage).toMatch(/^Usage: npm run -s tongxin -- divide (score|propose|enumerate) /);
  });
});

const monaco = realData('monaco/boundaries.geojson');
const beijing = realData('beijing-core/streets.geojson');
const liechtenstein = realData('liechtenstein/boundaries.geojson');
const zips = realData('nyc/nyc_zipcodes_shp.zip');

describe.skipIf(!monaco || !beijing || !liechtenstein || !zips)(monaco ? 'real towns' : REAL_DATA_ABSENT, () => {
  const here = process.cwd();

  test('Beijing: two districts of 32 streets scored, and divided anew into five', async () => {
    const words = ['--units', beijing!, '--population', 'population_worldpop'];
    const { report } = await json(here, 'score', ...words, '--assignment', 'district');
    expect(report.regions.map(({ id, population }: { id: string; population: number }) => [id, population])).toEqual([
      ['东城区', 1_011_534],
      ['西城区', 1_314_427],
    ]);
    expect(report).toMatchObject({ contiguous: true, unassigned: 0 });
    const found = await json(here, 'propose', ...words, '--parts', '5', '--tolerance', '0.05', '--seed', '1');
    expect(found.report).toMatchObject({ contiguous: true, withinTolerance: true });
    expect(found.report.maxDeviation).toBeLessThanOrEqual(0.05);
    expect(found.report.assignment).toHaveProperty('东华门街道');
  });

  test('Monaco: every way to make three of nine wards; the proposal is as good as the best of them', async () => {
    const words = ['--units', monaco!, '--population', 'area_km2', '--parts', '3', '--tolerance', '0.2'];
    const { report } = await json(here, 'enumerate', ...words);
    expect(report.count).toBeGreaterThan(1);
    const found = await json(here, 'propose', ...words, '--seed', '1');
    expect(found.report.cutEdges).toBe(report.best.cutEdges.cutEdges);
    expect(report.best.maxDeviation.maxDeviation).toBeLessThanOrEqual(found.report.maxDeviation);
  });

  test('Liechtenstein: communes with exclaves in parts of equal population', async () => {
    const words = ['--units', liechtenstein!, '--population', 'population', '--parts', '3', '--tolerance', '0.1'];
    const { report } = await json(here, 'enumerate', ...words);
    expect(report.count).toBeGreaterThan(0);
    for (const plan of Object.values<{ maxDeviation: number }>(report.best))
      expect(plan.maxDeviation).toBeLessThanOrEqual(0.1);
  });

  test('New York: a ZIP area that is drawn twice is refused with its row', async () => {
    const words = ['score', '--units', zips!, '--population', 'POPULATION', '--assignment', 'COUNTY'];
    expect(await divide(here, ...words)).toMatchObject({
      ...{ code: 2, out: '' },
      err: expect.stringMatching(/^nyc_zipcodes_shp\.zip, row 247: nothing is left of the polygon/),
    });
  });
});

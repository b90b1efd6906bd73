import { expect, test } from 'vitest';
import { consentSteps } from '../../../geo/divide/consent.ts';
import { doStep, type PlanScope, undoStep } from '../../../geo/divide/do-step.ts';
import { createDraft, type Draft } from '../../../geo/divide/draft.ts';
import type { Edit } from '../../../geo/divide/edit.ts';
import { NO_GROUND } from '../../../geo/divide/ground.ts';
import { regionStats } from '../../../geo/divide/region-stats.ts';
import { baseFacts, blocksOfPlace, type DivisionRule, evaluateRules, newFragments } from '../../../geo/divide/rules.ts';
import { smallDivision, smallGround } from '../../support/small-division.ts';

const EVERYWHERE: PlanScope = { level: 'grid', area: new Set() };
const NETWORKS: PlanScope = { level: 'network', area: new Set() };
const rule = (kind: DivisionRule['kind'], more: Partial<DivisionRule> = {}): DivisionRule => ({
  ...{ id: kind, kind, hard: false, level: 'grid', params: {} },
  ...more,
});
const open = (): Draft => {
  const base = smallDivision();
  return createDraft(base, smallGround(base));
};
const verdictAfter = (asked: DivisionRule, ...edits: Edit[]) => {
  const draft = open();
  const base = baseFacts(draft);
  const scope = edits.some(({ kind }) => kind === 'group-community') ? NETWORKS : EVERYWHERE;
  if (edits.length > 0) expect(doStep(draft, edits, scope)).toMatchObject({ ok: true });
  const { places, ...finding } = evaluateRules(draft, base, [asked])[0]!;
  return {
    ...finding,
    places: places.map((place) => ({ ...place, blocks: blocksOfPlace(draft, base, asked, place) })),
  };
};
const paint = (blocks: number[], to: number | null): Edit => ({ kind: 'assign', blocks, to });

test('a region amounts to what its blocks hold', () => {
  const stats = regionStats(open(), 21);
  expect(stats).toMatchObject({
    blocks: 6,
    households: 60,
    residents: 150,
    buildings: 6,
    stations: 1,
    estimated: false,
  });
  expect(stats.areaM2).toBeCloseTo(60_000, -2);
  expect(stats.perimeterM).toBeCloseTo(1000, 0);
  expect(stats.polsbyPopper).toBeCloseTo((4 * Math.PI * 6) / 100, 2);
  expect(stats.pieces).toBe(1);
  expect(stats.fragments).toEqual([]);
  expect(stats.splitCompounds).toBe(1);
});

test('figures follow an edit, above and below', () => {
  const draft = open();
  expect(regionStats(draft, 22).households).toBe(60);
  expect(regionStats(draft, 41).households).toBe(60);
  doStep(draft, [paint([6], 33)], EVERYWHERE);
  expect(regionStats(draft, 31).households).toBe(30);
  expect(regionStats(draft, 22)).toMatchObject({ households: 70, splitCompounds: 0 });
  expect(regionStats(draft, 41).households).toBe(50);
});

//   9  10 │ 11  12
//   5   6 │ 7   8       block 4 to grid 31, which it does not touch
//   1   2 │ 3  [4]
test('a piece apart breaks contiguity, and the finding names its blocks; a reason excuses it', () => {
  const contiguous = rule('contiguous', { hard: true });
  expect(verdictAfter(contiguous).verdict).toBe('passed');
  expect(verdictAfter(contiguous, paint([4], 31))).toMatchObject({
    verdict: 'broken',
    places: [{ region: 31, value: 2, blocks: [4] }],
  });
  const excused: Edit = { kind: 'exempt-region', region: 31, piecesReason: '飞地,2019年批复' };
  expect(verdictAfter(contiguous, paint([4], 31), excused).verdict).toBe('passed');
});

test('a network of communities is asked to hang together, too', () => {
  const contiguous = rule('contiguous', { level: 'network' });
  expect(verdictAfter(contiguous).verdict).toBe('passed');
  expect(verdictAfter(contiguous, paint([4], 31))).toMatchObject({
    verdict: 'attention',
    places: [{ region: 41, value: 2, blocks: [4] }],
  });
});

const joins = (community: number, into: number): Edit => ({
  ...{ kind: 'group-community', community, grouping: 'network', into },
});
const agrees = (community: number, to: number | null): Edit => ({ kind: 'record-consent', community, to });

test('a community joins a network or union when it has agreed to that one; who was in it before has', () => {
  const consented = rule('consented', { hard: true, level: 'network' });
  const other: Edit = {
    kind: 'create-region',
    region: { id: 42, name: '二网', nameEn: '', hue: 1, kind: 'network', parent: null },
  };
  expect(verdictAfter(consented).verdict).toBe('passed');
  expect(verdictAfter(consented, joins(22, 41))).toMatchObject({
    verdict: 'broken',
    places: [{ region: 41, value: 1, blocks: [3, 4, 7, 8, 11, 12] }],
  });
  expect(verdictAfter(consented, joins(22, 41), agrees(22, 41)).verdict).toBe('passed');
  expect(verdictAfter(consented, other, joins(22, 42), agrees(22, 41)).verdict).toBe('broken');
  expect(verdictAfter(consented, joins(22, 41), agrees(22, 41), agrees(22, null)).verdict).toBe('broken');
});

test('where a member that has not agreed lies follows its blocks, also within the network', () => {
  const draft = open();
  const base = baseFacts(open());
  const consented = rule('consented', { hard: true, level: 'network' });
  const blocks = () => {
    const [place] = evaluateRules(draft, base, [consented])[0]!.places;
    return blocksOfPlace(draft, base, consented, place!);
  };
  doStep(draft, [joins(22, 41)], NETWORKS);
  expect(blocks()).toEqual([3, 4, 7, 8, 11, 12]);
  doStep(draft, [paint([2], 33)], EVERYWHERE);
  expect(blocks()).toEqual([2, 3, 4, 7, 8, 11, 12]);
});

test('consent is taken back with its step, and is given to a network or union alone', () => {
  const draft = open();
  const before = draft.regions.get(22);
  const outcome = doStep(draft, [agrees(22, 41)], NETWORKS);
  if (!outcome.ok) throw new Error(outcome.detail);
  expect([...consentSteps([{ delta: outcome.delta }]).keys()]).toEqual([22]);
  const back = undoStep(draft, { edits: [agrees(22, 41)], delta: outcome.delta });
  expect(back.ok && consentSteps([{ delta: outcome.delta }, { delta: back.delta }]).size).toBe(0);
  expect(draft.regions.get(22)).toEqual(before);
  expect(doStep(draft, [agrees(22, 31)], NETWORKS)).toMatchObject({ ok: false, reason: 'wrong-kind' });
  expect(doStep(draft, [agrees(31, 41)], NETWORKS)).toMatchObject({ ok: false, reason: 'no-such-region' });
});

test('pieces that the base had are not the plan’s fault', () => {
  const draft = open();
  doStep(draft, [paint([4], 31)], EVERYWHERE);
  expect(evaluateRules(draft, baseFacts(draft), [rule('contiguous')])[0]!.verdict).toBe('passed');
});

//   9  10 │ 11  12
//   5   6 │ 7   8       block 4 was in grid 31 before the plan, and comes to be apart in no new way;
//   1   2 │ 3  (4)      block 12, which the plan adds to it, does
test('of the pieces apart, the finding names those that the base did not have', () => {
  const draft = open();
  doStep(draft, [paint([4], 31)], EVERYWHERE);
  const base = baseFacts(draft);
  const contiguous = rule('contiguous');
  doStep(draft, [paint([12], 31)], EVERYWHERE);
  const [place] = evaluateRules(draft, base, [contiguous])[0]!.places;
  expect(place).toMatchObject({ region: 31, value: 3 });
  expect(blocksOfPlace(draft, base, contiguous, place!)).toEqual([12]);
  expect(newFragments(draft, base, 31)).toEqual([[12]]);
  doStep(draft, [paint([12], 34)], EVERYWHERE);
  expect(newFragments(draft, base, 31)).toEqual([]);
});

//   9  10 │ 11  12
//   5   6 │ 7   8       31 keeps 1 and 2 alone, and 4, once its exclave, is most of it with 3, 7, 8 and 12;
//   1   2 │ 3   4       then 9 comes to it, apart from both
test('nor is the former main piece to be mended away when the exclave has outgrown it', () => {
  const draft = open();
  doStep(draft, [paint([4], 31)], EVERYWHERE);
  const base = baseFacts(draft);
  doStep(draft, [paint([5, 6], 32), paint([8, 12, 11], 31)], EVERYWHERE);
  expect(newFragments(draft, base, 31)).toEqual([]);
  doStep(draft, [paint([9], 31)], EVERYWHERE);
  expect(newFragments(draft, base, 31)).toEqual([[9]]);
});

test('blocks without a region are broken where one is needed', () => {
  const assigned = rule('assigned', { hard: true });
  expect(verdictAfter(assigned).verdict).toBe('passed');
  expect(verdictAfter(assigned, paint([12], null)).places).toEqual([
    { verdict: 'broken', region: null, value: 1, blocks: [12] },
  ]);
  expect(verdictAfter(assigned, { kind: 'dissolve-region', region: 32 }).places).toMatchObject([
    { region: 21, value: 2 },
  ]);
});

test('a plan that dissolves every region of a level leaves all its blocks without one', () => {
  const assigned = rule('assigned', { hard: true });
  const all: Edit[] = [31, 32, 33, 34].map((region) => ({ kind: 'dissolve-region', region }));
  expect(verdictAfter(assigned, ...all)).toMatchObject({ verdict: 'broken' });
});

test('a grid without a community has no parent', () => {
  const parents = rule('one-parent', { hard: true });
  expect(verdictAfter(parents).verdict).toBe('passed');
  expect(verdictAfter(parents, { kind: 'move-region', region: 34, parent: null })).toMatchObject({
    verdict: 'broken',
    places: [{ region: 34 }],
  });
});

test('a community that lay directly under the county may stay there, and be split there; no other may go there', () => {
  const division = smallDivision();
  const regions = division.regions.map((region) => (region.id === 22 ? { ...region, parent: 1 } : region));
  const judged = (...edits: Edit[]) => {
    const draft = createDraft({ ...division, regions }, smallGround(division));
    const base = baseFacts(draft);
    expect(doStep(draft, edits, { level: 'community', area: new Set() })).toMatchObject({ ok: true });
    return evaluateRules(draft, base, [rule('one-parent', { hard: true, level: 'community' })])[0];
  };
  const part = { id: 99, name: '城南社区', nameEn: '', hue: 1, blocks: [3, 4] };
  const split: Edit = { kind: 'split-region', region: 22, parts: [part] };
  expect(judged(split)).toMatchObject({ verdict: 'passed' });
  expect(judged({ kind: 'move-region', region: 21, parent: 1 })).toMatchObject({
    ...{ verdict: 'broken', places: [{ region: 21 }] },
  });
});

test('bands and ceilings are counted in households and residents', () => {
  const band = rule('household-band', { params: { min: 20, max: 40 } });
  expect(verdictAfter(band).verdict).toBe('passed');
  expect(verdictAfter(band, paint([6], 33)).places).toMatchObject([{ region: 33, value: 50, verdict: 'attention' }]);
  const ceiling = rule('resident-ceiling', { level: 'community', params: { amber: 100, red: 160 } });
  expect(verdictAfter(ceiling).verdict).toBe('attention');
  expect(verdictAfter(ceiling, paint([6], 33)).verdict).toBe('broken');
});

test('a compound over a border, and a community without a station, ask for attention', () => {
  expect(verdictAfter(rule('compound-whole')).places).toMatchObject([
    { region: 31, blocks: [6] },
    { region: 33, blocks: [7] },
  ]);
  expect(verdictAfter(rule('compound-whole'), paint([6], 33)).verdict).toBe('passed');
  expect(verdictAfter(rule('service-station', { level: 'community' })).places).toMatchObject([{ region: 22 }]);
});

test('a rule whose facts are not known is not evaluated, which is not passed', () => {
  const draft = createDraft(smallDivision(), NO_GROUND);
  const kinds = [
    'household-band',
    'resident-ceiling',
    'compound-whole',
    'barrier',
    'service-station',
    'worker-band',
  ] as const;
  const findings = evaluateRules(
    draft,
    baseFacts(draft),
    kinds.map((kind) => rule(kind)),
  );
  expect(findings.map(({ verdict }) => verdict)).toEqual(kinds.map(() => 'not-evaluated'));
});

test('footprints of which nobody knows who lives in them are no ground for judging households and residents', () => {
  const base = smallDivision();
  const ground = smallGround(base);
  const nobody = Array.from(ground.buildings.x, () => 0);
  const draft = createDraft(base, {
    ...ground,
    buildings: { ...ground.buildings, households: nobody, residents: nobody },
  });
  const rules = [rule('household-band', { params: { min: 300, max: 500 } }), rule('resident-ceiling')];
  const findings = evaluateRules(draft, baseFacts(draft), rules);
  expect(findings.map(({ verdict }) => verdict)).toEqual(['not-evaluated', 'not-evaluated']);
});

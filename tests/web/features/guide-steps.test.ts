import { describe, expect, test } from 'vitest';
import { GUIDE_STEPS, type Progress, stepsDone } from '../../../web/features/guide-practice/guide-steps.ts';

const START: Progress = { before: false, status: null, proposed: false, looked: false, labels: [], broken: 0 };
const next = (progress: Partial<Progress>): string | undefined => {
  const done = stepsDone({ ...START, ...progress });
  return GUIDE_STEPS.find((step) => !done.has(step));
};

describe('the guide goes on with what is not done yet', () => {
  const adopted = ['propose-redivide-community'];
  test.each<[string, Partial<Progress>, string | undefined]>([
    ['no plan is open', { proposed: true }, 'make'],
    ['a plan is open', { status: 'draft' }, 'propose'],
    ['nineteen were proposed', { status: 'draft', proposed: true }, 'look'],
    ['one was looked at', { status: 'draft', proposed: true, looked: true }, 'adopt'],
    ['one was adopted, whether looked at or not', { status: 'draft', labels: adopted }, 'adjust'],
    ['it was painted before only', { status: 'draft', labels: ['paint', ...adopted] }, 'adjust'],
    ['it was painted, and a hard rule fails', { status: 'draft', labels: [...adopted, 'paint'], broken: 1 }, 'rules'],
    ['it was painted, and all rules are kept', { status: 'draft', labels: [...adopted, 'paint'] }, 'submit'],
    ['it was returned', { status: 'returned', labels: [...adopted, 'paint'] }, 'submit'],
    ['the county was made nineteen already', { before: true }, undefined],
    ['a new plan begins on the nineteen', { before: true, status: 'draft' }, undefined],
    ['the adoption was undone', { status: 'draft', proposed: true, looked: true, labels: [] }, 'adopt'],
  ])('%s', (_, progress, step) => {
    expect(next(progress)).toBe(step);
  });

  test.each<[status: Progress['status'], string | undefined]>([
    ['submitted', 'approve'],
    ['in_review', 'approve'],
    ['approved', 'publish'],
    ['published', undefined],
  ])('a plan that is %s', (status, step) => {
    expect(next({ status, labels: [...adopted, 'paint'] })).toBe(step);
  });
});

import { describe, expect, test } from 'vitest';
import { PROBLEM_REASONS } from '../../../api/contract/problems.ts';
import { startI18n } from '../../../web/i18n/i18n.ts';
import { problemWords } from '../../../web/i18n/problem-words.ts';
import { zh } from '../../../web/i18n/zh.ts';

describe('why something failed', () => {
  const i18n = startI18n('zh', []);
  const wordsOf = (notice: Partial<Parameters<typeof problemWords>[0]>) =>
    problemWords({ type: 'not-found', status: 404, detail: 'In English.', ...notice }, (key, values) =>
      i18n.t(key, values ?? {}),
    );

  test('every reason of the contract has words', () => {
    expect(Object.keys(zh.error.reason).sort()).toEqual([...PROBLEM_REASONS].sort());
  });

  test("is said in the reader's language, with its figures", () => {
    expect(wordsOf({ reason: 'no-thing', values: { layer: 'building', id: 99999999 } })).toEqual({
      title: zh.error.notice['not-found'],
      detail: '本县没有编号 99999999 的楼栋。请在地图或列表中另选。',
    });
    expect(wordsOf({ type: 'file-too-large', reason: 'file-limit', values: { mb: 200 } }).detail).toContain('200 MB');
  });

  test('calls the status of a plan as the screen does', () => {
    const { detail } = wordsOf({ type: 'conflict', reason: 'not-approved', values: { status: 'in_review' } });
    expect(detail).toBe('方案现在是“审核中”，批准之后才能发布。');
  });

  test('speaks of one thing, not of its layer', async () => {
    await i18n.changeLanguage('en');
    const { detail } = wordsOf({ reason: 'no-thing', values: { layer: 'compound', id: 7 } });
    await i18n.changeLanguage('zh');
    expect(detail).toMatch(/^This county has no Compound 7\./);
  });

  test("is the server's own, marked as English, where the page has no words for it", () => {
    for (const reason of [undefined, 'unheard-of'])
      expect(wordsOf({ reason })).toMatchObject({ detail: 'In English.', lang: 'en' });
  });

  test('is left out where the line is down: what the browser says of it helps nobody', () => {
    expect(wordsOf({ type: 'offline', detail: 'Failed to fetch' })).toEqual({
      title: zh.error.notice.offline,
      detail: '',
    });
  });
});

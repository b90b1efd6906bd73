import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { exactMatcher, fold, slipMatcher } from '../../../api/services/search/match-name.ts';

const exact = (phrase: string, name: string) => exactMatcher(fold(phrase))(fold(name));
const nearly = (phrase: string, name: string) => slipMatcher(fold(phrase))?.(fold(name)) ?? null;
const part = (name: string, match: { from: number; to: number } | null) => match && name.slice(match.from, match.to);

describe('a name is found by', () => {
  test.each([
    ['part of it', '解放', '解放大街', '解放'],
    ['a part inside', '社区', '城东社区', '社区'],
    ['full-width and large letters', 'ＡＢ', 'ab座', 'ab'],
    ['full pinyin', 'jiefangdajie', '解放大街', '解放大街'],
    ['full pinyin with spaces and an apostrophe', "xi'an lu", '西安路', '西安路'],
    ['full pinyin of a part inside', 'shequ', '城东社区', '社区'],
    ['initials', 'jfdj', '解放大街', '解放大街'],
    ['initials of two letters', 'zhshl', '中山路', '中山路'],
    ['initials of one letter of them', 'zsl', '中山路', '中山路'],
    ['syllables and initials', 'jiefdajie', '解放大街', '解放大街'],
    ['a syllable that is begun', 'jiefa', '解放大街', '解放'],
    ['pinyin and Chinese', 'jief大街', '解放大街', '解放大街'],
    ['pinyin and digits', 'di2xiaoxue', '第2小学', '第2小学'],
    ['either reading of a character', 'chongqinglu', '重庆路', '重庆路'],
    ['the other reading', 'zhongqinglu', '重庆路', '重庆路'],
    ['ü as v', 'lvyuan', '绿园小区', '绿园'],
    ['what stands behind brackets left out', 'xfjysq', '幸福(家园)社区', '幸福(家园)社区'],
  ])('%s: %s', (_, phrase, name, marked) => {
    expect(part(name, exact(phrase, name))).toBe(marked);
  });

  test.each([
    ['other letters', 'jfds', '解放大街'],
    ['letters in another order', 'fjdj', '解放大街'],
    ['more than it has', 'jiefangdajiexi', '解放大街'],
    ['a syllable that does not end so', 'jiefon', '解放大街'],
  ])('not by %s: %s', (_, phrase, name) => {
    expect(exact(phrase, name)).toBeNull();
  });

  test('the same fits better than its beginning, that better than a part inside, text better than pinyin', () => {
    const fits = ['解放', 'jiefang', 'jf'].flatMap((phrase) =>
      ['解放', '解放路', '东解放路'].map((name) => exact(phrase, name)!.quality),
    );
    const [text, pinyin, initials] = [fits.slice(0, 3), fits.slice(3, 6), fits.slice(6)];
    for (const three of [text, pinyin, initials]) expect(three).toEqual([...three!].sort((a, b) => b - a));
    for (let k = 0; k < 3; k++) {
      expect(text![k]).toBeGreaterThan(pinyin![k]!);
      expect(pinyin![k]).toBeGreaterThan(initials![k]!);
    }
  });
});

test('syllables of one letter, and several of one initial, take no more time than others', () => {
  const matcher = exactMatcher(`${'e'.repeat(39)}x`);
  const began = performance.now();
  expect(matcher('额'.repeat(60))).toBeNull();
  expect(matcher('阿额'.repeat(1000))).toBeNull();
  // 重 and 长 are read in two ways that begin alike or not: zhong, chong; zhang, chang
  expect(exactMatcher(`${'zc'.repeat(20)}x`)('重长'.repeat(30))).toBeNull();
  const torn = `额${'-'.repeat(50_000)}1`;
  expect(part(torn, exactMatcher('e1')(torn))).toBe(torn);
  expect(performance.now() - began).toBeLessThan(500);
  expect(part('额'.repeat(60), exact('e'.repeat(39), '额'.repeat(60)))).toBe('额'.repeat(39));
});

describe('with a slip a name is found by', () => {
  test.each([
    ['a character of the same sound', '幸福设区', '幸福社区', '幸福社区'],
    ['a wrong character', '解放打街', '解放大街', '解放大街'],
    ['a missing character', '解大街', '解放大街', '放大街'],
    ['one too many', '解放放大街', '解放大街', '解放大街'],
    ['two changed with each other', '放解大街', '解放大街', '解放大街'],
    ['a wrong letter', 'jiefengdajie', '解放大街', '解放大街'],
    ['two letters changed with each other', 'fuqaing', '富强街道', '富强'],
    ['a missing letter', 'xinfushequ', '幸福社区', '幸福社区'],
  ])('%s: %s', (_, phrase, name, marked) => {
    const match = nearly(phrase, name)!;
    expect(part(name, match)).toBe(marked);
    expect(match.quality).toBeLessThanOrEqual(0.5);
  });

  test.each([
    ['more slips than its length allows', '和平街道', '解放大街'],
    ['one character', '街', '路'],
    ['letters too few to tell', 'fqjd', '富强大路'],
    ['a symbol, which is meant', '%社区', '城东社区'],
  ])('not by %s: %s', (_, phrase, name) => {
    expect(nearly(phrase, name)).toBeNull();
  });

  test('fewer slips fit better', () => {
    expect(nearly('幸福花园社区', '幸福花园社区')!.quality).toBeGreaterThan(
      nearly('幸福花丛社区', '幸福花园社区')!.quality,
    );
    expect(nearly('幸福花丛社区', '幸福花园社区')!.quality).toBeGreaterThan(
      nearly('幸运花丛社区', '幸福花园社区')!.quality,
    );
  });
});

test('slips are counted as the table of Damerau and Levenshtein counts them', () => {
  const letters = fc.string({ unit: fc.constantFrom('a', 'b', 'c', 'd'), minLength: 5, maxLength: 12 });
  fc.assert(
    fc.property(letters, letters, (phrase, name) => {
      const most = phrase.length < 9 ? 1 : 2;
      const slips = fewestSlips(phrase, name);
      const found = nearly(phrase, name);
      if (slips > most) expect(found).toBeNull();
      else expect(found!.quality).toBeCloseTo(0.45 - 0.12 * slips + (found!.from === 0 ? 0.05 : 0), 9);
    }),
    { seed: 11, numRuns: 3000 },
  );
});

/** Of the phrase against any part of the name; neighbours that are changed count once (optimal string alignment). */
function fewestSlips(phrase: string, name: string): number {
  const rows = Array.from({ length: phrase.length + 1 }, (_, i) => Array.from({ length: name.length + 1 }, () => i));
  for (let i = 1; i <= phrase.length; i++) {
    for (let j = 0; j <= name.length; j++) {
      const above = rows[i - 1]!;
      let least = above[j]! + 1;
      if (j > 0) {
        const same = phrase[i - 1] === name[j - 1];
        least = Math.min(least, rows[i]![j - 1]! + 1, above[j - 1]! + (same ? 0 : 1));
        if (i > 1 && j > 1 && phrase[i - 1] === name[j - 2] && phrase[i - 2] === name[j - 1])
          least = Math.min(least, rows[i - 2]![j - 2]! + 1);
      }
      rows[i]![j] = least;
    }
  }
  return Math.min(...rows[phrase.length]!);
}

test('any phrase and any name are compared without an error', () => {
  const text = fc.oneof(fc.string({ unit: 'binary', maxLength: 40 }), fc.string({ unit: 'grapheme', maxLength: 40 }));
  fc.assert(
    fc.property(text, text, (phrase, name) => {
      for (const match of [exact(phrase || 'a', name), nearly(phrase, name)]) {
        if (match) expect(match.from >= 0 && match.to <= name.length && match.from < match.to).toBe(true);
      }
    }),
    { seed: 12, numRuns: 2000 },
  );
});

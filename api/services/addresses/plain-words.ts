/** Marks between words; a hyphen between digits parts numbers and stays. */
const MARKS = /[\s\p{P}\p{S}]/gu;

/**
 * Words without what is only spelling: wide signs, capitals, spaces, punctuation and the frame 囗 that stands for 口 in some
 * registers.
 */
export const plainWords = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll('囗', '口')
    .replace(/號/g, '号')
    .replace(/棟/g, '栋')
    .replace(/樓/g, '楼')
    .replace(/[‐-―~～－]/g, '-')
    .replace(MARKS, (mark, at: number, whole: string) => {
      if (mark === '#') return '#';
      const between = /[\da-z]/.test(whole[at - 1] ?? '') && /\d/.test(whole[at + 1] ?? '');
      return mark === '-' && between ? '-' : '';
    });

/** What a community or village calls itself beyond its name. */
const COUNCILS: readonly (readonly [RegExp, string])[] = [
  [/(?:社区)?(?:居民委员会|居委会|社区居委会)$/, '社区'],
  [/(?:村民委员会|村委会|村村民委员会)$/, '村'],
  [/街道办事处$/, '街道'],
];
const KIND = /(?:社区|村|街道|网格|小区|镇|乡)$/;

/** Spellings of a name, the stricter first: 树文社区居委会 → 树文社区居委会, 树文社区, 树文. */
export function nameKeys(name: string): string[] {
  const plain = plainWords(name);
  const council = COUNCILS.reduce((text, [end, kind]) => text.replace(end, kind), plain).replace(/村村$/, '村');
  const bare = council.replace(KIND, '');
  return [...new Set([plain, council, bare])].filter((key) => key !== '');
}

/** The number that a source gives a thing, however a spreadsheet keeps it: 4711.0, full-width. */
export const sourceKeys = (number: string): string[] => {
  const plain = number
    .normalize('NFKC')
    .trim()
    .replace(/^(\d+)\.0+$/, '$1');
  return plain === '' ? [] : [plain];
};

/** The code of a region as digits, however a spreadsheet keeps it: 220322001001.0, full-width, with zeros for the levels below. */
export function codeKeys(code: string): string[] {
  const plain = code.normalize('NFKC').trim().replace(/\.0+$/, '');
  const digits = plain.replace(/[\s-]/g, '');
  if (!/^\d{6,15}$/.test(digits)) return plain === '' ? [] : [plain];
  return [...new Set([digits, digits.replace(/(?:000)+$/, '')])];
}

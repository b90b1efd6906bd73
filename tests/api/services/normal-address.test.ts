import { describe, expect, test } from 'vitest';
import { addressKeys, normalAddress } from '../../../api/services/addresses/normal-address.ts';
import { codeKeys, nameKeys, sourceKeys } from '../../../api/services/addresses/plain-words.ts';

/** Spellings of one building each, as they stand in registers, and another that is none of them. */
const SAME: readonly (readonly [building: string, spellings: readonly string[]])[] = [
  [
    '奉化大街12号',
    [
      ...['奉化大街１２号', '奉化大街 12 号', '奉化大街十二号', '奉化大街12號', '奉化大街12', '奉化街12号'],
      ...['吉林省四平市梨树县奉化大街12号', '四平市梨树县奉化大街12号', '梨树县奉化大街12号', '梨树镇奉化大街12号'],
      ...['梨树县富强街道奉化大街12号', '富强街道树文社区奉化大街12号', '奉化大街门牌12号', '奉化大街12#'],
      ...['奉化大街12号2单元301室', '奉化大街12号301室', '奉化大街12号3层', '奉化大街，12号', '奉化大街12号门'],
    ],
  ],
  [
    '奉化大街12-3号',
    ['奉化大街12-3', '奉化大街１２－３号', '奉化大街12—3号', '奉化大街12附3号', '梨树县奉化大街12-3号'],
  ],
  [
    '五一路8号',
    ['五一路八号', '五一路8', '五一路 8号', '岑溪市岑城镇五一路8号', '广西壮族自治区梧州市岑溪市五一路８号'],
  ],
  ['市场路二十一号', ['市场路21号', '市场路21', '梨树县市场路21号', '市场路21号101']],
  ['三里屯路10号', ['三里屯路十号', '三里屯路10']],
  ['胜利路105号', ['胜利路一百零五号', '胜利路一〇五号', '胜利路105', '胜利路１０５號']],
  ['向阳巷3号', ['向阳巷三号', '向阳巷3', '城关镇向阳巷3号']],
  ['西大街甲7号', ['西大街甲七号', '西大街 甲7号']],
  [
    '交通小区3号楼',
    [
      ...[
        '交通小区三号楼',
        '交通小区3栋',
        '交通小区3幢',
        '交通小区3座',
        '交通小区３号楼',
        '交通小区3#',
        '交通小区3#楼',
      ],
      ...['交通小区第3栋', '交通小区3楼', '交通小区3号', '交通3号楼', '交通小区 3 号 楼', '梨树县交通小区3号楼'],
      ...[
        '交通小区3号楼2单元',
        '交通小区3号楼2单元301',
        '交通小区3号楼2单元301室',
        '交通小区3-2-301',
        '交通小区3号楼301',
      ],
      ...['交通小区三栋二单元三零一室', '梨树镇交通小区3号楼东侧', '富强街道树勤社区交通小区3栋', '交通小区3号楼2-301'],
    ],
  ],
  ['阳光花园A座', ['阳光花园a座', '阳光花园Ａ座', '阳光花园 A 栋', '阳光花园A栋1201室']],
  ['粮库家属楼2栋', ['粮库家属楼2号楼', '粮库家属楼二栋', '粮库2栋']],
  [
    '解放路5号院2号楼',
    ['解放路5号院2栋', '解放路五号院二号楼', '梨树县解放路5号院2号楼', '解放路5号2号楼', '解放路5号院2号楼3单元402'],
  ],
  [
    '黄浦区南京东路街道宁波路100弄5号',
    ['宁波路100弄5号', '上海市黄浦区宁波路100弄5号', '宁波路一百弄五号', '宁波路100弄5号201室'],
  ],
  ['学府名城12栋', ['学府名城十二栋', '学府名城12号楼', '学府名城12幢']],
  ['东门巷15号', ['东门巷十五号', '东门巷１５', '东门巷15号1楼']],
  ['工农大路33号', ['工农大路三十三号', '工农大路33', '工农大路33号5楼']],
];
const DIFFERENT: readonly (readonly [string, string])[] = [
  ['奉化大街12号', '奉化大街13号'],
  ['奉化大街12号', '奉化路12号'],
  ['奉化大街12号', '奉化大街12-3号'],
  ['交通小区3号楼', '交通小区13号楼'],
  ['交通小区3号楼', '公安小区3号楼'],
  ['解放路5号院2号楼', '解放路5号院3号楼'],
  ['阳光花园A座', '阳光花园B座'],
  ['西大街7号', '西大街甲7号'],
  ['五一路8号', '八一路8号'],
];

const share = (a: string, b: string): boolean => {
  const keys = new Set(addressKeys(normalAddress(a)));
  return addressKeys(normalAddress(b)).some((key) => keys.has(key));
};

describe('spellings of an address', () => {
  test.each(SAME.flatMap(([building, spellings]) => spellings.map((spelling) => [spelling, building])))(
    '%s is %s',
    (spelling, building) => {
      expect(addressKeys(normalAddress(spelling))).toEqual(expect.arrayContaining([expect.stringMatching(/./)]));
      expect(share(spelling, building), JSON.stringify([normalAddress(spelling), normalAddress(building)])).toBe(true);
    },
  );

  test('there are eighty of them and more', () => {
    expect(SAME.flatMap(([, spellings]) => spellings).length).toBeGreaterThanOrEqual(80);
  });

  test.each(DIFFERENT)('%s is not %s', (a, b) => {
    expect(share(a, b)).toBe(false);
  });
});

describe('spellings of names and codes', () => {
  test.each([
    ['树文社区居委会', '树文社区'],
    ['树文社区', '树文'],
    ['城囗社区', '城口社区居民委员会'],
    ['双河村村民委员会', '双河村'],
    ['双河村委会', '双河村'],
    ['富强街道办事处', '富强街道'],
  ])('%s is %s', (a, b) => {
    expect(nameKeys(a).some((key) => nameKeys(b).includes(key))).toBe(true);
  });

  test('the stricter spelling comes first', () => {
    expect(nameKeys('树文社区居委会')).toEqual(['树文社区居委会', '树文社区', '树文']);
  });

  test.each([
    ['220322001000', '220322001'],
    ['220322001001.0', '220322001001'],
    ['２２０３２２００１００１', '220322001001'],
    [' 220322-001-001', '220322001001'],
  ])('the code %s is %s', (a, b) => {
    expect(codeKeys(a)).toContain(b);
  });

  test('a code that is no number of regions is taken as it stands', () => {
    expect(codeKeys('way/123')).toEqual(['way/123']);
    expect(codeKeys(' ')).toEqual([]);
  });

  test('the number that a source gives a thing keeps its zeros', () => {
    expect(sourceKeys('100001000')).toEqual(['100001000']);
    expect(sourceKeys(' ４７１１.0')).toEqual(['4711']);
    expect(sourceKeys('v2.0')).toEqual(['v2.0']);
    expect(sourceKeys(' ')).toEqual([]);
  });
});

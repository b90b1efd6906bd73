import type { Random } from './random.ts';

/** Common names of Chinese county towns. Only material: name-ways.ts and name-compounds.ts put it to use. */
/** Stems that suit roads, communities, schools and shops alike. */
export const CIVIC_STEMS =
  '文化 胜利 和平 团结 民主 光明 友谊 建设 向阳 东风 红旗 新华 幸福 平安 迎宾 康平 富强 振兴 民生 爱民 育才 长青 永安 兴盛 新兴 青年 健康 富民 中兴 复兴 同心 朝阳 春光 百合 松林 杨柳 春晖 锦绣 龙泉 凤翔 金城 银河 昌盛 繁荣 凯旋 开元 泰和 景明 景阳 崇文 尚德 厚德 明德 丰收 新城'.split(
    ' ',
  );

/** Stems of roads: after a place or a time. */
export const ROAD_STEMS = [
  ...CIVIC_STEMS,
  ...'工农 学府 体育 滨湖 科技 创业 公园 广场 政府 师范 医院 邮电 交通 粮库 砖厂 纺织 机修 商贸 花园 知行 励志 求实 东郊 西郊 南郊 北郊 开发 兴工 轻工 八一 五四 四海'.split(
    ' ',
  ),
];

export const LANE_STEMS =
  '平安 福民 兴隆 永兴 安居 仁和 太平 顺城 吉祥 如意 福寿 长乐 万福 德胜 庆丰 裕民 恒昌 義和 广源 聚宝 双井 石桥 柳树 槐树 枣树 菜园 油坊 酒厂 鼓楼 书院 关帝 城隍 文庙 马号 皮铺 豆腐 磨盘 铁匠 染坊 布市 米市 盐店 煤市 草市 戏楼 水井 东园 西园 南园 北园 后河 前河 桥头 塔前 营房 更新 前进 跃进 卫星 立新 曙光 春风 晨光 和顺 民安 国泰 家和 百花 丹桂 海棠 玉兰 紫荆 白杨 青松 翠竹 红梅 金桂 银杏 芙蓉 牡丹 迎春 清泉 甘泉 玉泉 莲池 荷塘'
    .replace('義', '义')
    .split(' ');

/** Two-character stems beyond the lists: any of the first with any of the second. */
const STEM_FIRST = '兴福永安泰康瑞祥吉庆长广德仁义和顺昌盛隆恒裕丰宏嘉景锦华明春'.split('');
const STEM_SECOND = '达源和顺安康宁盛兴隆昌茂泰平福祥瑞庆远通利民德仁明华阳光'.split('');

export const VILLAGE_FAMILIES =
  '张 王 李 赵 刘 陈 杨 黄 周 吴 徐 孙 马 朱 胡 林 郭 何 高 罗 双 大 小 前 后 上 下'.split(' ');
export const VILLAGE_ENDS = '家 家岗 家屯 家沟 泉 山 塘 坪 湾 桥头 庄 窝堡'.split(' ');

export const COMPOUND_STEMS =
  '阳光 怡景 金色 锦绣 幸福 富民 盛世 丽景 万和 龙腾 滨河 御景 祥和 天润 翰林 书香 东方 世纪 时代 江南 水岸 绿地 香榭 凯旋 名都 恒基 鑫源 宏达 华府 吉祥 康乐 安泰 金桂 紫荆 玉兰 碧水 春晓 明珠 星河 银座 中央 国际 城市 新天地 御龙 水木 清华 帝景 鼎盛 富贵 福满 金鼎 嘉和 景泰 和谐 乐居 瑞丰 博雅 文苑 学府 枫林 梧桐'.split(
    ' ',
  );
export const ESTATE_SUFFIXES = ['小区', '花园', '家园', '新村', '嘉园', '雅苑', '佳苑'] as const;
export const TOWER_SUFFIXES = ['名城', '华庭', '公馆', '首府', '府', '国际', '公寓', '豪庭', '壹号', '天下'] as const;
/** Owners of old family compounds. */
export const UNITS =
  '粮食局 供销社 农机厂 一中 二中 实验小学 县医院 税务局 电业局 邮电局 化肥厂 糖厂 酒厂 建筑公司 物资局 商业局 水利局 林业局 法院 公安局 人民银行 农业银行 工商银行 铁路 运输公司 食品公司 百货公司 外贸公司 印刷厂 机械厂 水泥厂 纺织厂 教育局 卫生局 民政局 广播局 土产公司 石油公司 木材公司 药材公司'.split(
    ' ',
  );
export const MANAGERS =
  '嘉和 安居 鑫源 万家 康泰 瑞丰 新纪元 恒信 佳美 华城 诚信 宜居 顺达 金钥匙 宏远 盛世 洁诚 民安 长城 绿城家园'.split(
    ' ',
  );

export const SHOP_NAMES =
  '便民超市 大药房 五金建材 家电商场 服装城 小吃部 饭店 理发店 银行营业厅 手机专卖 烟酒行 蛋糕店 茶庄 眼镜店 家具城 书店 文具店 粮油店 水果店 宾馆'.split(
    ' ',
  );

/** A made stem of two different characters. */
export function madeStem(random: Random): string {
  const first = random.pick(STEM_FIRST);
  const second = random.pick(STEM_SECOND);
  return first === second ? madeStem(random) : first + second;
}

const DIGITS = '零一二三四五六七八九';

/** 1 … 999 in Chinese numerals: 十二, 二十, 一百零五, 二百一十. */
export function chineseNumber(n: number): string {
  const [hundreds, tens, ones] = [Math.floor(n / 100), Math.floor(n / 10) % 10, n % 10];
  const head = hundreds === 0 ? '' : `${DIGITS[hundreds]}百`;
  if (tens === 0) return head + (ones === 0 ? '' : head === '' ? DIGITS[ones]! : `零${DIGITS[ones]}`);
  return `${head}${tens === 1 && head === '' ? '' : DIGITS[tens]}十${ones === 0 ? '' : DIGITS[ones]}`;
}

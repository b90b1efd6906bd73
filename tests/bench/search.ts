import type { OpenedDatabase } from '../../api/db/open.ts';
import { SCALE20 as COUNTY, onScale20 } from '../support/scale20.ts';
import { openApp } from '../support/whole-app.ts';
import { type Bench, type BenchRow, cpuMs, percentile } from './bench.ts';

const MIDDLE = '&lng=124.33&lat=43.31';

/** What people type, by how they type it. */
const PHRASES: Readonly<Record<string, readonly string[]>> = {
  'a name': ['富强街道', '幸福社区', '锦绣街', '奉化大街', '东祥和花园', '人民医院', '第三小学', '公园街'],
  'part of a name': ['大街', '社区', '富强', '小学', '医院', '商场', '公园', '党委', '花园', '网格', '6号楼', '胡同'],
  pinyin: ['fuqiangjiedao', 'xingfushequ', 'fuqiang', 'jinxiujie', 'yiyuan', 'xiaoxue', 'jiefang', 'renminyiyuan'],
  initials: ['fqjd', 'xfsq', 'jxj', 'fq', 'rmyy', 'jfl', 'zgls', 'dxhhy'],
  'one or two letters': ['j', 'f', 'a', 'da', 'ji', '1', '富', '街'],
  'a code': ['220322', '220322001', '220322001001', '220322001001002'],
  'an address': [
    '锦绣街12号',
    '锦绣街12',
    '奉化大街225号',
    '梨树县富强街道锦绣街12号',
    '富强街道19号',
    '东祥和花园3号楼',
  ],
  'an address in pinyin': ['fuqiang19', 'jinxiujie12', 'jxj12', 'fenghuadajie225hao'],
  mixed: ['jin绣街', '富强jd', '第2wangge', 'xf社区'],
  'a slip': ['幸福设区', '锦秀街', '奉化大接12号', 'fuqaing', 'xinfushequ', 'jinxuijie', '人民一院', '东详和花园'],
  nothing: ['没有这样的地方', '龘龖龘龖', 'qqqqqqqq', '乌兰巴托大道'],
};

export const bench: Bench = {
  name: 'Search in 梨树 twenty times as large (about 258,000 buildings), in process',
  run: ({ quick }) => onScale20((database, name) => measure(database, name, quick)),
};

async function measure(database: OpenedDatabase, name: string, quick: boolean): Promise<BenchRow[]> {
  const app = await openApp(database);
  const viewer = await app.somebody(COUNTY);
  const ask = async (q: string, more: string): Promise<number> => {
    const started = performance.now();
    const answer = await viewer.get(`/api/counties/${COUNTY}/search?q=${encodeURIComponent(q)}&limit=12${more}`);
    if (answer.status !== 200) throw new Error(`${q}: ${answer.status}`);
    await answer.arrayBuffer();
    return performance.now() - started;
  };
  const rows: BenchRow[] = [
    { what: `${name}: the first search, which reads the names`, value: await ask('富强', MIDDLE), unit: 'ms' },
  ];
  const all: number[] = [];
  const worked: number[] = [];
  for (const [how, phrases] of Object.entries(PHRASES)) {
    const taken: number[] = [];
    for (const more of [MIDDLE, '']) {
      for (const phrase of phrases) {
        await ask(phrase, more);
        for (let i = 0; i < (quick ? 2 : 7); i++) {
          const before = cpuMs();
          taken.push(await ask(phrase, more));
          worked.push(cpuMs() - before);
        }
      }
    }
    all.push(...taken);
    rows.push({ what: `${name}: ${how}, ${phrases.length} phrases: p50`, value: percentile(taken, 0.5), unit: 'ms' });
    rows.push({ what: `${name}: ${how}: p95`, value: percentile(taken, 0.95), unit: 'ms' });
  }
  rows.push({
    what: `${name}: all phrases: p50`,
    value: percentile(all, 0.5),
    unit: 'ms',
    bar: { at: 'most', value: 50 },
  });
  rows.push({
    what: `${name}: all phrases: p95`,
    value: percentile(all, 0.95),
    unit: 'ms',
    bar: { at: 'most', value: 50 },
  });
  // The embedded database works in this process; wall time tells also what else the machine does.
  const what = `${name}: CPU of ${database.kind === 'pg' ? 'the program alone' : 'program and database'}`;
  rows.push({ what: `${what}: p50`, value: percentile(worked, 0.5), unit: 'ms' });
  rows.push({ what: `${what}: p95`, value: percentile(worked, 0.95), unit: 'ms', bar: { at: 'most', value: 50 } });
  await app.close();
  return rows;
}

import cenxiCounty from './cenxi/county.json' with { type: 'json' };
import cenxiFigures from './cenxi/figures.json' with { type: 'json' };
import { furnishCenxi } from './cenxi/furnish.ts';
import practiceCounty from './cenxi-practice/county.json' with { type: 'json' };
import practiceFigures from './cenxi-practice/figures.json' with { type: 'json' };
import { type CountyData, countyData, type FigureData, figureData } from './county-data.ts';
import dongjiaduCounty from './dongjiadu/county.json' with { type: 'json' };
import dongjiaduFigures from './dongjiadu/figures.json' with { type: 'json' };
import { furnishDongjiadu } from './dongjiadu/furnish.ts';
import type { Furnishing } from './furnishing.ts';
import type { Ground } from './ground.ts';
import lishuCounty from './lishu/county.json' with { type: 'json' };
import lishuFigures from './lishu/figures.json' with { type: 'json' };
import { furnishLishu } from './lishu/furnish.ts';
import quyuhuaCounty from './quyuhua/county.json' with { type: 'json' };
import quyuhuaFigures from './quyuhua/figures.json' with { type: 'json' };
import { furnishQuyuhua } from './quyuhua/furnish.ts';
import rongxianCounty from './rongxian/county.json' with { type: 'json' };
import rongxianFigures from './rongxian/figures.json' with { type: 'json' };
import { furnishRongxian } from './rongxian/furnish.ts';

export interface DemoCounty {
  code: string;
  name: string;
  data: CountyData;
  figures: FigureData;
  furnish: (ground: Ground) => Furnishing;
}

function readCounty(county: unknown, figures: unknown, furnish: DemoCounty['furnish']): DemoCounty {
  const data = countyData.parse(county);
  return { code: data.code, name: data.name, data, figures: figureData.parse(figures), furnish };
}

/** In the order in which they are loaded; the first is the one a newcomer sees. */
export const DEMO_COUNTIES: readonly DemoCounty[] = [
  readCounty(lishuCounty, lishuFigures, furnishLishu),
  readCounty(cenxiCounty, cenxiFigures, furnishCenxi),
  readCounty(practiceCounty, practiceFigures, furnishCenxi),
  readCounty(rongxianCounty, rongxianFigures, furnishRongxian),
  readCounty(dongjiaduCounty, dongjiaduFigures, furnishDongjiadu),
  readCounty(quyuhuaCounty, quyuhuaFigures, furnishQuyuhua),
];

/** @throws RangeError for a code that is no demo county's */
export function demoCounty(code: string): DemoCounty {
  const county = DEMO_COUNTIES.find((each) => each.code === code);
  if (!county) throw new RangeError(`There is no demo county ${code}`);
  return county;
}

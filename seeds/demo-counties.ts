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

function demoCounty(county: unknown, figures: unknown, furnish: DemoCounty['furnish']): DemoCounty {
  const data = countyData.parse(county);
  return { code: data.code, name: data.name, data, figures: figureData.parse(figures), furnish };
}

/** In the order in which they are loaded; the first is the one a newcomer sees. */
export const DEMO_COUNTIES: readonly DemoCounty[] = [
  demoCounty(lishuCounty, lishuFigures, furnishLishu),
  demoCounty(cenxiCounty, cenxiFigures, furnishCenxi),
  demoCounty(practiceCounty, practiceFigures, furnishCenxi),
  demoCounty(rongxianCounty, rongxianFigures, furnishRongxian),
  demoCounty(dongjiaduCounty, dongjiaduFigures, furnishDongjiadu),
  demoCounty(quyuhuaCounty, quyuhuaFigures, furnishQuyuhua),
];
export const DEFAULT_COUNTY = DEMO_COUNTIES[0]!.code;

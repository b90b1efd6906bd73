import { z } from 'zod';
import {
  type County,
  type CountySummary,
  county,
  countySummary,
  type RegionList,
  regionList,
} from '../../api/contract/counties.ts';
import { queryString, request } from './http.ts';

const countyList = z.array(countySummary);

export const getCounties = (signal?: AbortSignal): Promise<CountySummary[]> =>
  request('/api/counties', countyList, { signal });

export const getCounty = (code: string, date: string | null, signal?: AbortSignal): Promise<County> =>
  request(`/api/counties/${code}${queryString({ date })}`, county, { signal });

export const getRegions = (code: string, date: string | null, signal?: AbortSignal): Promise<RegionList> =>
  request(`/api/counties/${code}/regions${queryString({ date })}`, regionList, { signal });

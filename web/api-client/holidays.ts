import {
  type HolidayReading,
  type HolidayYear,
  holidayReading,
  holidayYear,
  type PutHolidays,
} from '../../api/contract/holidays.ts';
import { request } from './http.ts';
import { upload } from './upload.ts';

const at = (county: string, year: number) => `/api/counties/${county}/holidays/${year}`;

/** The special days of a year: the county's own, or as published. */
export const getHolidays = (county: string, year: number, signal?: AbortSignal): Promise<HolidayYear> =>
  request(at(county, year), holidayYear, { signal });

/** @throws ApiError `stale-version` when somebody else changed the year since that version */
export const putHolidays = (county: string, year: number, put: PutHolidays): Promise<HolidayYear> =>
  request(at(county, year), holidayYear, { method: 'PUT', body: put });

/** A table of days, XLSX or CSV, looked at; nothing is changed. */
export const readHolidays = (county: string, year: number, file: File): Promise<HolidayReading> =>
  upload(`${at(county, year)}/reading`, file, holidayReading);

import { rm } from 'node:fs/promises';
import { Hono } from 'hono';
import { describeRoute } from 'hono-openapi';
import { countyWide, scopeFor } from '../auth/actor.ts';
import { FIRST_YEAR, holidayReading, holidayYear, LAST_YEAR, putHolidays } from '../contract/holidays.ts';
import type { Database } from '../db/database.ts';
import type { AppEnv } from '../http-env.ts';
import * as holidays from '../services/holidays/holidays.ts';
import { readHolidays } from '../services/holidays/read-holidays.ts';
import { receiveUpload } from '../services/imports/uploads.ts';
import { answers, countyParam, numberText, privately, valid } from './validate.ts';

const yearParam = countyParam.extend({ year: numberText(FIRST_YEAR, LAST_YEAR).refine(Number.isInteger, 'a year') });

interface HolidayDeps {
  database: Database;
  /** folder for files that are being read */
  uploads: string;
}

/** Mounted at /api/counties: days that are not as their weekday says. Everybody reads them, administrators change them. */
export const holidayRoutes = ({ database, uploads }: HolidayDeps) =>
  new Hono<AppEnv>()
    .get(
      '/:county/holidays/:year',
      describeRoute({
        tags: ['counties'],
        summary: 'Holidays and working weekends of a year',
        responses: answers(holidayYear, 'The county’s own, or as published'),
      }),
      valid('param', yearParam),
      async (c) => {
        const { county, year } = c.req.valid('param');
        privately(c);
        return c.json(await holidays.holidaysOf(database.as(scopeFor(c.get('actor'), county)), county, year));
      },
    )
    .put(
      '/:county/holidays/:year',
      describeRoute({
        tags: ['counties'],
        summary: 'Other special days of a year, as a whole',
        responses: answers(holidayYear, 'As they are now'),
      }),
      valid('param', yearParam),
      valid('json', putHolidays),
      async (c) => {
        const { county, year } = c.req.valid('param');
        const db = database.as(scopeFor(countyWide(c.get('actor')), county, ['admin']));
        return c.json(await holidays.putHolidays(db, year, c.req.valid('json')));
      },
    )
    .post(
      '/:county/holidays/:year/reading',
      describeRoute({
        tags: ['counties'],
        summary: 'Read a table of special days; nothing is changed',
        requestBody: {
          required: true,
          description: 'The file itself, XLSX or CSV: date, kind (放假 or 上班), name',
          content: { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } },
        },
        responses: answers(holidayReading, 'The days, and faults by row'),
      }),
      valid('param', yearParam),
      async (c) => {
        const { county, year } = c.req.valid('param');
        scopeFor(countyWide(c.get('actor')), county, ['admin']);
        privately(c);
        const path = await receiveUpload(uploads, c.req.raw.body);
        try {
          return c.json(await readHolidays(path, year));
        } finally {
          await rm(path, { force: true });
        }
      },
    );

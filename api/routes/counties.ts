import { Hono } from 'hono';
import { describeRoute } from 'hono-openapi';
import { z } from 'zod';
import { scopeFor } from '../auth/actor.ts';
import { county, countySummary, type DivisionSummary, regionList } from '../contract/counties.ts';
import { today } from '../contract/today.ts';
import { countFeatures, countSites, countUnlocated, readCounty } from '../db/counties.ts';
import type { Database } from '../db/database.ts';
import { type DivisionHead, divisionInForce, listDivisions } from '../db/divisions.ts';
import { readDataVersion } from '../db/layers.ts';
import { listRegions } from '../db/regions.ts';
import type { AppEnv } from '../http-env.ts';
import { ProblemError } from '../problems.ts';
import { listCounties, rolesIn } from '../services/list-counties.ts';
import { answers, countyParam, dateQuery, privately, valid } from './validate.ts';

const summaryOf = ({ id, name, fabric, validFrom, validTo }: DivisionHead): DivisionSummary => ({
  id,
  name,
  fabric,
  validFrom,
  validTo,
});

export const countyRoutes = ({ database }: { database: Database }) =>
  new Hono<AppEnv>()
    .get(
      '/',
      describeRoute({
        tags: ['counties'],
        summary: 'Counties that the account has a grant for',
        responses: answers(z.array(countySummary), 'In the order of their codes'),
      }),
      valid('query', z.strictObject({})),
      async (c) => {
        const actor = c.get('actor');
        if (!actor.account) throw new ProblemError('not-signed-in', 'Nobody is signed in; sign in and ask again.');
        privately(c);
        return c.json(await listCounties(database, actor));
      },
    )
    .get(
      '/:county',
      describeRoute({
        tags: ['counties'],
        summary: 'A county with what it holds on a date',
        responses: answers(county, 'The county'),
      }),
      valid('param', countyParam),
      valid('query', dateQuery),
      async (c) => {
        const { county: code } = c.req.valid('param');
        const actor = c.get('actor');
        const db = database.as(scopeFor(actor, code));
        const row = await readCounty(db, code);
        if (!row)
          throw new ProblemError('not-found', `County ${code} holds nothing yet; import its boundary first.`, {
            reason: 'no-county',
            values: { code },
          });
        const division = await divisionInForce(db, code, c.req.valid('query').date ?? today());
        privately(c);
        return c.json({
          ...row,
          roles: rolesIn(actor, code),
          division: division && summaryOf(division),
          divisions: (await listDivisions(db, code)).map(summaryOf),
          counts: await countFeatures(db, code, division),
          siteCounts: await countSites(db, code),
          unlocated: division ? await countUnlocated(db, code, division.seq) : {},
          dataVersion: await readDataVersion(db, code),
        });
      },
    )
    .get(
      '/:county/regions',
      describeRoute({
        tags: ['counties'],
        summary: 'The regions of the division in force on a date',
        responses: answers(regionList, 'From the top level down'),
      }),
      valid('param', countyParam),
      valid('query', dateQuery),
      async (c) => {
        const { county: code } = c.req.valid('param');
        const db = database.as(scopeFor(c.get('actor'), code));
        const division = await divisionInForce(db, code, c.req.valid('query').date ?? today());
        privately(c);
        return c.json({
          division: division && summaryOf(division),
          regions: division ? await listRegions(db, code, division.id) : [],
        });
      },
    );

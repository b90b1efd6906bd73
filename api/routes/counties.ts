import { Hono } from 'hono';
import { describeRoute } from 'hono-openapi';
import { z } from 'zod';
import { type Actor, scopeFor } from '../auth/actor.ts';
import { county, countySummary, type DivisionSummary, regionList } from '../contract/counties.ts';
import { today } from '../contract/today.ts';
import type { Role } from '../contract/words.ts';
import { countFeatures, countSites, countUnlocated, readCounty } from '../db/counties.ts';
import type { Database } from '../db/database.ts';
import { type DivisionHead, divisionInForce, listDivisions } from '../db/divisions.ts';
import { readDataVersion } from '../db/layers.ts';
import { listRegions } from '../db/regions.ts';
import type { AppEnv } from '../http-env.ts';
import { ProblemError } from '../problems.ts';
import { answers, countyParam, dateQuery, privately, valid } from './validate.ts';

const rolesIn = (actor: Actor, code: string): Role[] =>
  actor.grants.filter((grant) => grant.county === code).map((grant) => grant.role);

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
        const codes = [...new Set(actor.grants.map((grant) => grant.county))].sort();
        const found = await Promise.all(codes.map((code) => readCounty(database.as(scopeFor(actor, code)), code)));
        privately(c);
        return c.json(
          found
            .filter((row) => row !== null)
            .map(({ attribution: _, ...row }) => ({ ...row, roles: rolesIn(actor, row.code) })),
        );
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

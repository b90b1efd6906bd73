import { afterAll, beforeAll, expect } from 'vitest';
import { type ChangesDone, changesDone, type ThingRecord, thingRecord } from '../../api/contract/thing-edits.ts';
import type { OpenedDatabase } from '../../api/db/open.ts';
import { sql } from '../../api/db/sql.ts';
import { type SmallTown, smallTown } from './small-town.ts';
import type { Visitor } from './visitor.ts';
import { openApp, type WholeApp } from './whole-app.ts';

/** What blocks and regions hold, of all divisions. */
export type Figures = { blocks: object[]; regions: object[] };

export interface EditedTown {
  app: WholeApp;
  town: SmallTown;
  admin: Visitor;
  /** of the community in the west alone */
  desk: Visitor;
  /** to an address below the county's, as the admin unless said otherwise; 200 or 201 is expected */
  post(path: string, body: object, who?: Visitor): Promise<ChangesDone>;
  patch(path: string, body: object, who?: Visitor): Promise<ChangesDone>;
  /** what is refused, as a problem */
  refused(method: 'POST' | 'PATCH', path: string, body: object, who?: Visitor): Promise<Record<string, unknown>>;
  record(path: string): Promise<ThingRecord>;
  figures(): Promise<Figures>;
}

/** A small town with people who may change its things, for a suite: `get` works within tests. */
export function editedTown(database: () => OpenedDatabase, code: string): () => EditedTown {
  let edited: EditedTown;
  beforeAll(async () => {
    const town = await smallTown(database(), code);
    const app = await openApp(database());
    const admin = await app.somebody(code, 'admin');
    const desk = await app.somebody(code, 'desk', town.regions.get('1'));
    const send = async (method: string, path: string, body: object, who: Visitor) =>
      who.send(method, `/api/counties/${code}/${path}`, body);
    const done = async (method: string, path: string, body: object, who = admin) => {
      const answer = await send(method, path, body, who);
      const told = await answer.json();
      expect([answer.status, told], path).toEqual([
        expect.toSatisfy((status) => status === 200 || status === 201),
        told,
      ]);
      return changesDone.parse(told);
    };
    edited = {
      ...{ app, town, admin, desk },
      post: (path, body, who) => done('POST', path, body, who),
      patch: (path, body, who) => done('PATCH', path, body, who),
      refused: async (method, path, body, who = admin) => {
        const answer = await send(method, path, body, who);
        const problem = (await answer.json()) as Record<string, unknown>;
        expect([answer.headers.get('content-type'), answer.status < 500, problem]).toEqual([
          'application/problem+json',
          true,
          problem,
        ]);
        return problem;
      },
      record: async (path) =>
        thingRecord.parse(await (await admin.get(`/api/counties/${code}/things/${path}/record`)).json()),
      figures: async () => {
        const blocks = await town.db.query<object>(sql`
          select fabric, id, households, residents, buildings, estimated from block order by fabric, id`);
        const regions = await town.db.query<object>(sql`
          select division, region, name, households, residents, buildings, estimated
            from region_version order by division, region`);
        return { blocks: blocks.rows, regions: regions.rows };
      },
    };
  });
  afterAll(() => edited?.app.close());
  return () => edited;
}

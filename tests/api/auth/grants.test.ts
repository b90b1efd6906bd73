import { beforeAll, describe, expect, test } from 'vitest';
import { type Actor, NOBODY, scopeFor } from '../../../api/auth/actor.ts';
import { addPerson } from '../../../api/auth/people.ts';
import { ROLES, type Role } from '../../../api/contract/words.ts';
import { accountByUsername, standingOf } from '../../../api/db/accounts.ts';
import type { Database } from '../../../api/db/database.ts';
import { sql } from '../../../api/db/sql.ts';
import { eachDatabase } from '../../support/databases.ts';
import { type PlantedCounty, plantCounty } from '../../support/plant-county.ts';

const HOME = '990816';
const FOREIGN = '990817';

const actorOf = (grants: [county: string, role: Role, region?: number][]): Actor => ({
  account: { id: 'a', username: 'zhang', name: '张三', demo: false },
  grants: grants.map(([county, role, region]) => ({ county, countyName: county, role, region: region ?? null })),
});

describe('the scope of an actor', () => {
  test('is that of the grant in the county asked for, with its region', () => {
    expect(
      scopeFor(
        actorOf([
          [HOME, 'grid_staff', 7],
          [FOREIGN, 'admin'],
        ]),
        HOME,
      ),
    ).toEqual({
      county: HOME,
      account: 'a',
      role: 'grid_staff',
      regions: [7],
    });
  });
  test('takes the widest of several grants, or the one that the use case asks for', () => {
    const actor = actorOf([
      [HOME, 'viewer'],
      [HOME, 'admin'],
      [HOME, 'planner'],
    ]);
    expect(scopeFor(actor, HOME).role).toBe('admin');
    expect(scopeFor(actor, HOME, ['planner', 'approver']).role).toBe('planner');
  });
  test('with several regions is any of them, and the whole county where one of the grants is', () => {
    const desk = actorOf([
      [HOME, 'desk', 7],
      [HOME, 'desk', 12],
      [HOME, 'grid_staff', 9],
    ]);
    expect(scopeFor(desk, HOME, ['desk']).regions).toEqual([7, 12]);
    const grants = [...desk.grants, { county: HOME, countyName: HOME, role: 'desk' as const, region: null }];
    expect(scopeFor({ ...desk, grants }, HOME, ['desk']).regions).toBeNull();
  });
  test('is refused to whom an administrator made the password, until it is changed', () => {
    const { account, grants } = actorOf([[HOME, 'admin']]);
    expect(() => scopeFor({ account: { ...account!, mustChange: true }, grants }, HOME)).toThrow(
      expect.objectContaining({ type: 'forbidden', extras: { reason: 'must-change' } }),
    );
  });
  test('is refused to nobody, without a grant there, and without the role asked for', () => {
    expect(() => scopeFor(NOBODY, HOME)).toThrow(expect.objectContaining({ type: 'not-signed-in' }));
    const actor = actorOf([[HOME, 'viewer']]);
    expect(() => scopeFor(actor, FOREIGN)).toThrow(expect.objectContaining({ type: 'forbidden' }));
    expect(() => scopeFor(actor, HOME, ['admin'])).toThrow(expect.objectContaining({ type: 'forbidden' }));
  });
});

/** What a statement came to under the policies: rows it touched, or the refusal. */
async function attempt(run: Promise<{ rowCount: number }>): Promise<number | 'refused'> {
  try {
    return (await run).rowCount;
  } catch (error) {
    if ((error as { code?: string }).code === '42501') return 'refused';
    throw error;
  }
}

eachDatabase('a grant', (get) => {
  let home: PlantedCounty;
  const actors = new Map<Role, Actor>();
  const as = (role: Role, county = HOME) => get().as({ ...scopeFor(actors.get(role)!, HOME), county });

  beforeAll(async () => {
    home = await plantCounty(get(), HOME, { demo: false });
    await plantCounty(get(), FOREIGN, { demo: false });
    const owner = get().owner.pool('auth');
    for (const role of ROLES) {
      const username = `gr.${role.replace('_', '')}`;
      const regionCode = role === 'grid_staff' ? home.codes.grid! : null;
      const person = { username, name: role, password: 'correct horse battery', county: HOME, role, regionCode };
      const standing = await standingOf(owner, await addPerson(owner, person));
      actors.set(role, { account: { ...standing!, demo: false }, grants: standing!.grants });
    }
  });

  test('for a region, named by its code, is limited to the identity behind the code', () => {
    expect(actors.get('grid_staff')!.grants).toMatchObject([
      { county: HOME, role: 'grid_staff', region: home.regions.grid },
    ]);
  });

  test('lets every role read the regions of its county, and of no other', async () => {
    for (const role of ROLES) {
      const { rows } = await as(role).query<{ county: string }>(sql`select distinct county from region_version`);
      expect(rows, role).toEqual([{ county: HOME }]);
    }
  });

  test('lets the admin alone keep accounts; everybody else sees no more than their own', async () => {
    for (const role of ROLES) {
      const { rows } = await as(role).query<{ username: string }>(sql`select username from account order by username`);
      expect(rows.length, role).toBe(role === 'admin' ? ROLES.length : 1);
      const id = actors.get(role)!.account!.id;
      const promotion = sql`update account_grant set role = 'admin' where account = ${id} and role <> 'admin'`;
      if (role !== 'admin') expect(await attempt(as(role).query(promotion)), role).toBe(0);
      const gift = sql`insert into account_grant (county, account, role) values (${FOREIGN}, ${id}, 'admin')`;
      expect(await attempt(as(role).query(gift)), role).toBe('refused');
    }
  });

  test('lets only those who keep it write the ground, and only in their county', async () => {
    const site = (county: string) => sql`
      insert into site (county, kind, name, geom)
      values (${county}, 'plaza', '广场', st_setsrid(st_makepoint(124.335, 43.305), 4326))`;
    for (const role of ROLES) {
      const keeps = role === 'admin' || role === 'desk';
      expect(await attempt(as(role).query(site(HOME))), role).toBe(keeps ? 1 : 'refused');
      expect(await attempt(as(role).query(site(FOREIGN))), role).toBe('refused');
    }
  });

  test('opens neither the sign-in tables nor a count of members to anybody, the admin included', async () => {
    for (const role of ROLES) {
      for (const table of ['auth."user"', 'auth.account', 'auth.session', 'auth.attempt', 'tally', 'migration']) {
        const query = { text: `select * from ${table}` };
        expect(await attempt(as(role).query(query)), `${role} ${table}`).toBe('refused');
      }
    }
  });

  test('without a scope shows no account, no grant and no audit line', async () => {
    const database: Database = get();
    for (const table of ['account', 'account_grant', 'audit']) {
      expect((await database.query({ text: `select * from ${table}` })).rows, table).toEqual([]);
    }
  });

  test('cannot name an account that nobody can sign in with, nor a county that does not know the account', async () => {
    const admin = as('admin');
    const ghost = sql`insert into account (county, id, name, username) values (${HOME}, 'ghost', '鬼', 'ghost')`;
    await expect(admin.query(ghost)).rejects.toMatchObject({ code: '23503' });
    const grant = sql`insert into account_grant (county, account, role) values (${HOME}, 'ghost', 'viewer')`;
    await expect(admin.query(grant)).rejects.toMatchObject({ code: '23503' });
    expect(await accountByUsername(get().owner.pool('auth'), 'ghost')).toBeNull();
  });
});

import { expect, test } from 'vitest';
import { sql } from '../../../api/db/sql.ts';
import { eachDatabase } from '../../support/databases.ts';

const COUNTY = '990801';

eachDatabase('a scope', (get) => {
  test('an admin of the county writes and reads it; without a scope there is nothing', async () => {
    const admin = get().as({ county: COUNTY, role: 'admin' });
    await admin.query(sql`insert into county (code, name) values (${COUNTY}, '甲县')`);
    expect((await admin.query(sql`select name from county`)).rows).toEqual([{ name: '甲县' }]);
    expect((await get().query(sql`select name from county`)).rows).toEqual([]);
  });
});

import { openDatabase } from '../../api/db/open.ts';
import { sql } from '../../api/db/sql.ts';

/** A process that writes numbered rows into the data directory given until it is killed, telling each that was acknowledged. */
const COUNTY = '990805';
const database = await openDatabase({ dataDir: process.argv[2] ?? '' });
const admin = database.as({ county: COUNTY, role: 'admin' });
await admin.query(sql`insert into county (code, name) values (${COUNTY}, '丁县')`);
for (let i = 1; ; i++) {
  await admin.query(sql`
    insert into site (county, kind, name, geom)
    values (${COUNTY}, 'other', ${`第${i}处`}, st_setsrid(st_makepoint(110 + ${i}::int * 1e-5, 23), 4326))`);
  process.stdout.write(`${i}\n`);
}

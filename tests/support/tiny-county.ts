import type { OpenedDatabase } from '../../api/db/open.ts';

/** Two square blocks side by side, 0.01° each: the western one lies in the only community. */
const WEST = 'POLYGON((110 23, 110.01 23, 110.01 23.01, 110 23.01, 110 23))';
const EAST = 'POLYGON((110.01 23, 110.02 23, 110.02 23.01, 110.01 23.01, 110.01 23))';
const INNER = 'POINT(110.005 23.005)';

/**
 * The smallest county with a row in every table that carries a county, written by its admin through the policies.
 * For tests of what may be seen; towns to look at come from seeds.
 */
export async function insertTinyCounty(database: OpenedDatabase, code: string): Promise<void> {
  const account = `admin-${code}`;
  const statements = [
    `insert into county (code, name) values ('${code}', '甲县')`,
    `insert into fabric (county, id, seq, crs) values ('${code}', 1, 1, '{}'), ('${code}', 2, 2, '{}')`,
    `insert into block (county, fabric, id, geom, area_m2)
       select '${code}', fabric, id, st_geomfromtext(geom, 4326), 1
         from (values (1, '${WEST}'), (2, '${EAST}')) as b (id, geom), (values (1), (2)) as f (fabric)`,
    `insert into arc (county, fabric, id, from_node, to_node, left_block, xy)
       values ('${code}', 1, 1, 1, 2, 1, decode(repeat('00', 16), 'hex'))`,
    `insert into block_lineage (county, old_fabric, old_block, new_fabric, new_block, share) values ('${code}', 1, 1, 2, 1, 1)`,
    `insert into region (county, id, kind) values ('${code}', 1, 'community'), ('${code}', 2, 'network')`,
    `insert into region_code (county, code, region) values ('${code}', '${code}001001', 1)`,
    `insert into division (county, id, fabric, name, valid) values ('${code}', 1, 1, '现行', '[2020-01-01,)')`,
    `insert into region_version (county, division, region, kind, code, name, hue, geom, label, area_m2)
       select '${code}', 1, r.id, r.kind, r.code, r.name, 0, st_multi(st_geomfromtext('${WEST}', 4326)),
              st_geomfromtext('${INNER}', 4326), 1
         from (values (1, 'community', '${code}001001', '一社区'), (2, 'network', null, '一片区')) as r (id, kind, code, name)`,
    `insert into division_block (county, division, fabric, block, region) values ('${code}', 1, 1, 1, 1)`,
    `insert into grouping_member (county, division, kind, community, grouping_region) values ('${code}', 1, 'network', 1, 2)`,
    `insert into compound (county, id, name, geom) values ('${code}', 1, '一小区', st_multi(st_geomfromtext('${WEST}', 4326)))`,
    `insert into building (county, id, name, geom, inner_point)
       values ('${code}', 1, '一号楼', st_multi(st_geomfromtext('${WEST}', 4326)), st_geomfromtext('${INNER}', 4326))`,
    `insert into road (county, name, class, geom)
       values ('${code}', '中路', 'primary', st_geomfromtext('LINESTRING(110 23, 110.01 23)', 4326))`,
    `insert into railway (county, geom) values ('${code}', st_geomfromtext('LINESTRING(110 23, 110.01 23.01)', 4326))`,
    `insert into water (county, kind, geom) values ('${code}', 'river', st_geomfromtext('LINESTRING(110 23, 110.01 23.01)', 4326))`,
    `insert into landuse (county, kind, geom) values ('${code}', 'green', st_multi(st_geomfromtext('${EAST}', 4326)))`,
    `insert into site (county, kind, name, geom) values ('${code}', 'clinic', '诊所', st_geomfromtext('${INNER}', 4326))`,
    `insert into organization (county, kind, name, geom) values ('${code}', 'shop', '商店', st_geomfromtext('${INNER}', 4326))`,
    `insert into party_org (county, kind, name, region) values ('${code}', 'branch', '一支部', 1)`,
    `insert into located (county, thing, id, from_seq, fabric, block) values ('${code}', 'building', 1, 1, 1, 1)`,
    `insert into tally (county, subject, period, fabric, block, n) values ('${code}', 'member', '2024', 1, 1, 12)`,
    `insert into cell (county, id, year) values ('${code}', 1, 2024)`,
    `insert into cell_block (county, cell, fabric, block) values ('${code}', 1, 1, 1)`,
    `insert into published_figure (county, id, value, unit, name, source) values ('${code}', 'x', 1, '个', 'x', 'y')`,
    `insert into account (county, id, name, username) values ('${code}', '${account}', '管理员', '${account}')`,
    `insert into account_grant (county, account, role) values ('${code}', '${account}', 'admin')`,
    `insert into audit (county, account, role, action) values ('${code}', '${account}', 'admin', 'test')`,
    `insert into import_batch (county, id, target, file_name, status)
       values ('${code}', md5('${code}')::uuid, 'regions', 'a.geojson', 'preview')`,
    `insert into import_page (county, batch, first_row, last_row, rows) values ('${code}', md5('${code}')::uuid, 1, 1, '[]')`,
    `insert into region_population (county, region, residents) values ('${code}', 1, 1)`,
    `insert into plan (county, id, title, level, base, area, author, author_name)
       values ('${code}', 1, '方案', 'grid', 1, '{1}', '${account}', '管理员')`,
    `insert into plan_step (county, plan, seq, id, step, delta, account, account_name)
       values ('${code}', 1, 1, md5('${code}')::uuid, '{}', '{}', '${account}', '管理员')`,
    `insert into plan_snapshot (county, plan, seq, delta) values ('${code}', 1, 1, '{}')`,
    `insert into plan_comment (county, plan, account, account_name, text) values ('${code}', 1, '${account}', '管理员', '看')`,
    `insert into plan_event (county, plan, account, account_name, action, to_status)
       values ('${code}', 1, '${account}', '管理员', 'create', 'draft')`,
    `insert into plan_presence (county, plan, client, account, account_name)
       values ('${code}', 1, md5('${code}')::uuid, '${account}', '管理员')`,
    `insert into division_rule (county, id, position, kind, hard, level, version)
       values ('${code}', 'x', 1, 'assigned', true, 'grid', 1)`,
    `insert into thing_load (county, thing, id, state) values ('${code}', 'road', nextval('thing_load_id'), 'standing')`,
    `insert into thing_change (county, change_set, account, account_name, thing, thing_id, action, version, cause)
       values ('${code}', md5('${code}')::uuid, '${account}', '管理员', 'building', 1, 'create', 1, 'hand')`,
    `insert into photo (county, id, media_type, width, height, bytes, account)
       values ('${code}', repeat('0', 64), 'image/png', 1, 1, 1, '${account}')`,
    `insert into thing_photo (county, thing, thing_id, photo, account) values ('${code}', 'building', 1, repeat('0', 64), '${account}')`,
    `insert into export_job (county, id, account, wish) values ('${code}', md5('${code}')::uuid, '${account}', '{}')`,
    `insert into due_figure (county, import, building, households, residents, estimated)
       values ('${code}', md5('${code}')::uuid, 1, 1, 1, true)`,
    `insert into due_change (county, import, thing, thing_id, data) values ('${code}', md5('${code}')::uuid, 'building', 1, '{}')`,
    `insert into import_match (county, batch, thing, by, key, words, plain, row_count, first_row, state, round)
       values ('${code}', md5('${code}')::uuid, 'building', 'name', 1, 'x', 'x', 1, 1, 'unmatched', md5('${code}')::uuid)`,
    `insert into match_memory (county, thing, by, plain, thing_id) values ('${code}', 'building', 'name', 'x', 1)`,
    `insert into holiday_year (county, year, source) values ('${code}', 2027, 'x')`,
    `insert into holiday (county, year, day, kind, name) values ('${code}', 2027, '2027-01-01', 'holiday', '元旦')`,
    `insert into import_memory (county, target, fields, mapping, constants, updates)
       values ('${code}', 'sites', 'x', '{}', '{}', false)`,
  ];
  await addUser(database, account);
  const admin = database.as({ county: code, role: 'admin', account });
  await admin.transaction(async (tx) => {
    for (const text of statements) await tx.query({ text });
  });
}

/** Somebody who can be given an account, as the sign-in library would add them. */
export async function addUser(database: OpenedDatabase, id: string): Promise<void> {
  await database.owner
    .pool('auth')
    .query(`insert into "user" (id, name, email, username) values ($1, $1, $1 || '@example.org', $1)`, [id]);
}

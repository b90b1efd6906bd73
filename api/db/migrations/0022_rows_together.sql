-- What comes together is kept together.

-- ---------------------------------------------------------------- where things lie
-- Where many things lie that came together: an import numbers its things block by block, so that a row tells of all
-- those that follow one another in the same block. 100,000 shops in 1,536 blocks are 1,536 rows with their keys and
-- index entries, and not 100,000, which took a third of what such an import cost.

-- A row tells of the things `id … id + more`. Of the rows that tell of a thing the one of the latest fabric holds; of
-- the same fabric's, the row of its own.
alter table located
  add column more integer not null default 0 check (more >= 0),
  drop constraint located_pkey,
  add primary key (county, thing, id, more, from_seq),
  add constraint located_run exclude using gist (
    (county::text) with =, thing with =, from_seq with =, int8range(id, id + more, '[]') with &&) where (more > 0);

-- The things that lie where a row says, by what was known at fabric number `at_seq`.
create function things_at(place located, at_seq integer) returns table (id bigint) language sql stable as $$
  select member
    from generate_series(place.id, place.id + place.more) as member
   where not exists (
           select from located newer
            where newer.county = place.county and newer.thing = place.thing and newer.id = member and newer.more = 0
              and newer.from_seq <= at_seq and (newer.from_seq, newer.more = 0) > (place.from_seq, place.more = 0))
     and not exists (
           select from located newer
            where newer.county::text = place.county::text and newer.thing = place.thing and newer.more > 0
              and int8range(newer.id, newer.id + newer.more, '[]') @> member
              and newer.from_seq > place.from_seq and newer.from_seq <= at_seq)
$$;

-- ---------------------------------------------------------------- rows of a file
-- Nobody asks for one row of a file: they are written, read and taken away in pages, and kept as they were read.
create table import_page (
  county     county_code not null,
  batch      uuid not null,
  first_row  integer not null,
  last_row   integer not null check (last_row >= first_row),
  rows       json not null check (json_typeof(rows) = 'array'),  -- of {row, geometry (GeoJSON, EPSG:4326), data}: StagedRow of db/imports.ts
  primary key (county, batch, first_row),
  foreign key (county, batch) references import_batch on delete cascade
);
alter table import_page alter column rows set storage external;  -- not compressed: it stays for minutes
alter table import_page enable row level security;
grant select, insert, update, delete on import_page to tongxin_app;
create policy admin_keeps on import_page for all to tongxin_app
  using (county = (select app_county()) and (select app_role()) = 'admin')
  with check (county = (select app_county()) and (select app_role()) = 'admin');
insert into import_page (county, batch, first_row, last_row, rows)
select county, batch, min(row), max(row),
       json_agg(json_build_object('row', row, 'geometry', st_asgeojson(geom, 15)::json, 'data', data) order by row)
  from import_row group by county, batch, row / 500;
drop table import_row;

-- ---------------------------------------------------------------- search
-- Whoever writes in bulk lets the indexes over names collect what is new (gin_pending_list_limit) and has them take it in
-- at once, which takes a fourth of the time of doing so every few thousand rows. Only their owner may.
create function take_in_names(of_table text) returns void
language plpgsql security definer set search_path = tongxin, public, pg_temp as $$
begin
  perform gin_clean_pending_list(index.oid)
     from pg_catalog.pg_index
     join pg_catalog.pg_class index on index.oid = indexrelid
     join pg_catalog.pg_am on pg_am.oid = index.relam and amname = 'gin'
    where indrelid = format('tongxin.%I', of_table)::regclass;
end $$;
revoke execute on function take_in_names(text) from public;
grant execute on function take_in_names(text) to tongxin_app;

-- ---------------------------------------------------------------- after the switch, or after a kill
-- As before, but for the rows of `located`: those of a withdrawn fabric are carried on as they are where nothing newer
-- is known, else thing by thing; and for the pages of files.
create or replace function settle_imports(most integer) returns integer
language plpgsql security definer set search_path = tongxin, public, pg_temp as $$
declare
  place record;
  reference record;
  gone bigint[];
  first_id bigint;
  last_id bigint;
  next_fabric record;
  n integer;
begin
  perform pg_advisory_xact_lock(7460220323);

  select due.county, due.import, import_batch.status into place
    from due_figure due
    left join import_batch on import_batch.county = due.county and import_batch.id = due.import
   where import_batch.status is distinct from 'switching' limit 1;
  if found then
    select min(building), max(building), count(*) into first_id, last_id, n
      from (select building from due_figure
             where county = place.county and import = place.import order by building limit most) page;
    perform set_config('app.unnoted', 'on', true);  -- told once, after the last page
    update building
       set households = due.households, residents = due.residents, estimated = due.estimated, version = version + 1
      from due_figure due
     where place.status = 'done'
       and due.county = place.county and due.import = place.import and due.building between first_id and last_id
       and building.county = place.county and building.id between first_id and last_id and building.id = due.building;
    delete from due_figure
     where county = place.county and import = place.import and building between first_id and last_id;
    perform set_config('app.unnoted', '', true);
    if not exists (select from due_figure where county = place.county and import = place.import) then
      perform note_everywhere(place.county, array['building']);
    end if;
    return n;
  end if;

  select county, thing, id, cleared_to into place
    from thing_load
   where state = 'replaced' or (state = 'staged' and not is_switching(county, import)) limit 1;
  if found then
    execute format('select array_agg(id) filter (where load = $4), max(id), count(*)
                      from (select id, load from %I where county = $1 and id > $2 order by id limit $3) page', place.thing)
       into gone, last_id, n using place.county, place.cleared_to, most, place.id;
    if n = 0 then
      perform take_in_names(place.thing);  -- whoever wrote them may have been killed before doing so
      delete from thing_load where county = place.county and thing = place.thing and id = place.id;
      return 1;
    end if;
    for reference in select * from naming_columns(place.thing) loop
      execute format('update %1$I set %2$I = null where county = $1 and %2$I > $2 and %2$I <= $3 and %2$I = any ($4)',
                     reference.named_in, reference.by_column) using place.county, place.cleared_to, last_id, gone;
    end loop;
    delete from located
     where county = place.county and thing = place.thing and id > place.cleared_to and id <= last_id and id = any (gone);
    execute format('delete from %I where county = $1 and id > $2 and id <= $3 and load = $4', place.thing)
      using place.county, place.cleared_to, last_id, place.id;
    update thing_load set cleared_to = last_id
     where county = place.county and thing = place.thing and id = place.id;
    return n;
  end if;

  select county, id into place
    from import_batch
   where status in ('done', 'rejected', 'failed')
     and exists (select from import_page where import_page.county = import_batch.county and batch = import_batch.id) limit 1;
  if found then
    delete from import_page
     where county = place.county and batch = place.id
       and first_row <= (select max(first_row)
                           from (select first_row from import_page
                                  where county = place.county and batch = place.id order by first_row limit 10) first_ones);
    get diagnostics n = row_count;
    return n;
  end if;

  select county, id into place
    from division
   where valid is null and staged_by is not null and not is_switching(county, staged_by)
     and not exists (select from plan  -- what a plan stands on stays, seen by nobody else
                      where plan.county = division.county and division.id in (plan.base, plan.published)) limit 1;
  if found then
    delete from grouping_member where county = place.county and division = place.id;
    delete from division_block
     where county = place.county and division = place.id
       and block <= (select max(block)
                       from (select block from division_block
                              where county = place.county and division = place.id order by block limit most) first_ones);
    get diagnostics n = row_count;
    if n > 0 then return n; end if;
    delete from region_version  -- those under others first
     where county = place.county and division = place.id
       and region = any (array(
             select region from region_version
              where county = place.county and division = place.id
              order by array_position(array['county', 'street', 'community', 'grid'], kind) desc nulls first
              limit most));
    get diagnostics n = row_count;
    if n > 0 then return n; end if;
    delete from division where county = place.county and id = place.id;
    return 1;
  end if;

  select county, id, seq, withdrawn into place
    from fabric
   where staged_by is not null and not is_switching(county, staged_by)
     and not exists (select from division where division.county = fabric.county and division.fabric = fabric.id) limit 1;
  if found then
    -- where things lie in a fabric that was in force goes on to the next one with a division, which went by it
    select fabric.id, fabric.seq into next_fabric
      from fabric
     where place.withdrawn and fabric.county = place.county and fabric.seq > place.seq
       and exists (select from division
                    where division.county = fabric.county and division.fabric = fabric.id and valid is not null)
     order by fabric.seq limit 1;
    with page as (
      delete from located
       where ctid = any (array(select ctid from located where county = place.county and fabric = place.id limit most))
      returning thing, id, more, block
    ), known as (
      select page.*, exists (select from located newer
                              where newer.county = place.county and newer.thing = page.thing
                                and newer.from_seq <= next_fabric.seq
                                and (newer.from_seq, newer.more = 0) > (place.seq, page.more = 0)
                                and (newer.more = 0 and newer.id between page.id and page.id + page.more
                                     or newer.more > 0 and int8range(newer.id, newer.id + newer.more, '[]')
                                                        && int8range(page.id, page.id + page.more, '[]'))) as touched
        from page
    ), carried as (
      insert into located (county, thing, id, more, from_seq, fabric, block)
      select place.county, thing, id, more, next_fabric.seq, next_fabric.id, block
        from known
       where next_fabric.id is not null and not touched
       union all
      select place.county, thing, member, 0, next_fabric.seq, next_fabric.id, block
        from known
       cross join lateral generate_series(id, id + more) as member
       where next_fabric.id is not null and touched and more > 0
         and not exists (select from located newer
                          where newer.county = place.county and newer.thing = known.thing
                            and newer.from_seq <= next_fabric.seq
                            and (newer.from_seq, newer.more = 0) > (place.seq, false)
                            and (newer.more = 0 and newer.id = member
                                 or newer.more > 0 and int8range(newer.id, newer.id + newer.more, '[]') @> member))
    )
    select count(*) into n from page;
    if n > 0 then return n; end if;
    if not place.withdrawn then  -- of a publication that was cut short
      delete from block_lineage
       where ctid = any (array(select ctid from block_lineage
                                where county = place.county and new_fabric = place.id limit most));
      get diagnostics n = row_count;
      if n > 0 then return n; end if;
    end if;
    if place.id not in (select loose_fabrics(place.county)) then
      update fabric set staged_by = null, withdrawn = false where county = place.county and id = place.id;
      return 1;
    end if;
    delete from arc
     where county = place.county and fabric = place.id
       and id <= (select max(id) from (select id from arc where county = place.county and fabric = place.id
                                        order by id limit most) first_ones);
    get diagnostics n = row_count;
    if n > 0 then return n; end if;
    delete from block
     where county = place.county and fabric = place.id
       and id <= (select max(id) from (select id from block where county = place.county and fabric = place.id
                                        order by id limit most) first_ones);
    get diagnostics n = row_count;
    if n > 0 then return n; end if;
    delete from fabric where county = place.county and id = place.id;
    return 1;
  end if;

  select code into place from county where staged_by is not null and not is_switching(code, staged_by) limit 1;
  if found then
    delete from region_population where county = place.code;
    delete from region_code where county = place.code;
    delete from region where county = place.code;
    delete from thing_load where county = place.code;
    delete from county where code = place.code;
    return 1;
  end if;
  return 0;
end $$;

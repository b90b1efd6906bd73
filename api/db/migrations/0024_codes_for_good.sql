-- A code is given for good when its division gets its dates, not before: one that was given for a division that was
-- refused or cut short is free again, so that the next attempt gives what was shown.
alter table region
  add column staged_in bigint,  -- the division, not in force yet, that it was made for; null = it is there for good
  add foreign key (county, staged_in) references division;
alter table region_code
  add column staged_in bigint,
  add foreign key (county, staged_in) references division;
create index region_staged on region (county, staged_in) where staged_in is not null;
create index region_code_staged on region_code (county, staged_in) where staged_in is not null;

-- The same as before, with the codes and identities of a division that was cut short.
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
    -- codes and identities that were given for it alone are free again
    delete from region_code
     where county = place.county and staged_in = place.id
       and code = any (array(select code from region_code
                              where county = place.county and staged_in = place.id limit most));
    get diagnostics n = row_count;
    if n > 0 then return n; end if;
    delete from region
     where county = place.county and staged_in = place.id
       and id = any (array(select id from region where county = place.county and staged_in = place.id limit most));
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

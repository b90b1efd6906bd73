-- Imports come into sight at once, however many rows they have: things are written in chunks under a load that is
-- staged, which nobody sees. The switch makes the load stand and, where it replaces, takes those that stood out of
-- sight; what is left to do afterwards (settle_imports below) is done in chunks too, and by the next start after a kill.

-- A thing is seen unless its load is here and does not stand. 0 is the load of what was written under none.
create table thing_load (
  county      county_code not null references county,
  thing       text not null check (thing in ('compound', 'building', 'road', 'railway', 'water', 'landuse', 'site', 'organization')),
  id          bigint not null,
  state       text not null check (state in ('staged', 'standing', 'replaced')),
  import      uuid,                                  -- that wrote it
  cleared_to  bigint not null default -1,            -- rows up to this id have been looked at by settle_imports
  primary key (county, thing, id)
);
create sequence thing_load_id;
grant usage on sequence thing_load_id to tongxin_app;
call protect('thing_load', '{admin,approver}');

do $$
declare
  thing text;
begin
  foreach thing in array array['compound', 'building', 'road', 'railway', 'water', 'landuse', 'site', 'organization'] loop
    execute format('alter table %I add column load bigint not null default 0', thing);
    execute format($policy$
      alter policy reads on %1$I using (
        county = (select app_county())
        and load not in (select id from thing_load
                          where county = (select app_county()) and thing = %1$L and state <> 'standing'))
      $policy$, thing);
  end loop;
end $$;

-- Households and residents that an import shares out over buildings which stand already. They wait here until it has
-- switched, and are written to the buildings then.
create table due_figure (
  county      county_code not null references county,
  import      uuid not null,
  building    bigint not null,
  households  integer not null check (households >= 0),
  residents   integer not null check (residents >= 0),
  estimated   boolean not null,
  primary key (county, import, building)
);
call protect('due_figure', '{admin,approver}');

-- A fabric that was in force until the import `staged_by` put another in its place: what is known of where things lie
-- in it has to be carried on before it goes.
alter table fabric add column withdrawn boolean not null default false;

-- What the foreign keys look up for each block that is deleted.
create index division_block_block on division_block (county, fabric, block);
create index tally_block on tally (county, fabric, block);

-- ---------------------------------------------------------------- what is seen: the same in the owner's functions
create or replace function layer_compound(in_county county_code, in_division bigint, in_fabric bigint, box geometry)
returns table (id bigint, min_zoom integer, name text, management text, households integer, geom geometry)
language sql stable as $$
  select id, 13, nullif(name, ''), management, households, geom
    from compound
   where county = in_county and geom && box
     and load not in (select id from thing_load where county = in_county and thing = 'compound' and state <> 'standing')
$$;

create or replace function layer_wall(in_county county_code, in_division bigint, in_fabric bigint, box geometry)
returns table (id bigint, min_zoom integer, geom geometry)
language sql stable as $$
  select id, 15, walls
    from compound
   where county = in_county and walls && box
     and load not in (select id from thing_load where county = in_county and thing = 'compound' and state <> 'standing')
$$;

create or replace function layer_gate(in_county county_code, in_division bigint, in_fabric bigint, box geometry)
returns table (id bigint, min_zoom integer, name text, geom geometry)
language sql stable as $$
  select id, 15, nullif(name, ''), gates
    from compound
   where county = in_county and gates && box
     and load not in (select id from thing_load where county = in_county and thing = 'compound' and state <> 'standing')
$$;

create or replace function layer_building(in_county county_code, in_division bigint, in_fabric bigint, box geometry)
returns table (id bigint, min_zoom integer, kind text, name text, house_number text, floors integer, height double precision,
               households integer, residents integer, compound bigint, red boolean, geom geometry)
language sql stable as $$
  select id, 14, kind, nullif(name, ''), nullif(house_number, ''), floors, height_m::numeric::double precision,
         nullif(households, 0), nullif(residents, 0), compound,
         nullif(id in (select site.building
                         from site
                        where site.county = in_county and site.kind = 'red_building' and site.building is not null
                          and site.load not in (select id from thing_load
                                                 where county = in_county and thing = 'site' and state <> 'standing')), false),
         geom
    from building
   where county = in_county and geom && box
     and load not in (select id from thing_load where county = in_county and thing = 'building' and state <> 'standing')
$$;

create or replace function layer_road(in_county county_code, in_division bigint, in_fabric bigint, box geometry)
returns table (id bigint, min_zoom integer, class text, name text, bridge boolean, tunnel boolean, oneway boolean,
               geom geometry)
language sql stable as $$
  select id, greatest(road_min_zoom(class), size_min_zoom(geom)), class, nullif(name, ''),
         nullif(coalesce(tags ->> 'bridge', 'no') not in ('no', 'false'), false),
         nullif(coalesce(tags ->> 'tunnel', 'no') not in ('no', 'false'), false),
         nullif(coalesce(tags ->> 'oneway', 'no') in ('yes', 'true', '1'), false), geom
    from road
   where county = in_county and geom && box
     and load not in (select id from thing_load where county = in_county and thing = 'road' and state <> 'standing')
$$;

create or replace function layer_railway(in_county county_code, in_division bigint, in_fabric bigint, box geometry)
returns table (id bigint, min_zoom integer, name text, geom geometry)
language sql stable as $$
  select id, greatest(9, size_min_zoom(geom)), nullif(name, ''), geom
    from railway
   where county = in_county and geom && box
     and load not in (select id from thing_load where county = in_county and thing = 'railway' and state <> 'standing')
$$;

create or replace function layer_water(in_county county_code, in_division bigint, in_fabric bigint, box geometry)
returns table (id bigint, min_zoom integer, kind text, name text, geom geometry)
language sql stable as $$
  select id, greatest(case when kind in ('river', 'lake', 'sea') then 4 else 11 end, size_min_zoom(geom)),
         kind, nullif(name, ''), geom
    from water
   where county = in_county and geom && box
     and load not in (select id from thing_load where county = in_county and thing = 'water' and state <> 'standing')
$$;

create or replace function layer_landuse(in_county county_code, in_division bigint, in_fabric bigint, box geometry)
returns table (id bigint, min_zoom integer, kind text, name text, geom geometry)
language sql stable as $$
  select id, greatest(9, size_min_zoom(geom)), kind, nullif(name, ''), geom
    from landuse
   where county = in_county and geom && box
     and load not in (select id from thing_load where county = in_county and thing = 'landuse' and state <> 'standing')
$$;

create or replace function layer_site(in_county county_code, in_division bigint, in_fabric bigint, box geometry)
returns table (id bigint, min_zoom integer, kind text, name text, geom geometry)
language sql stable as $$
  select id, 10, kind, name, geom
    from site
   where county = in_county and geom && box
     and load not in (select id from thing_load where county = in_county and thing = 'site' and state <> 'standing')
$$;

create or replace function layer_site_area(in_county county_code, in_division bigint, in_fabric bigint, box geometry)
returns table (id bigint, min_zoom integer, kind text, name text, geom geometry)
language sql stable as $$
  select id, 10, kind, name, outline
    from site
   where county = in_county and outline && box
     and load not in (select id from thing_load where county = in_county and thing = 'site' and state <> 'standing')
$$;

create or replace function layer_organization(in_county county_code, in_division bigint, in_fabric bigint, box geometry)
returns table (id bigint, min_zoom integer, kind text, name text, geom geometry)
language sql stable as $$
  select id, 13, kind, name, geom
    from organization
   where county = in_county and geom && box
     and load not in (select id from thing_load where county = in_county and thing = 'organization' and state <> 'standing')
$$;

create or replace function search_county(phrase text, in_division bigint, near geometry, most integer)
returns table (layer text, id bigint, kind text, name text, detail text, lng double precision, lat double precision, matched text)
language plpgsql stable security definer set search_path = tongxin, public, pg_temp as $$
declare
  in_county county_code := app_county();
  pattern text := '%' || replace(replace(replace(phrase, '\', '\\'), '%', '\%'), '_', '\_') || '%';
begin
  phrase := lower(phrase);
  return query
    with unseen as materialized (
      select l.thing, l.id from thing_load l where l.county = in_county and l.state <> 'standing'
    ), addressed as materialized (
      select b.id, b.kind, b.name, building_address(b.street_name, b.house_number) as address, b.inner_point as at
        from building b
       where b.county = in_county
         and (b.name ilike pattern or building_address(b.street_name, b.house_number) ilike pattern)
         and b.load not in (select u.id from unseen u where u.thing = 'building')
    ), found (layer, id, kind, name, other_name, code, address, at) as (
      select 'region', r.region, r.kind, r.name, r.name_en, coalesce(r.code, ''), '', r.label
        from region_version r
       where r.county = in_county and r.division = in_division
         and (r.name ilike pattern or r.name_en ilike pattern or r.code ilike pattern)
      union all
      select 'compound', c.id, 'compound', c.name, '', '', c.address, st_pointonsurface(c.geom)
        from compound c
       where c.county = in_county and (c.name ilike pattern or c.address ilike pattern)
         and c.load not in (select u.id from unseen u where u.thing = 'compound')
      union all
      select 'site', s.id, s.kind, s.name, '', '', s.address, s.geom
        from site s
       where s.county = in_county and (s.name ilike pattern or s.address ilike pattern)
         and s.load not in (select u.id from unseen u where u.thing = 'site')
      union all
      select 'organization', o.id, o.kind, o.name, '', '', o.address, o.geom
        from organization o
       where o.county = in_county and (o.name ilike pattern or o.address ilike pattern)
         and o.load not in (select u.id from unseen u where u.thing = 'organization')
      union all
      -- there may be thousands along a street: only as many go on as can be shown
      (select 'building', a.id, a.kind, a.name, '', '', a.address, a.at
         from addressed a
        order by least(match_rank(a.name, phrase), match_rank(a.address, phrase), match_rank(rtrim(a.address, '号'), phrase)),
                 case when near is null then 0 else st_distance(a.at, near) end, char_length(a.name), a.id
        limit most)
      union all
      (select distinct on (w.name) 'road', w.id, w.class, w.name, '', '', '', st_lineinterpolatepoint(w.geom, 0.5)
         from road w
        where w.county = in_county and w.name ilike pattern
          and w.load not in (select u.id from unseen u where u.thing = 'road')
        order by w.name, case when near is null then 0 else st_distance(w.geom, near) end, w.id)
      union all
      (select distinct on (w.name) 'water', w.id, w.kind, w.name, '', '', '', st_pointonsurface(w.geom)
         from water w
        where w.county = in_county and w.name ilike pattern
          and w.load not in (select u.id from unseen u where u.thing = 'water')
        order by w.name, case when near is null then 0 else st_distance(w.geom, near) end, w.id)
    ), ranked as (
      select found.*, best.field, best.rank
        from found
       cross join lateral (
         select field, match_rank(words, phrase) as rank
           from (values ('name', found.name, 1), ('name', found.other_name, 2), ('code', found.code, 3),
                        ('address', found.address, 4), ('address', rtrim(found.address, '号'), 5)) as fields (field, words, place)
          where match_rank(words, phrase) is not null
          order by 2, place limit 1) best
    )
    select r.layer, r.id, r.kind, coalesce(nullif(r.name, ''), r.address),
           coalesce(nullif(r.code, ''), r.address), st_x(r.at), st_y(r.at), r.field
      from ranked r
     order by r.rank, case when near is null then 0 else st_distance(r.at, near) end,
              array_position(array['region', 'compound', 'site', 'organization', 'building', 'road', 'water'], r.layer),
              char_length(r.name), r.id
     limit most;
end $$;

-- ---------------------------------------------------------------- change counters: rows that nobody sees change nothing
-- Squares in which staged rows lie get a counter if they have none, so that the switch finds it.
create or replace function note_layer_change() returns trigger
language plpgsql security definer set search_path = tongxin, public, pg_temp as $$
declare
  note constant text := $statement$
    with changed as (select * from (%1$s) as touched_rows where %2$s), place as (
      select distinct county, layer,
             square_x(st_xmin(geom) - 360.0 / 4096 / 64) as x0, square_x(st_xmax(geom) + 360.0 / 4096 / 64) as x1,
             square_y(st_ymax(geom), -1.0 / 64) as y0, square_y(st_ymin(geom), 1.0 / 64) as y1
        from (%3$s) as touched (county, layer, geom)
       where geom is not null
    ), square as (
      select county, layer, x, y
        from place cross join lateral generate_series(x0, x1) as x cross join lateral generate_series(y0, y1) as y
       where (x1 - x0 + 1) * (y1 - y0 + 1)::bigint <= 4096
      union
      select county, layer, -1, -1 from place where (x1 - x0 + 1) * (y1 - y0 + 1)::bigint > 4096
    ), bumped as (
      insert into layer_change as known (county, layer, x, y, version)
      select county, layer, x, y, extract(epoch from clock_timestamp())::bigint from square order by county, layer, x, y
          on conflict (county, layer, x, y) do %4$s
      returning county
    )
    select pg_notify('layer', county) from (select distinct county from bumped) counties$statement$;
  touched_rows constant text := case tg_op
    when 'INSERT' then 'select * from new_rows'
    when 'DELETE' then 'select * from old_rows'
    else 'select * from old_rows union all select * from new_rows' end;
  unseen text;
begin
  if current_setting('app.unnoted', true) = 'on' then return null; end if;
  if tg_table_name not in ('compound', 'building', 'road', 'railway', 'water', 'landuse', 'site', 'organization') then
    execute format(note, touched_rows, 'true', tg_argv[0], 'update set version = greatest(known.version + 1, excluded.version)');
    return null;
  end if;
  unseen := format('(county, load) in (select county, id from thing_load where thing = %L and state <> ''standing'')', tg_table_name);
  execute format(note, touched_rows, 'not ' || unseen, tg_argv[0],
                 'update set version = greatest(known.version + 1, excluded.version)');
  if tg_op = 'INSERT' then execute format(note, touched_rows, unseen, tg_argv[0], 'nothing'); end if;
  return null;
end $$;

-- Layers that change wherever the county has anything of them.
create function note_everywhere(in_county county_code, layers text[]) returns void
language plpgsql security definer set search_path = tongxin, public, pg_temp as $$
begin
  update layer_change
     set version = greatest(version + 1, extract(epoch from clock_timestamp())::bigint)
   where county = in_county and layer = any (layers);
  perform pg_notify('layer', in_county);
end $$;
revoke execute on function note_everywhere(county_code, text[]) from public;

-- A load comes into sight or goes out of it.
create function note_load_change() returns trigger
language plpgsql security definer set search_path = tongxin, public, pg_temp as $$
begin
  if tg_op = 'UPDATE' and (old.state = 'standing') = (new.state = 'standing') then return null; end if;
  perform note_everywhere(new.county, case new.thing
    when 'compound' then array['compound', 'wall', 'gate']
    when 'site' then array['site', 'site_area', 'building']  -- a building is red by its site
    else array[new.thing] end);
  return null;
end $$;
revoke execute on function note_load_change() from public;
create trigger note_change after insert or update on thing_load
  for each row when (new.state <> 'staged') execute function note_load_change();

-- ---------------------------------------------------------------- after the switch, or after a kill
drop function discard_own_staged_county(uuid);
drop function discard_staged_county(county_code, uuid);
drop function discard_staged_divisions(county_code, uuid);
drop function end_interrupted_imports(interval);

-- Rows that name a thing, and the columns that do.
create function naming_columns(of_thing text) returns table (named_in text, by_column text)
language sql immutable as $$
  select named_in, by_column from (values
    ('compound', 'building', 'compound'), ('compound', 'site', 'compound'), ('compound', 'party_org', 'compound'),
    ('building', 'site', 'building'), ('building', 'organization', 'building'), ('building', 'party_org', 'building'),
    ('site', 'party_org', 'site'), ('organization', 'party_org', 'organization')
  ) as names (thing, named_in, by_column) where thing = of_thing
$$;

-- One step, of about `most` rows (by ranges of keys: fresh tables have no statistics, and a join would compare each row
-- with each), of what imports leave to be done once they have switched or ended otherwise: figures
-- shared out to buildings are written, things that were replaced or never came into sight are cleared away, and so are
-- rows of files, and divisions, fabrics and counties that never came into force or were withdrawn. It gives the rows it dealt with: 0 when
-- nothing is left. Runs past the policies and for all counties, since what it takes away is seen by nobody.
create function settle_imports(most integer) returns integer
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
     and exists (select from import_row where import_row.county = import_batch.county and batch = import_batch.id) limit 1;
  if found then
    delete from import_row
     where county = place.county and batch = place.id
       and row <= (select max(row)
                     from (select row from import_row
                            where county = place.county and batch = place.id order by row limit most) first_ones);
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
      returning thing, id, block
    ), carried as (
      insert into located (county, thing, id, from_seq, fabric, block)
      select place.county, thing, id, next_fabric.seq, next_fabric.id, block
        from page
       where next_fabric.id is not null
         and not exists (select from located newer
                          where newer.county = place.county and newer.thing = page.thing and newer.id = page.id
                            and newer.from_seq > place.seq and newer.from_seq <= next_fabric.seq)
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
revoke execute on function settle_imports(integer) from public;
grant execute on function settle_imports(integer) to tongxin_app;

-- Ends batches whose process has been silent for as long as given: one that was being read has failed, one that was
-- being switched changed nothing (the switch is one transaction) and is a preview again; settle_imports clears away what
-- it had staged. Runs past the policies, because it tidies up all counties; it tells how many batches it ended and
-- nothing else.
create function end_interrupted_imports(silent_for interval) returns integer
language plpgsql security definer set search_path = tongxin, public, pg_temp as $$
declare
  ended integer;
begin
  update import_batch
     set status = case status when 'switching' then 'preview' else 'failed' end,
         progress = case status when 'switching' then 1 else progress end,
         report = case status when 'switching' then report else report || jsonb_build_object('message',
           'The program was stopped while it read the file; nothing was changed, import the file again') end,
         finished_at = case status when 'switching' then null else now() end
   where status in ('reading', 'switching') and alive_at <= now() - silent_for;
  get diagnostics ended = row_count;
  update plan set publishing = null, publishing_alive_at = null where publishing_alive_at <= now() - silent_for;
  -- A preview that nobody came back to for a week, and its uploaded file, are given up.
  update import_batch set status = 'rejected', finished_at = now()
   where status = 'preview' and alive_at < now() - interval '7 days';
  return ended;
end $$;
revoke execute on function end_interrupted_imports(interval) from public;
grant execute on function end_interrupted_imports(interval) to tongxin_app;

-- ---------------------------------------------------------------- statistics, table by table
drop function refresh_statistics();
create function refresh_statistics(of_table text) returns void
language plpgsql security definer set search_path = tongxin, public, pg_temp as $$
begin
  execute format('analyze tongxin.%I', of_table);
end $$;
revoke execute on function refresh_statistics(text) from public;
grant execute on function refresh_statistics(text) to tongxin_app;

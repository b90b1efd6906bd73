-- Writing many rows at once: what a row costs besides itself. Measured with 100,000 organizations, and with the figures
-- of 1,536 blocks, which an import changes while everybody waits.

-- ---------------------------------------------------------------- change counters
-- Squares are told apart for changes of a few rows. Many rows change the layer everywhere: the counter (-1, -1), which
-- stands for every square, is one row to write however many squares the county has. So rows that nobody sees need no
-- counters, and whoever brings them into sight notes the layer everywhere.
create or replace function note_everywhere(in_county county_code, layers text[]) returns void
language plpgsql security definer set search_path = tongxin, public, pg_temp as $$
begin
  insert into layer_change as known (county, layer, x, y, version)
  select in_county, layer, -1, -1, extract(epoch from clock_timestamp())::bigint
    from unnest(layers) as layer order by layer
      on conflict (county, layer, x, y) do update set version = greatest(known.version + 1, excluded.version);
  perform pg_notify('layer', in_county);
end $$;

-- Statement trigger; its argument is a query that gives (county, layer, geom) from the changed rows, `changed`.
create or replace function note_layer_change() returns trigger
language plpgsql security definer set search_path = tongxin, public, pg_temp as $$
declare
  many constant integer := 1000;  -- rows whose squares are not worth telling apart
  has_loads constant boolean :=
    tg_table_name in ('compound', 'building', 'road', 'railway', 'water', 'landuse', 'site', 'organization');
  changed text := case tg_op
    when 'INSERT' then 'select * from new_rows'
    when 'DELETE' then 'select * from old_rows'
    else 'select * from old_rows union all select * from new_rows' end;
  n integer;
  place record;
begin
  if current_setting('app.unnoted', true) = 'on' then return null; end if;
  if has_loads then
    changed := format('select * from (%s) as touched_rows where (county, load) not in (
                         select county, id from thing_load where thing = %L and state <> ''standing'')', changed, tg_table_name);
  end if;
  execute format('select count(*) from (select from (%s) as seen limit %s) as first_ones', changed, many + 1) into n;
  if n = 0 then return null; end if;
  if n > many then
    for place in execute format('with changed as (%s), touched as (
                                   select distinct county, layer from (%s) as touched (county, layer, geom))
                                 select county, array_agg(layer) as layers from touched group by county order by county',
                                changed, tg_argv[0]) loop
      perform note_everywhere(place.county, place.layers);
    end loop;
    return null;
  end if;
  execute format($statement$
    with changed as (%s), place as (
      select distinct county, layer,
             square_x(st_xmin(geom) - 360.0 / 4096 / 64) as x0, square_x(st_xmax(geom) + 360.0 / 4096 / 64) as x1,
             square_y(st_ymax(geom), -1.0 / 64) as y0, square_y(st_ymin(geom), 1.0 / 64) as y1
        from (%s) as touched (county, layer, geom)
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
          on conflict (county, layer, x, y) do update set version = greatest(known.version + 1, excluded.version)
      returning county
    )
    select pg_notify('layer', county) from (select distinct county from bumped) counties$statement$, changed, tg_argv[0]);
  return null;
end $$;

-- ---------------------------------------------------------------- figures
-- Figures of blocks and regions change, their geometry does not: with room on its page a row moves within it, and no
-- index is written (heap-only tuples).
alter table block set (fillfactor = 50);
alter table region_version set (fillfactor = 50);
cluster block using block_pkey;
cluster region_version using region_version_pkey;

-- ---------------------------------------------------------------- indexes
-- Most rows name nothing.
drop index organization_building, site_building, site_compound, building_compound;
create index organization_building on organization (county, building) where building is not null;
create index site_building on site (county, building) where building is not null;
create index site_compound on site (county, compound) where compound is not null;
create index building_compound on building (county, compound) where compound is not null;

-- ---------------------------------------------------------------- links
-- As before, but each thing is looked up once: as part of a join, the planner of the embedded database, which has no
-- statistics of what has just been written, looked up each thing for each other one.
create or replace function link_things(most integer) returns integer
language plpgsql security definer set search_path = tongxin, public, pg_temp as $$
declare
  place record;
  others text[];
  last_id bigint;
  n integer;
  unseen_compounds bigint[];
  unseen_buildings bigint[];
  unseen_sites bigint[];
  unseen_organizations bigint[];
begin
  perform pg_advisory_xact_lock(7460220323);
  select county, thing, id, linked_to into place
    from thing_load
   where state = 'standing' and not linked and thing in ('compound', 'building', 'site', 'organization') limit 1;
  if not found then return 0; end if;

  execute format('select max(id), count(*)
                    from (select id from %I where county = $1 and id > $2 and load = $3 order by id limit $4) page', place.thing)
     into last_id, n using place.county, place.linked_to, place.id, most;
  if n = 0 then
    update thing_load set linked = true where county = place.county and thing = place.thing and id = place.id;
    -- New areas: what may lie in them is looked at again, also what was written under no load.
    others := case place.thing when 'compound' then '{building,site}' when 'building' then '{site,organization}' else '{}' end;
    insert into thing_load (county, thing, id, state)
    select place.county, other, 0, 'standing' from unnest(others) other on conflict do nothing;
    update thing_load set linked = false, linked_to = -1
     where county = place.county and thing = any (others) and state = 'standing';
    perform note_everywhere(place.county, array['building']);  -- its compound, and whether it is red
    return 1;
  end if;

  select coalesce(array_agg(id) filter (where thing = 'compound'), '{}'), coalesce(array_agg(id) filter (where thing = 'building'), '{}'),
         coalesce(array_agg(id) filter (where thing = 'site'), '{}'), coalesce(array_agg(id) filter (where thing = 'organization'), '{}')
    into unseen_compounds, unseen_buildings, unseen_sites, unseen_organizations
    from thing_load where county = place.county and state <> 'standing';
  perform set_config('app.unnoted', 'on', true);  -- told once, after the last page

  if place.thing = 'building' and exists (select from compound where county = place.county) then
    with link as materialized (
      select id, compound_at(county, inner_point, unseen_compounds) as compound from building
       where county = place.county and compound is null
         and load = place.id and id > place.linked_to and id <= last_id
    )
    update building set compound = link.compound, version = building.version + 1
      from link
     where building.county = place.county and building.id = link.id and link.compound is not null;
  elsif place.thing = 'site' then
    with link as materialized (
      select id, building_at(county, geom, unseen_buildings) as building from site
       where county = place.county and building is null and stands_in_building(kind)
         and load = place.id and id > place.linked_to and id <= last_id
    )
    update site set building = link.building, version = site.version + 1
      from link
     where site.county = place.county and site.id = link.id and link.building is not null;
    with link as materialized (
      select id, compound_at(county, geom, unseen_compounds) as compound from site
       where county = place.county and compound is null and kind <> 'red_district'
         and load = place.id and id > place.linked_to and id <= last_id
    )
    update site set compound = link.compound, version = site.version + 1
      from link
     where site.county = place.county and site.id = link.id and link.compound is not null;
  elsif place.thing = 'organization' then
    with link as materialized (
      select id, building_at(county, geom, unseen_buildings) as building from organization
       where county = place.county and building is null
         and load = place.id and id > place.linked_to and id <= last_id
    )
    update organization set building = link.building, version = organization.version + 1
      from link
     where organization.county = place.county and organization.id = link.id and link.building is not null;
  end if;
  perform set_config('app.unnoted', '', true);
  update thing_load set linked_to = last_id where county = place.county and thing = place.thing and id = place.id;
  return n;
end $$;

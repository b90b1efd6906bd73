-- Files name no other file's rows: which compound a building stands in, and which building and compound a site or an
-- organization is in, follows from where they lie. Found after a load stands, in chunks, whichever side came last.
alter table thing_load
  add column linked boolean not null default false,
  add column linked_to bigint not null default -1;  -- rows up to this id have been looked at by link_things

-- Kinds of sites that take up ground of their own, or stand for a compound, are in no building, though their point may be.
create function stands_in_building(site_kind text) returns boolean language sql immutable as $$
  select site_kind not in ('red_district', 'red_property', 'plaza')
$$;

-- The smallest compound, and the smallest building, around a point. Functions and not joins: the planner of the embedded
-- store cannot tell how much `&&` between two tables lets through, and plans for any number or refuses.
create function compound_at(in_county county_code, place geometry, unseen bigint[]) returns bigint
language plpgsql stable as $$
begin
  return (select id from compound
           where county = in_county and geom && place and st_covers(geom, place) and load <> all (unseen)
           order by st_area(geom), id limit 1);
end $$;
create function building_at(in_county county_code, place geometry, unseen bigint[]) returns bigint
language plpgsql stable as $$
begin
  return (select id from building
           where county = in_county and geom && place and st_covers(geom, place) and load <> all (unseen)
           order by st_area(geom), id limit 1);
end $$;

-- One step, of about `most` rows, of what loads that stand have not been linked with yet. A link that there is stays; of
-- several areas around a point the smallest holds it. It gives the rows it looked at: 0 when nothing is left. Runs past
-- the policies and for all counties, as settle_imports does.
create function link_things(most integer) returns integer
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
    update building set compound = link.compound, version = building.version + 1
      from (select id, compound_at(county, inner_point, unseen_compounds) as compound from building
             where county = place.county and compound is null
               and load = place.id and id > place.linked_to and id <= last_id) link
     where building.county = place.county and building.id = link.id and link.compound is not null;
  elsif place.thing = 'site' then
    update site set building = link.building, version = site.version + 1
      from (select id, building_at(county, geom, unseen_buildings) as building from site
             where county = place.county and building is null and stands_in_building(kind)
               and load = place.id and id > place.linked_to and id <= last_id) link
     where site.county = place.county and site.id = link.id and link.building is not null;
    update site set compound = link.compound, version = site.version + 1
      from (select id, compound_at(county, geom, unseen_compounds) as compound from site
             where county = place.county and compound is null and kind <> 'red_district'
               and load = place.id and id > place.linked_to and id <= last_id) link
     where site.county = place.county and site.id = link.id and link.compound is not null;
  elsif place.thing = 'organization' then
    update organization set building = link.building, version = organization.version + 1
      from (select id, building_at(county, geom, unseen_buildings) as building from organization
             where county = place.county and building is null
               and load = place.id and id > place.linked_to and id <= last_id) link
     where organization.county = place.county and organization.id = link.id and link.building is not null;
  end if;
  perform set_config('app.unnoted', '', true);
  update thing_load set linked_to = last_id where county = place.county and thing = place.thing and id = place.id;
  return n;
end $$;
revoke execute on function link_things(integer) from public;
grant execute on function link_things(integer) to tongxin_app;

-- What follows from where a single thing lies, asked past the policies so that the indexes over places serve; and the name
-- that a thing had when it was changed.

alter table thing_change add column name text not null default '';

-- The building and the compound that hold a place, as far as a thing of that kind belongs to any.
create function links_at(of_thing text, of_kind text, place geometry) returns table (building bigint, compound bigint)
language plpgsql stable security definer set search_path = tongxin, public, pg_temp as $$
declare
  in_county constant county_code := app_county();
begin
  building := case when of_thing = 'organization' or of_thing = 'site' and stands_in_building(of_kind) then
    building_at(in_county, place,
                array(select id from thing_load where county = in_county and thing = 'building' and state <> 'standing')) end;
  compound := case when of_thing = 'building' or of_thing = 'site' and of_kind <> 'red_district' then
    compound_at(in_county, place,
                array(select id from thing_load where county = in_county and thing = 'compound' and state <> 'standing')) end;
  return next;
end $$;

-- Things that a new outline of a building or a compound takes in, and those that belonged to it by lying in the outline it
-- had before (null = none): which of them, and what they belong to now. Within the own region.
create function things_around(of_thing text, of_id bigint, old_outline geometry)
returns table (thing text, id bigint, version integer, belongs_to bigint)
language plpgsql stable security definer set search_path = tongxin, public, pg_temp as $$
declare
  in_county constant county_code := app_county();
  new_outline geometry;
begin
  if of_thing = 'compound' then
    select c.geom into new_outline from compound c where c.county = in_county and c.id = of_id;
    return query
      select 'building', b.id, b.version, case when st_covers(new_outline, b.inner_point) then of_id
                                               else (select l.compound from links_at('building', b.kind, b.inner_point) l) end
        from building b
       where b.county = in_county and in_own_region(b.inner_point)
         and b.load not in (select l.id from thing_load l where l.county = in_county and l.thing = 'building' and l.state <> 'standing')
         and (b.compound is null and b.geom && new_outline and st_covers(new_outline, b.inner_point)
              or b.compound = of_id and b.geom && old_outline and st_covers(old_outline, b.inner_point)
                 and not st_covers(new_outline, b.inner_point))
       union all
      select 'site', s.id, s.version, case when st_covers(new_outline, s.geom) then of_id
                                           else (select l.compound from links_at('site', s.kind, s.geom) l) end
        from site s
       where s.county = in_county and in_own_region(s.geom) and s.kind <> 'red_district'
         and s.load not in (select l.id from thing_load l where l.county = in_county and l.thing = 'site' and l.state <> 'standing')
         and (s.compound is null and s.geom && new_outline and st_covers(new_outline, s.geom)
              or s.compound = of_id and s.geom && old_outline and st_covers(old_outline, s.geom)
                 and not st_covers(new_outline, s.geom));
  elsif of_thing = 'building' then
    select b.geom into new_outline from building b where b.county = in_county and b.id = of_id;
    return query
      select 'site', s.id, s.version, case when st_covers(new_outline, s.geom) then of_id
                                           else (select l.building from links_at('site', s.kind, s.geom) l) end
        from site s
       where s.county = in_county and in_own_region(s.geom) and stands_in_building(s.kind)
         and s.load not in (select l.id from thing_load l where l.county = in_county and l.thing = 'site' and l.state <> 'standing')
         and (s.building is null and s.geom && new_outline and st_covers(new_outline, s.geom)
              or s.building = of_id and s.geom && old_outline and st_covers(old_outline, s.geom)
                 and not st_covers(new_outline, s.geom))
       union all
      select 'organization', o.id, o.version, case when st_covers(new_outline, o.geom) then of_id
                                                   else (select l.building from links_at('organization', o.kind, o.geom) l) end
        from organization o
       where o.county = in_county and in_own_region(o.geom)
         and o.load not in (select l.id from thing_load l where l.county = in_county and l.thing = 'organization' and l.state <> 'standing')
         and (o.building is null and o.geom && new_outline and st_covers(new_outline, o.geom)
              or o.building = of_id and o.geom && old_outline and st_covers(old_outline, o.geom)
                 and not st_covers(new_outline, o.geom));
  end if;
end $$;

-- Photographs that no thing shows any more: of things that an import took away. Gives their files.
create function forget_lost_photos() returns table (county text, id text)
language plpgsql security definer set search_path = tongxin, public, pg_temp as $$
begin
  delete from thing_photo shown
   where not case shown.thing
     when 'building' then exists (select from building t where t.county = shown.county and t.id = shown.thing_id)
     when 'compound' then exists (select from compound t where t.county = shown.county and t.id = shown.thing_id)
     when 'site' then exists (select from site t where t.county = shown.county and t.id = shown.thing_id)
     when 'organization' then exists (select from organization t where t.county = shown.county and t.id = shown.thing_id)
     when 'party_org' then exists (select from party_org t where t.county = shown.county and t.id = shown.thing_id) end;
  return query
    delete from photo
     where not exists (select from thing_photo shown where shown.county = photo.county and shown.photo = photo.id)
       and photo.at < now() - interval '1 hour'  -- one that has just come is shown in a moment
    returning photo.county::text, photo.id;
end $$;

revoke all on function links_at, things_around, forget_lost_photos from public;
grant execute on function links_at, things_around, forget_lost_photos to tongxin_app;

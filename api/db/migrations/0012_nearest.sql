-- The nearest of equal results was the nearest in degrees; away from the equator one of longitude is shorter than one of
-- latitude.

-- In degrees of latitude, right for places near `place`.
create function distance_from(place geometry, shape geometry) returns double precision
language sql immutable parallel safe as $$
  select st_distance(st_scale(shape, cos(radians(st_y(place))), 1), st_scale(place, cos(radians(st_y(place))), 1))
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
                 case when near is null then 0 else distance_from(near, a.at) end, char_length(a.name), a.id
        limit most)
      union all
      (select distinct on (w.name) 'road', w.id, w.class, w.name, '', '', '', st_lineinterpolatepoint(w.geom, 0.5)
         from road w
        where w.county = in_county and w.name ilike pattern
          and w.load not in (select u.id from unseen u where u.thing = 'road')
        order by w.name, case when near is null then 0 else distance_from(near, w.geom) end, w.id)
      union all
      (select distinct on (w.name) 'water', w.id, w.kind, w.name, '', '', '', st_pointonsurface(w.geom)
         from water w
        where w.county = in_county and w.name ilike pattern
          and w.load not in (select u.id from unseen u where u.thing = 'water')
        order by w.name, case when near is null then 0 else distance_from(near, w.geom) end, w.id)
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
     order by r.rank, case when near is null then 0 else distance_from(near, r.at) end,
              array_position(array['region', 'compound', 'site', 'organization', 'building', 'road', 'water'], r.layer),
              char_length(r.name), r.id
     limit most;
end $$;

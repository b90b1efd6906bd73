-- 富强19号 stands in 富强大路 as well as, on another street, in 富强街道: whoever says half a name means the street or the
-- compound before a region.

create or replace function search_house(place text, number text, in_division bigint, near geometry, most integer)
returns table (layer text, id bigint, kind text, name text, detail text, lng double precision, lat double precision, matched text)
language plpgsql stable security definer set search_path = tongxin, public, pg_temp as $$
declare
  in_county county_code := app_county();
begin
  return query
    with unseen as materialized (
      select l.thing, l.id from thing_load l where l.county = in_county and l.state <> 'standing'
    ), area as materialized (
      select r.name, r.geom from region_version r
       where r.county = in_county and r.division = in_division and starts_with(r.name, place)
    ), numbered as materialized (
      select b.id, b.kind, b.name, building_address(b.street_name, b.house_number) as address, b.street_name, b.inner_point as at
        from building b
       where b.county = in_county and building_address(b.street_name, b.house_number) like '%' || number || '号'
         and rtrim(b.house_number, '号') = number and b.load not in (select u.id from unseen u where u.thing = 'building')
    ), found (place_name, of_region, id, kind, name, address, at) as (
      select n.street_name, false, n.id, n.kind, n.name, n.address, n.at
        from numbered n where starts_with(n.street_name, place)
      union all
      select a.name, true, n.id, n.kind, n.name, n.address, n.at
        from numbered n join area a on st_covers(a.geom, n.at)
      union all
      select c.name, false, b.id, b.kind, b.name, building_address(b.street_name, b.house_number), b.inner_point
        from compound c join building b on b.county = in_county and b.compound = c.id
       where c.county = in_county and c.name like replace(replace(replace(place, '\', '\\'), '%', '\%'), '_', '\_') || '%'
         and (b.name ~ ('^' || number || '(号楼?|栋|幢|座)$') or rtrim(b.house_number, '号') = number)
         and b.load not in (select u.id from unseen u where u.thing = 'building')
         and c.load not in (select u.id from unseen u where u.thing = 'compound')
    ), best as (
      select distinct on (f.id) f.*, f.place_name <> place as longer from found f
       order by f.id, f.place_name <> place, f.of_region
    )
    select 'building', b.id, b.kind, coalesce(nullif(b.name, ''), b.address), b.address, st_x(b.at), st_y(b.at), 'address'
      from best b
     order by b.longer, b.of_region, case when near is null then 0 else distance_from(near, b.at) end, b.address, b.id
     limit most;
end $$;

-- Addresses as people write them: 富强街道19号, 幸福社区19号, 富强19号, 交通小区3号楼.

-- The phrase without the regions it begins with, as in a full address; the last stays before a bare number, and as the end.
create function without_regions(phrase text, in_division bigint) returns text
language plpgsql stable security definer set search_path = tongxin, public, pg_temp as $$
declare
  in_county county_code := app_county();
  length integer;
begin
  loop
    select max(char_length(r.name)) into length
      from region_version r
     where r.county = in_county and r.division = in_division
       and starts_with(phrase, r.name) and char_length(r.name) < char_length(phrase)
       and substr(phrase, char_length(r.name) + 1) !~ '^[0-9]+(-[0-9]+)?([号栋幢座]|$)';
    exit when length is null;
    phrase := substr(phrase, length + 1);
  end loop;
  return phrase;
end $$;

-- Buildings with a house number (or, in a compound, a building's number) on the streets, in the compounds and in the
-- regions whose name begins with `place`: those of the very name first, then the nearest. `number` is of digits.
create function search_house(place text, number text, in_division bigint, near geometry, most integer)
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
    ), found (place_name, id, kind, name, address, at) as (
      select n.street_name, n.id, n.kind, n.name, n.address, n.at
        from numbered n where starts_with(n.street_name, place)
      union all
      select a.name, n.id, n.kind, n.name, n.address, n.at
        from numbered n join area a on st_covers(a.geom, n.at)
      union all
      select c.name, b.id, b.kind, b.name, building_address(b.street_name, b.house_number), b.inner_point
        from compound c join building b on b.county = in_county and b.compound = c.id
       where c.county = in_county and c.name like replace(replace(replace(place, '\', '\\'), '%', '\%'), '_', '\_') || '%'
         and (b.name ~ ('^' || number || '(号楼?|栋|幢|座)$') or rtrim(b.house_number, '号') = number)
         and b.load not in (select u.id from unseen u where u.thing = 'building')
         and c.load not in (select u.id from unseen u where u.thing = 'compound')
    ), best as (
      select distinct on (f.id) f.*, f.place_name <> place as longer from found f order by f.id, f.place_name <> place
    )
    select 'building', b.id, b.kind, coalesce(nullif(b.name, ''), b.address), b.address, st_x(b.at), st_y(b.at), 'address'
      from best b
     order by b.longer, case when near is null then 0 else distance_from(near, b.at) end, b.address, b.id
     limit most;
end $$;

revoke all on function without_regions, search_house from public;
grant execute on function without_regions, search_house to tongxin_app;

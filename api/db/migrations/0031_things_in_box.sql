-- Which things of the scope's county touch an area, in the order of their ids from `after_id` on, `most` of them (null =
-- all). As owner: a policy keeps the spatial index from being used. What is not seen (see 0008_loads.sql) is left out.
create function things_in_box(of_layer text, box geometry, after_id bigint, most integer) returns setof bigint
language plpgsql stable security definer set search_path = tongxin, public, pg_temp as $$
declare
  place text := case of_layer when 'site_area' then 'outline' when 'wall' then 'walls' when 'gate' then 'gates' else 'geom' end;
  source text := case of_layer when 'site_area' then 'site' when 'wall' then 'compound' when 'gate' then 'compound' else of_layer end;
begin
  if of_layer not in ('building', 'compound', 'wall', 'gate', 'site', 'site_area', 'organization', 'road', 'railway', 'water',
                      'landuse') then
    raise exception 'there is no layer %', of_layer;
  end if;
  return query execute format(
    'select id from %1$I
      where county = $1 and %2$I && $2 and st_intersects(%2$I, $2) and id > $3
        and load not in (select id from thing_load where county = $1 and thing = %3$L and state <> ''standing'')
      order by id limit $4', source, place, source)
  using app_county(), box, after_id, most;
end $$;
revoke all on function things_in_box from public;
grant execute on function things_in_box to tongxin_app;

-- What is written on the map beside compounds and buildings stands at points: of an area each tile that it touches would
-- write the name once more.

alter table compound add column label geometry(Point, 4326) generated always as (st_pointonsurface(geom)) stored;

create function layer_compound_label(in_county county_code, in_division bigint, in_fabric bigint, box geometry)
returns table (id bigint, min_zoom integer, name text, geom geometry)
language sql stable as $$
  select id, 15, name, label
    from compound
   where county = in_county and geom && box and label && box and name <> ''
     and load not in (select id from thing_load where county = in_county and thing = 'compound' and state <> 'standing')
$$;

-- A building's own name, else its house number.
create function layer_building_label(in_county county_code, in_division bigint, in_fabric bigint, box geometry)
returns table (id bigint, min_zoom integer, name text, geom geometry)
language sql stable as $$
  select id, 16, coalesce(nullif(name, ''), house_number), inner_point
    from building
   where county = in_county and geom && box and inner_point && box and (name <> '' or house_number <> '')
     and load not in (select id from thing_load where county = in_county and thing = 'building' and state <> 'standing')
$$;

create or replace function layer_source(layer text) returns text
language sql immutable as $$
  select case
    when layer in ('county', 'street', 'community', 'grid', 'network', 'union')
      then format('layer_region(%L, in_county, in_division, in_fabric, box)', layer)
    when layer in ('label', 'block', 'compound', 'wall', 'gate', 'building', 'road', 'railway', 'water', 'landuse',
                   'site', 'site_area', 'organization', 'compound_label', 'building_label')
      then format('layer_%s(in_county, in_division, in_fabric, box)', layer)
  end
$$;

do $generate$
declare
  layer text;
begin
  foreach layer in array array['compound_label', 'building_label'] loop
    execute format($create$
      create function %1$I(in_county county_code, in_division bigint, in_fabric bigint, z integer, x integer, y integer)
      returns bytea language plpgsql stable as $body$
      declare
        frame geometry := st_tileenvelope(z, x, y);
        box geometry := tile_box(z, x, y);
        tile bytea;
      begin
        select st_asmvt(t, %2$L, 4096, 'geom', 'id') into tile
          from (select s.id, s.name, st_asmvtgeom(st_transform(s.geom, 3857), frame, 4096, 64, true) as geom
                  from %3$s s
                 where s.min_zoom <= z
                 order by s.id) t;
        return tile;
      end $body$ $create$,
      'tile_' || layer, layer, layer_source(layer));
  end loop;
end $generate$;

-- Several layers of one tile, in the order asked. Empty for a county without such features and without a scope.
create or replace function tile(layers text[], z integer, x integer, y integer, in_division bigint) returns bytea
language plpgsql stable security definer set search_path = tongxin, public, pg_temp as $$
declare
  in_county county_code := app_county();
  in_fabric bigint;
  layer text;
  tile bytea := '';
begin
  select id, fabric into in_division, in_fabric
    from division where county = in_county and id = in_division and valid is not null;
  foreach layer in array layers loop
    tile := tile || case layer
      when 'landuse' then tile_landuse(in_county, in_division, in_fabric, z, x, y)
      when 'water' then tile_water(in_county, in_division, in_fabric, z, x, y)
      when 'county' then tile_county(in_county, in_division, in_fabric, z, x, y)
      when 'street' then tile_street(in_county, in_division, in_fabric, z, x, y)
      when 'community' then tile_community(in_county, in_division, in_fabric, z, x, y)
      when 'grid' then tile_grid(in_county, in_division, in_fabric, z, x, y)
      when 'network' then tile_network(in_county, in_division, in_fabric, z, x, y)
      when 'union' then tile_union(in_county, in_division, in_fabric, z, x, y)
      when 'block' then tile_block(in_county, in_division, in_fabric, z, x, y)
      when 'compound' then tile_compound(in_county, in_division, in_fabric, z, x, y)
      when 'railway' then tile_railway(in_county, in_division, in_fabric, z, x, y)
      when 'road' then tile_road(in_county, in_division, in_fabric, z, x, y)
      when 'building' then tile_building(in_county, in_division, in_fabric, z, x, y)
      when 'wall' then tile_wall(in_county, in_division, in_fabric, z, x, y)
      when 'gate' then tile_gate(in_county, in_division, in_fabric, z, x, y)
      when 'site' then tile_site(in_county, in_division, in_fabric, z, x, y)
      when 'site_area' then tile_site_area(in_county, in_division, in_fabric, z, x, y)
      when 'organization' then tile_organization(in_county, in_division, in_fabric, z, x, y)
      when 'label' then tile_label(in_county, in_division, in_fabric, z, x, y)
      when 'compound_label' then tile_compound_label(in_county, in_division, in_fabric, z, x, y)
      when 'building_label' then tile_building_label(in_county, in_division, in_fabric, z, x, y)
    end;
  end loop;
  return tile;
end $$;

-- ---------------------------------------------------------------- change counters
do $triggers$
declare
  watched record;
begin
  for watched in values
    ('compound', 'select county, ''compound'', geom from changed union all select county, ''wall'', walls from changed '
              || 'union all select county, ''gate'', gates from changed '
              || 'union all select county, ''compound_label'', label from changed'),
    ('building', 'select county, ''building'', geom from changed '
              || 'union all select county, ''building_label'', inner_point from changed')
  loop
    execute format('drop trigger note_insert on %1$I; drop trigger note_update on %1$I; drop trigger note_delete on %1$I',
                   watched.column1);
    execute format('create trigger note_insert after insert on %I referencing new table as new_rows '
                   'for each statement execute function note_layer_change(%L)', watched.column1, watched.column2);
    execute format('create trigger note_update after update on %I referencing old table as old_rows new table as new_rows '
                   'for each statement execute function note_layer_change(%L)', watched.column1, watched.column2);
    execute format('create trigger note_delete after delete on %I referencing old table as old_rows '
                   'for each statement execute function note_layer_change(%L)', watched.column1, watched.column2);
  end loop;
end $triggers$;

-- A load comes into sight or goes out of it.
create or replace function note_load_change() returns trigger
language plpgsql security definer set search_path = tongxin, public, pg_temp as $$
begin
  if tg_op = 'UPDATE' and (old.state = 'standing') = (new.state = 'standing') then return null; end if;
  perform note_everywhere(new.county, case new.thing
    when 'compound' then array['compound', 'wall', 'gate', 'compound_label']
    when 'building' then array['building', 'building_label']
    when 'site' then array['site', 'site_area', 'building']  -- a building is red by its site
    else array[new.thing] end);
  return null;
end $$;

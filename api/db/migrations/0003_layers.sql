-- Layers public to the county: row sources, vector tiles, change counters, search.
--
-- A policy costs the spatial index, since `&&` is not leakproof: under row-level security a tile reads every row of
-- the county. So public layers are read through functions of the owner that add the county of the scope themselves
-- (app_county()); without a scope they give nothing. Each is the only wall: no argument names a county.

-- ---------------------------------------------------------------- row sources
-- One function a layer: id, the zoom it appears at, its attributes, its geometry (EPSG:4326). Both tile encoders read
-- these, so a feature has the same attributes from either. Plain SQL without `set`, so that the planner inlines them.

-- The zoom from which the longer side of the bounding box measures four units of a 4,096-unit tile (half a pixel).
create function size_min_zoom(g geometry) returns integer
language sql immutable parallel safe as $$
  select greatest(0, least(16, ceil(ln(360.0::float8 * 4 / 4096 / greatest(
    st_xmax(g) - st_xmin(g), (st_ymax(g) - st_ymin(g)) / cos(radians((st_ymax(g) + st_ymin(g)) / 2)), 1e-9::float8
  )) / ln(2.0::float8))::integer))
$$;

create function road_min_zoom(class text) returns integer
language sql immutable parallel safe as $$
  select case class
    when 'motorway' then 8 when 'trunk' then 8 when 'primary' then 9 when 'secondary' then 11 when 'tertiary' then 12
    when 'residential' then 13 else 14 end
$$;

create function label_min_zoom(kind text) returns integer
language sql immutable parallel safe as $$
  select case kind when 'county' then 0 when 'street' then 8 when 'grid' then 13 else 10 end
$$;

create function building_address(street_name text, house_number text) returns text
language sql immutable parallel safe as $$
  select street_name || house_number || case when house_number ~ '[0-9]$' then '号' else '' end
$$;

create function layer_region(in_kind text, in_county county_code, in_division bigint, in_fabric bigint, box geometry)
returns table (id bigint, min_zoom integer, code text, name text, name_en text, hue integer, parent bigint,
               households integer, residents integer, estimated boolean, area_m2 bigint, geom geometry)
language sql stable as $$
  select region, 0, code, name, nullif(name_en, ''), hue::integer, parent, households, residents, estimated,
         round(area_m2)::bigint, geom
    from region_version
   where county = in_county and division = in_division and kind = in_kind and geom && box
$$;

create function layer_label(in_county county_code, in_division bigint, in_fabric bigint, box geometry)
returns table (id bigint, min_zoom integer, kind text, code text, name text, name_en text, hue integer,
               households integer, geom geometry)
language sql stable as $$
  select region, label_min_zoom(kind), kind, code, name, nullif(name_en, ''), hue::integer, households, label
    from region_version
   where county = in_county and division = in_division and label && box
$$;

create function layer_block(in_county county_code, in_division bigint, in_fabric bigint, box geometry)
returns table (id bigint, min_zoom integer, region bigint, households integer, residents integer, estimated boolean,
               geom geometry)
language sql stable as $$
  select block.id, 12, division_block.region, households, residents, nullif(estimated, false), geom
    from block
    left join division_block on division_block.county = in_county and division_block.division = in_division
                            and division_block.block = block.id
   where block.county = in_county and block.fabric = in_fabric and block.geom && box
$$;

create function layer_compound(in_county county_code, in_division bigint, in_fabric bigint, box geometry)
returns table (id bigint, min_zoom integer, name text, management text, households integer, geom geometry)
language sql stable as $$
  select id, 13, nullif(name, ''), management, households, geom
    from compound where county = in_county and geom && box
$$;

create function layer_wall(in_county county_code, in_division bigint, in_fabric bigint, box geometry)
returns table (id bigint, min_zoom integer, geom geometry)
language sql stable as $$
  select id, 15, walls from compound where county = in_county and walls && box
$$;

create function layer_gate(in_county county_code, in_division bigint, in_fabric bigint, box geometry)
returns table (id bigint, min_zoom integer, name text, geom geometry)
language sql stable as $$
  select id, 15, nullif(name, ''), gates from compound where county = in_county and gates && box
$$;

-- `red`: a red building stands in it. Raw buildings are never sent below zoom 14.
create function layer_building(in_county county_code, in_division bigint, in_fabric bigint, box geometry)
returns table (id bigint, min_zoom integer, kind text, name text, house_number text, floors integer, height double precision,
               households integer, residents integer, compound bigint, red boolean, geom geometry)
language sql stable as $$
  select id, 14, kind, nullif(name, ''), nullif(house_number, ''), floors, height_m::numeric::double precision,
         nullif(households, 0), nullif(residents, 0), compound,
         nullif(id in (select site.building from site
                        where site.county = in_county and site.kind = 'red_building' and site.building is not null), false),
         geom
    from building where county = in_county and geom && box
$$;

create function layer_road(in_county county_code, in_division bigint, in_fabric bigint, box geometry)
returns table (id bigint, min_zoom integer, class text, name text, bridge boolean, tunnel boolean, oneway boolean,
               geom geometry)
language sql stable as $$
  select id, greatest(road_min_zoom(class), size_min_zoom(geom)), class, nullif(name, ''),
         nullif(coalesce(tags ->> 'bridge', 'no') not in ('no', 'false'), false),
         nullif(coalesce(tags ->> 'tunnel', 'no') not in ('no', 'false'), false),
         nullif(coalesce(tags ->> 'oneway', 'no') in ('yes', 'true', '1'), false), geom
    from road where county = in_county and geom && box
$$;

create function layer_railway(in_county county_code, in_division bigint, in_fabric bigint, box geometry)
returns table (id bigint, min_zoom integer, name text, geom geometry)
language sql stable as $$
  select id, greatest(9, size_min_zoom(geom)), nullif(name, ''), geom
    from railway where county = in_county and geom && box
$$;

create function layer_water(in_county county_code, in_division bigint, in_fabric bigint, box geometry)
returns table (id bigint, min_zoom integer, kind text, name text, geom geometry)
language sql stable as $$
  select id, greatest(case when kind in ('river', 'lake', 'sea') then 4 else 11 end, size_min_zoom(geom)),
         kind, nullif(name, ''), geom
    from water where county = in_county and geom && box
$$;

create function layer_landuse(in_county county_code, in_division bigint, in_fabric bigint, box geometry)
returns table (id bigint, min_zoom integer, kind text, name text, geom geometry)
language sql stable as $$
  select id, greatest(9, size_min_zoom(geom)), kind, nullif(name, ''), geom
    from landuse where county = in_county and geom && box
$$;

create function layer_site(in_county county_code, in_division bigint, in_fabric bigint, box geometry)
returns table (id bigint, min_zoom integer, kind text, name text, geom geometry)
language sql stable as $$
  select id, 10, kind, name, geom from site where county = in_county and geom && box
$$;

create function layer_site_area(in_county county_code, in_division bigint, in_fabric bigint, box geometry)
returns table (id bigint, min_zoom integer, kind text, name text, geom geometry)
language sql stable as $$
  select id, 10, kind, name, outline from site where county = in_county and outline && box
$$;

create function layer_organization(in_county county_code, in_division bigint, in_fabric bigint, box geometry)
returns table (id bigint, min_zoom integer, kind text, name text, geom geometry)
language sql stable as $$
  select id, 13, kind, name, geom from organization where county = in_county and geom && box
$$;

create index region_version_label on region_version using gist (label);
create index compound_walls on compound using gist (walls);
create index compound_gates on compound using gist (gates);
create index site_outline on site using gist (outline);
create index site_building on site (county, building);

-- The call that gives a layer's rows, as text for the two statements below; null for an unknown layer.
create function layer_source(layer text) returns text
language sql immutable as $$
  select case
    when layer in ('county', 'street', 'community', 'grid', 'network', 'union')
      then format('layer_region(%L, in_county, in_division, in_fabric, box)', layer)
    when layer in ('label', 'block', 'compound', 'wall', 'gate', 'building', 'road', 'railway', 'water', 'landuse',
                   'site', 'site_area', 'organization')
      then format('layer_%s(in_county, in_division, in_fabric, box)', layer)
  end
$$;

-- The attributes of a layer: the columns of its source but for the three that every source has.
create function layer_attributes(layer text) returns text[]
language sql stable as $$
  select coalesce(array_agg(name order by place) filter (where name not in ('id', 'min_zoom', 'geom')), '{}')
    from pg_catalog.pg_proc, unnest(proargnames, proargmodes) with ordinality as argument (name, mode, place)
   where oid = to_regproc('tongxin.' || split_part(layer_source(layer), '(', 1)) and mode = 't'
$$;

-- ---------------------------------------------------------------- tiles of PostgreSQL
-- The box of a tile with its buffer in lon/lat, within the world: beyond the antimeridian a transformation would wrap.
create function tile_box(z integer, x integer, y integer) returns geometry
language sql immutable parallel safe as $$
  select st_makeenvelope(
    greatest(-180, (x - 1.0 / 64) * 360 / (1 << z) - 180),
    degrees(atan(sinh(pi() * (1 - 2 * (y + 1 + 1.0 / 64) / (1 << z))))),
    least(180, (x + 1 + 1.0 / 64) * 360 / (1 << z) - 180),
    degrees(atan(sinh(pi() * (1 - 2 * (y - 1.0 / 64) / (1 << z))))), 4326)
$$;

-- tile_<layer>: one MVT layer of one tile. Generated, so that every layer has a static statement whose plan is kept.
-- Lines and areas lose what is smaller than one tile unit below the last zoom; buildings are small enough as they are.
do $generate$
declare
  layer text;
  shape text;
begin
  foreach layer in array array['landuse', 'water', 'county', 'street', 'community', 'grid', 'network', 'union', 'block',
                               'compound', 'railway', 'road', 'building', 'wall', 'gate', 'site', 'site_area',
                               'organization', 'label'] loop
    shape := case
      when layer in ('building', 'gate', 'site', 'organization', 'label') then 'st_transform(s.geom, 3857)'
      else 'case when z < 16 then st_simplify(st_transform(s.geom, 3857), unit) else st_transform(s.geom, 3857) end'
    end;
    execute format($create$
      create function %1$I(in_county county_code, in_division bigint, in_fabric bigint, z integer, x integer, y integer)
      returns bytea language plpgsql stable as $body$
      declare
        frame geometry := st_tileenvelope(z, x, y);
        box geometry := tile_box(z, x, y);
        unit float8 := 40075016.6855785 / 4096 / (1 << z);
        tile bytea;
      begin
        select st_asmvt(t, %2$L, 4096, 'geom', 'id') into tile
          from (select s.id, %3$s st_asmvtgeom(%4$s, frame, 4096, 64, true) as geom
                  from %5$s s
                 where s.min_zoom <= z
                 order by s.id) t;
        return tile;
      end $body$ $create$,
      'tile_' || layer, layer,
      (select coalesce(string_agg(format('s.%I,', name), ' '), '') from unnest(layer_attributes(layer)) as name),
      shape, layer_source(layer));
  end loop;
end $generate$;

-- Several layers of one tile, in the order asked. Empty for a county without such features and without a scope.
create function tile(layers text[], z integer, x integer, y integer, in_division bigint) returns bytea
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
    end;
  end loop;
  return tile;
end $$;

-- ---------------------------------------------------------------- rows for the tile index of the embedded store
-- A page of a layer's features in the order of their ids, all of them or those that touch the box.
create function layer_rows(layer text, in_division bigint, box geometry, after_id bigint, most integer)
returns table (id bigint, min_zoom integer, properties jsonb, geometry text)
language plpgsql stable security definer set search_path = tongxin, public, pg_temp as $$
declare
  in_county county_code := app_county();
  in_fabric bigint;
begin
  select division.id, fabric into in_division, in_fabric
    from division where county = in_county and division.id = in_division and valid is not null;
  return query execute format(
    'select s.id, s.min_zoom, jsonb_strip_nulls(jsonb_build_object(%s)), st_asgeojson(s.geom, 9)
       from (select $1 as in_county, $2 as in_division, $3 as in_fabric, $4 as box) given
      cross join lateral %s s
      where s.id > $5 order by s.id limit $6',
    (select string_agg(format('%L, s.%I', name, name), ', ') from unnest(layer_attributes(layer)) as name),
    layer_source(layer))
  using in_county, in_division, in_fabric, coalesce(box, st_makeenvelope(-180, -90, 180, 90, 4326)), after_id, most;
end $$;

-- ---------------------------------------------------------------- change counters
-- A change of a layer bumps the z12 squares of the old and the new place, a tile's buffer (1/64) round them included.
-- A version is the second of the change, or one more than the square's last, so it grows with every change and is
-- never used twice, not even by a database made anew. (-1, -1) stands for every square.

create function square_x(lng double precision) returns integer
language sql immutable parallel safe as $$
  select floor((lng + 180) / 360 * 4096)::integer
$$;
create function square_y(lat double precision, margin double precision) returns integer
language sql immutable parallel safe as $$
  select floor((1 - asinh(tan(radians(greatest(-85.05, least(85.05, lat))))) / pi()) / 2 * 4096 + margin)::integer
$$;

-- Statement trigger; its argument is a query that gives (county, layer, geom) from the changed rows, `changed`.
create function note_layer_change() returns trigger
language plpgsql security definer set search_path = tongxin, public, pg_temp as $$
begin
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
    select pg_notify('layer', county) from (select distinct county from bumped) counties$statement$,
    case tg_op
      when 'INSERT' then 'select * from new_rows'
      when 'DELETE' then 'select * from old_rows'
      else 'select * from old_rows union all select * from new_rows'
    end,
    tg_argv[0]);
  return null;
end $$;

do $triggers$
declare
  everywhere constant text := 'st_makeenvelope(-180, -85, 180, 85, 4326)';
  watched record;
begin
  for watched in values
    ('region_version', 'select county, kind, geom from changed union all select county, ''label'', label from changed'),
    ('block', 'select county, ''block'', geom from changed'),
    ('division_block', 'select county, ''block'', block.geom from changed join block using (county, fabric) where block.id = changed.block'),
    ('compound', 'select county, ''compound'', geom from changed union all select county, ''wall'', walls from changed '
              || 'union all select county, ''gate'', gates from changed'),
    ('building', 'select county, ''building'', geom from changed'),
    ('road', 'select county, ''road'', geom from changed'),
    ('railway', 'select county, ''railway'', geom from changed'),
    ('water', 'select county, ''water'', geom from changed'),
    ('landuse', 'select county, ''landuse'', geom from changed'),
    ('site', 'select county, ''site'', geom from changed union all select county, ''site_area'', outline from changed union all '
          || 'select county, ''building'', building.geom from changed join building using (county) '
          || 'where building.id = changed.building and changed.kind = ''red_building'''),
    ('organization', 'select county, ''organization'', geom from changed'),
    ('division', 'select county, ''division'', ' || everywhere || ' from changed'),
    ('grouping_member', 'select county, ''division'', ' || everywhere || ' from changed'),
    ('party_org', 'select county, ''party_org'', ' || everywhere || ' from changed'),
    ('located', 'select county, ''located'', ' || everywhere || ' from changed')
  loop
    execute format('create trigger note_insert after insert on %I referencing new table as new_rows '
                   'for each statement execute function note_layer_change(%L)', watched.column1, watched.column2);
    execute format('create trigger note_update after update on %I referencing old table as old_rows new table as new_rows '
                   'for each statement execute function note_layer_change(%L)', watched.column1, watched.column2);
    execute format('create trigger note_delete after delete on %I referencing old table as old_rows '
                   'for each statement execute function note_layer_change(%L)', watched.column1, watched.column2);
  end loop;
end $triggers$;

-- One number over all counties, for whoever watches the server.
create function data_version() returns bigint
language sql stable security definer set search_path = tongxin, pg_temp as $$
  select coalesce(sum(version - 1700000000), 0)::bigint from layer_change
$$;

-- ---------------------------------------------------------------- inspection
create index located_nowhere on located (county, thing) where block is null;
create index organization_building on organization (county, building);
create index site_compound on site (county, compound);
create index party_org_region on party_org (county, region);

-- ---------------------------------------------------------------- search
create index region_version_name on region_version using gin (name gin_trgm_ops);
create index compound_name on compound using gin (name gin_trgm_ops);
create index building_name on building using gin (name gin_trgm_ops);
create index building_address_text on building using gin (building_address(street_name, house_number) gin_trgm_ops);
create index road_name on road using gin (name gin_trgm_ops);
create index site_name on site using gin (name gin_trgm_ops);
create index organization_name on organization using gin (name gin_trgm_ops);

-- 0 the same, 1 begins with it, 2 contains it; null when it does not. `phrase` is lower case.
create function match_rank(words text, phrase text) returns integer
language sql immutable parallel safe as $$
  select case strpos(lower(words), phrase)
    when 0 then null
    when 1 then case when char_length(words) = char_length(phrase) then 0 else 1 end
    else 2 end
$$;

-- Named and addressed things of the county whose name, code or address contains the phrase: the same first, then
-- those that begin with it, then the rest; among equals the nearest, where a place is given.
create function search_county(phrase text, in_division bigint, near geometry, most integer)
returns table (layer text, id bigint, kind text, name text, detail text, lng double precision, lat double precision, matched text)
language plpgsql stable security definer set search_path = tongxin, public, pg_temp as $$
declare
  in_county county_code := app_county();
  pattern text := '%' || replace(replace(replace(phrase, '\', '\\'), '%', '\%'), '_', '\_') || '%';
begin
  phrase := lower(phrase);
  return query
    with addressed as materialized (
      select b.id, b.kind, b.name, building_address(b.street_name, b.house_number) as address, b.inner_point as at
        from building b
       where b.county = in_county
         and (b.name ilike pattern or building_address(b.street_name, b.house_number) ilike pattern)
    ), found (layer, id, kind, name, other_name, code, address, at) as (
      select 'region', r.region, r.kind, r.name, r.name_en, coalesce(r.code, ''), '', r.label
        from region_version r
       where r.county = in_county and r.division = in_division
         and (r.name ilike pattern or r.name_en ilike pattern or r.code ilike pattern)
      union all
      select 'compound', c.id, 'compound', c.name, '', '', c.address, st_pointonsurface(c.geom)
        from compound c
       where c.county = in_county and (c.name ilike pattern or c.address ilike pattern)
      union all
      select 'site', s.id, s.kind, s.name, '', '', s.address, s.geom
        from site s
       where s.county = in_county and (s.name ilike pattern or s.address ilike pattern)
      union all
      select 'organization', o.id, o.kind, o.name, '', '', o.address, o.geom
        from organization o
       where o.county = in_county and (o.name ilike pattern or o.address ilike pattern)
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
        order by w.name, case when near is null then 0 else st_distance(w.geom, near) end, w.id)
      union all
      (select distinct on (w.name) 'water', w.id, w.kind, w.name, '', '', '', st_pointonsurface(w.geom)
         from water w
        where w.county = in_county and w.name ilike pattern
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

-- ---------------------------------------------------------------- who may call
revoke all on function tile, layer_rows, search_county, data_version, note_layer_change from public;
grant execute on function tile, layer_rows, search_county, data_version to tongxin_app;

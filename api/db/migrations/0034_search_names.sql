-- Search by what people type: Chinese, pinyin, initials, with a slip. The distinct names of a county are few even where
-- its things are many (70,000 among 240,000 buildings), so the program compares the phrase with all of them, in memory, and
-- asks the database only for the things of the names that fit. A name stays here when nothing bears it any more: then it
-- leads to nothing.

create table search_name (
  county      county_code not null references county on delete cascade,
  thing       text not null,
  field       text not null check (field in ('name', 'name_en', 'code', 'street', 'address')),
  text        text not null,                                    -- as name_key gives it
  entered_by  xid8 not null default pg_current_xact_id(),       -- whoever knows the names before it reads only newer ones
  primary key (county, thing, field, text)
);
create index search_name_entered on search_name (county, entered_by);
alter table search_name enable row level security;
grant select on search_name to tongxin_app;
create policy reads on search_name for select to tongxin_app using (county = (select app_county()));

-- What a name is looked up by: an index takes no text of any length.
create function name_key(name text) returns text
language sql immutable parallel safe as $$ select left(name, 200) $$;

-- Where names stand.
create function named_columns() returns table (in_table text, thing text, field text, in_column text)
language sql immutable as $$
  values ('region_version', 'region', 'name', 'name'), ('region_version', 'region', 'name_en', 'name_en'),
         ('region_version', 'region', 'code', 'code'),
         ('compound', 'compound', 'name', 'name'), ('compound', 'compound', 'address', 'address'),
         ('building', 'building', 'name', 'name'), ('building', 'building', 'street', 'street_name'),
         ('site', 'site', 'name', 'name'), ('site', 'site', 'address', 'address'),
         ('organization', 'organization', 'name', 'name'), ('organization', 'organization', 'address', 'address'),
         ('party_org', 'party_org', 'name', 'name'),
         ('road', 'road', 'name', 'name'), ('railway', 'railway', 'name', 'name'),
         ('water', 'water', 'name', 'name'), ('landuse', 'landuse', 'name', 'name')
$$;

-- Enters the names of rows that were written, or of the one that was changed.
create function note_names() returns trigger
language plpgsql security definer set search_path = tongxin, public, pg_temp as $$
declare
  named record;
  enter constant text := 'insert into search_name (county, thing, field, text)
    select distinct county, %1$L, %2$L, name_key(%3$I) from %4$s where %3$I <> '''' on conflict do nothing';
begin
  for named in select * from named_columns() where in_table = tg_table_name loop
    if tg_level = 'STATEMENT' then
      execute format(enter, named.thing, named.field, named.in_column, 'new_rows');
    else
      execute format(enter, named.thing, named.field, named.in_column, '(select ($1).*) changed') using new;
    end if;
  end loop;
  return null;
end $$;
revoke execute on function note_names() from public;

-- Enters the names of everything that is there: of a store from before there was this table, or of one that was restored.
create function fill_search_names() returns void
language plpgsql set search_path = tongxin, public, pg_temp as $$
declare
  named record;
begin
  for named in select * from named_columns() loop
    execute format('insert into search_name (county, thing, field, text)
                    select distinct county, %1$L, %2$L, name_key(%3$I) from %4$I where %3$I <> '''' on conflict do nothing',
                   named.thing, named.field, named.in_column, named.in_table);
  end loop;
end $$;
revoke execute on function fill_search_names() from public;

do $$
declare
  named record;
begin
  for named in select in_table, array_agg(in_column) as columns from named_columns() group by in_table loop
    execute format('create trigger note_names after insert on %I referencing new table as new_rows
                    for each statement execute function note_names()', named.in_table);
    execute format('create trigger note_changed_names after update of %2$s on %1$I for each row when (%3$s)
                    execute function note_names()', named.in_table,
                   (select string_agg(quote_ident(c), ', ') from unnest(named.columns) c),
                   (select string_agg(format('old.%1$I is distinct from new.%1$I', c), ' or ') from unnest(named.columns) c));
  end loop;
  for named in select in_table, in_column from named_columns()
                where field in ('name', 'address') and in_table <> 'region_version' loop
    execute format('create index %1$s_by_%2$s on %1$I (county, name_key(%2$I)) where %2$I <> ''''',
                   named.in_table, named.in_column);
  end loop;
end $$;
create index building_by_street on building (county, name_key(street_name), name_key(house_number)) where street_name <> '';
create index building_by_number on building (county, name_key(house_number)) where house_number <> '';

drop function search_county(text, bigint, geometry, integer);
drop function search_house(text, text, bigint, geometry, integer);
drop function without_regions(text, bigint);
drop function match_rank(text, text);
drop index region_version_name, compound_name, building_name, building_address_text, road_name, site_name, organization_name;

-- What a thing shows of itself in a list, by its kind.
create function search_rows(of_thing text) returns text
language sql immutable as $$
  select case of_thing
    when 'building' then 'select county, load, id, kind, name, street_name, house_number, compound,
                                 building_address(street_name, house_number) as address, inner_point as at from building'
    when 'compound' then 'select county, load, id, ''compound'' as kind, name, address, label as at from compound'
    when 'site' then 'select county, load, id, kind, name, address, geom as at from site'
    when 'organization' then 'select county, load, id, kind, name, address, geom as at from organization'
    when 'party_org' then 'select county, load, id, kind, name, '''' as address,
                                  coalesce(place_of(''party_org'', id), (select st_centroid(bounds) from county where code = party_org.county)) as at
                             from party_org'
    when 'road' then 'select county, load, id, class as kind, name, '''' as address, st_lineinterpolatepoint(geom, 0.5) as at from road'
    when 'railway' then 'select county, load, id, ''railway'' as kind, name, '''' as address, st_lineinterpolatepoint(geom, 0.5) as at from railway'
    when 'water' then 'select county, load, id, kind, name, '''' as address, st_pointonsurface(geom) as at from water'
    when 'landuse' then 'select county, load, id, kind, name, '''' as address, st_pointonsurface(geom) as at from landuse'
  end
$$;

-- How far a point is from a place, in degrees of latitude, right for what is near; 0 where no place is given.
create function how_far(near geometry, at geometry) returns double precision
language sql immutable parallel safe as $$
  select case when near is null then 0
         else sqrt(((st_x(at) - st_x(near)) * cos(radians(st_y(near)))) ^ 2 + (st_y(at) - st_y(near)) ^ 2) end
$$;

-- The things that bear one of these texts, the nearest first: as many of each text as asked for, a road or river once
-- however many pieces it has. What stands everywhere (大街, 3号楼) is looked for around the place as well.
create function things_named(of_thing text, of_field text, texts text[], in_division bigint, near geometry, most integer)
returns table (layer text, id bigint, kind text, name text, detail text, at geometry, far double precision, text text)
language plpgsql stable security definer set search_path = tongxin, public, pg_temp as $$
declare
  in_county constant county_code := app_county();
  named_in constant text := (select in_column from named_columns() where thing = of_thing and field = of_field);
  unseen constant bigint[] := array(select l.id from thing_load l
                                     where l.county = in_county and l.thing = of_thing and l.state <> 'standing');
  of_each constant integer := case when of_thing in ('road', 'railway', 'water') then 1 else most end;
  -- looked up one by one: of streets with their hundreds of houses, and of what has its place by others, only a few
  most_texts constant integer := case when of_field = 'street' then 4 when of_field = 'address' or of_thing = 'party_org' then 12 else 40 end;
  most_rows constant integer := 300;   -- of one text
  around constant integer := 1000;     -- things nearest to the place
begin
  if of_thing = 'region' then
    return query execute format($q$
      select 'region', r.region, r.kind, r.name, coalesce(r.code, ''), r.label, how_far($4, r.label), r.%1$I
        from region_version r
       where r.county = $1 and r.division = $2 and r.%1$I = any ($3)
       order by 7, 2 limit 4 * $5$q$, named_in) using in_county, in_division, texts, near, most;
    return;
  end if;
  return query execute format($q$
    select %1$L, one.id, one.kind, coalesce(nullif(one.name, ''), one.address), one.address, one.at, one.far, asked.text
      from unnest($2) as asked (text)
     cross join lateral (
       select bearer.*, how_far($4, bearer.at) as far
         from (select * from (%2$s) rows where county = $1 and %3$I <> '' and name_key(%3$I) = asked.text and load <> all ($3) limit $5) bearer
        order by far, bearer.id limit $6) one$q$, of_thing, search_rows(of_thing), named_in)
    using in_county, texts[1:most_texts], unseen, near, most_rows, of_each;
  if near is not null and of_field = 'name' and of_thing <> 'party_org'
     and (of_thing = 'building' or cardinality(texts) > most_texts) then
    return query execute format($q$
      select %1$L, one.id, one.kind, coalesce(nullif(one.name, ''), one.address), one.address, one.at, how_far($4, one.at),
             name_key(one.%3$I)
        from unnest(array(
               select nearest.id
                 from (select county, id, load, %3$I as text from %1$I order by geom <-> $4 limit $5) nearest
                where nearest.county = $1 and nearest.text <> '' and nearest.load <> all ($3)
                  and name_key(nearest.text) in (select unnest($2)) limit $6)) as found (id)
       cross join lateral (select * from (%2$s) rows where county = $1 and id = found.id limit 1) one$q$,
      of_thing, search_rows(of_thing), named_in)
      using in_county, texts, unseen, near, around, most;
  end if;
end $$;

-- Buildings of a house number, or with the number of a building in a compound, on these streets, in these compounds and
-- regions, the nearest first. `number` is of digits; on a street, unless the exact one is asked for, those that begin with it too.
create function houses_numbered(streets text[], compounds text[], regions text[], number text, exact boolean,
                                in_division bigint, near geometry, most integer)
returns table (layer text, id bigint, kind text, name text, detail text, at geometry, far double precision, field text, text text, same boolean)
language plpgsql stable security definer set search_path = tongxin, public, pg_temp as $$
declare
  in_county constant county_code := app_county();
  unseen constant bigint[] := array(select l.id from thing_load l
                                     where l.county = in_county and l.thing = 'building' and l.state <> 'standing');
  unseen_compounds constant bigint[] := array(select l.id from thing_load l
                                     where l.county = in_county and l.thing = 'compound' and l.state <> 'standing');
begin
  return query
    with area as materialized (
      -- set anew, so that the outline is read once and not for each building
      select r.name, st_setsrid(r.geom, 4326) as geom from region_version r
       where r.county = in_county and r.division = in_division and name_key(r.name) = any (regions)
    ), numbered as materialized (
      select b.* from building b
       where cardinality(regions) > 0 and b.county = in_county and b.house_number <> ''
         and name_key(b.house_number) in (number, number || '号') and b.load <> all (unseen)
    ), found as (
      select 'street' as of_field, asked.text as of_text, b.* from unnest(streets) as asked (text)
       cross join lateral (
         select * from building b
          where b.county = in_county and b.street_name <> '' and name_key(b.street_name) = asked.text
            and case when exact then rtrim(b.house_number, '号') = number else b.house_number like number || '%' end
            and b.load <> all (unseen)
          order by rtrim(b.house_number, '号') <> number, how_far(near, b.inner_point), b.id limit most) b
      union all
      select 'compound', asked.text, b.* from unnest(compounds) as asked (text)
       cross join lateral (select * from compound c
                            where c.county = in_county and c.name <> '' and name_key(c.name) = asked.text
                              and c.load <> all (unseen_compounds)) c
       cross join lateral (select * from building b where b.county = in_county and b.compound = c.id
                              and (b.name ~ ('^' || number || '(号楼?|栋|幢|座)$') or rtrim(b.house_number, '号') = number)
                              and b.load <> all (unseen)) b
      union all
      select 'region', area.name, b.* from area
       cross join lateral (select * from numbered b
                            where area.geom && b.inner_point and st_covers(area.geom, b.inner_point)
                            order by how_far(near, b.inner_point), b.id limit most) b
    )
    select 'building', f.id, f.kind, coalesce(nullif(f.name, ''), building_address(f.street_name, f.house_number)),
           building_address(f.street_name, f.house_number), f.inner_point, how_far(near, f.inner_point), f.of_field, f.of_text,
           rtrim(f.house_number, '号') = number or f.of_field <> 'street'
      from found f
     order by 10 desc, f.of_field = 'region', 7, 5, f.id
     limit 4 * most;
end $$;

-- What of all these may the application call.
revoke execute on function name_key, named_columns, search_rows, how_far, things_named, houses_numbered from public;
grant execute on function name_key, things_named, houses_numbered to tongxin_app;

select fill_search_names();

-- Things by hand: whoever keeps a county's data, or a region of it, adds, moves, corrects and retires single things, with
-- their history; planned estates; photographs; tallies that are entered and never read.

-- ---------------------------------------------------------------- loads that are no import's
-- 'kept'    = replaced by an import that can still be taken back: unseen, and not cleared away
-- 'retired' = taken out of use by hand: unseen, and never cleared away
-- Everything that looks at things asks for the loads that stand, so both are hidden wherever 'replaced' is.
alter table party_org add column load bigint not null default 0;
alter table thing_load
  drop constraint thing_load_state_check,
  drop constraint thing_load_thing_check,
  add check (state in ('staged', 'standing', 'replaced', 'kept', 'retired')),
  add check (thing in ('compound', 'building', 'road', 'railway', 'water', 'landuse', 'site', 'organization', 'party_org')),
  add column by_hand boolean not null default false;
create unique index thing_load_by_hand on thing_load (county, thing) where by_hand and state = 'standing';
create unique index thing_load_retired on thing_load (county, thing) where state = 'retired';

alter policy reads on party_org using (
  county = (select app_county())
  and load not in (select id from thing_load
                    where county = (select app_county()) and thing = 'party_org' and state <> 'standing'));

-- As before; but a load that is made for rows by hand has none yet, so nothing changes by it.
create or replace function note_load_change() returns trigger
language plpgsql security definer set search_path = tongxin, public, pg_temp as $$
begin
  if tg_op = 'UPDATE' and (old.state = 'standing') = (new.state = 'standing') then return null; end if;
  if tg_op = 'INSERT' and (new.by_hand or new.state = 'retired') then return null; end if;
  perform note_everywhere(new.county, case new.thing
    when 'compound' then array['compound', 'wall', 'gate', 'compound_label']
    when 'building' then array['building', 'building_label']
    when 'site' then array['site', 'site_area', 'building']  -- a building is red by its site
    else array[new.thing] end);
  return null;
end $$;

-- The load of the rows that are made by hand, which stands: rows without a load would go with the next import that
-- replaces. Held until the transaction ends, so that such an import waits for rows that are being written.
create function hand_load(of_thing text) returns bigint
language plpgsql security definer set search_path = tongxin, public, pg_temp as $$
declare
  load bigint;
begin
  if coalesce(app_role(), '') not in ('admin', 'desk') then raise insufficient_privilege; end if;
  loop
    select id into load from thing_load
     where county = app_county() and thing = of_thing and by_hand and state = 'standing' for share;
    if found then return load; end if;
    insert into thing_load (county, thing, id, state, by_hand, linked)
    values (app_county(), of_thing, nextval('thing_load_id'), 'standing', true, true) on conflict do nothing;
  end loop;
end $$;

-- The load of what was retired.
create function retired_load(of_thing text) returns bigint
language plpgsql security definer set search_path = tongxin, public, pg_temp as $$
declare
  load bigint;
begin
  if coalesce(app_role(), '') not in ('admin', 'desk') then raise insufficient_privilege; end if;
  loop
    select id into load from thing_load where county = app_county() and thing = of_thing and state = 'retired';
    if found then return load; end if;
    insert into thing_load (county, thing, id, state, linked)
    values (app_county(), of_thing, nextval('thing_load_id'), 'retired', true) on conflict do nothing;
  end loop;
end $$;

-- Whether an import is being written at this moment: what it counted beforehand would be wrong after a change.
create function is_importing() returns boolean
language sql stable security definer set search_path = tongxin, public, pg_temp as $$
  select exists (select from import_batch
                  where county = app_county() and status = 'switching' and alive_at > now() - interval '1 minute')
$$;

-- ---------------------------------------------------------------- whose region
-- The administrator of the county keeps all of it; a desk, or an administrator of a region, what lies in that region in
-- the division in force (a day begins where the counties are).
create function in_own_region(place geometry) returns boolean
language sql stable security definer set search_path = tongxin, public, pg_temp as $$
  select app_region() is null
      or exists (select from division
                   join region_version on region_version.county = division.county and region_version.division = division.id
                  where division.county = app_county() and valid @> (now() at time zone 'Asia/Shanghai')::date
                    and region_version.region = app_region() and st_covers(region_version.geom, place))
$$;

-- Whether a region is the own one or below it in the division in force.
create function is_own_region(asked bigint) returns boolean
language sql stable security definer set search_path = tongxin, public, pg_temp as $$
  with recursive in_force as (
    select id from division where county = app_county() and valid @> (now() at time zone 'Asia/Shanghai')::date
  ), above (region) as (
    select asked
    union
    select upper.region
      from above
     cross join lateral (
       select parent as region from region_version
        where county = app_county() and division = (select id from in_force) and region_version.region = above.region
       union all
       select grouping_region from grouping_member
        where county = app_county() and division = (select id from in_force) and community = above.region) upper
  )
  select app_region() is null or exists (select from above where region = app_region())
$$;

-- The point that says where a thing belongs; null for a party organization that is anchored nowhere.
create function place_of(of_thing text, of_id bigint) returns geometry
language sql stable security definer set search_path = tongxin, public, pg_temp as $$
  select case of_thing
    when 'building' then (select inner_point from building where county = app_county() and id = of_id)
    when 'compound' then (select label from compound where county = app_county() and id = of_id)
    when 'site' then (select geom from site where county = app_county() and id = of_id)
    when 'organization' then (select geom from organization where county = app_county() and id = of_id)
    when 'party_org' then (
      select coalesce((select geom from site where county = app_county() and id = org.site),
                      (select inner_point from building where county = app_county() and id = org.building),
                      (select label from compound where county = app_county() and id = org.compound),
                      (select geom from organization where county = app_county() and id = org.organization),
                      (select label from region_version
                        where county = app_county() and region = org.region
                          and division = (select id from division
                                           where county = app_county()
                                             and valid @> (now() at time zone 'Asia/Shanghai')::date)))
        from party_org org where county = app_county() and id = of_id)
  end
$$;

-- Whether all that a party organization is anchored to is one's own; one that is anchored nowhere is the county's.
create function is_own_anchor(region bigint, site bigint, building bigint, compound bigint, organization bigint)
returns boolean language sql stable security definer set search_path = tongxin, public, pg_temp as $$
  select app_region() is null
      or coalesce(region, site, building, compound, organization) is not null
         and (region is null or is_own_region(region))
         and (site is null or in_own_region(place_of('site', site)))
         and (building is null or in_own_region(place_of('building', building)))
         and (compound is null or in_own_region(place_of('compound', compound)))
         and (organization is null or in_own_region(place_of('organization', organization)))
$$;

create function is_own_thing(of_thing text, of_id bigint) returns boolean
language sql stable security definer set search_path = tongxin, public, pg_temp as $$
  select case when of_thing = 'party_org'
    then (select is_own_anchor(region, site, building, compound, organization)
            from party_org where county = app_county() and id = of_id)
    else in_own_region(place_of(of_thing, of_id)) end
$$;

do $policies$
declare
  kept record;
begin
  for kept in values
    ('building', 'in_own_region(inner_point)'), ('compound', 'in_own_region(label)'), ('site', 'in_own_region(geom)'),
    ('organization', 'in_own_region(geom)'), ('party_org', 'is_own_anchor(region, site, building, compound, organization)')
  loop
    -- Of many rows by the county's administrator none is asked where it lies.
    execute format($policy$
      alter policy inserts on %1$I with check (
        county = (select app_county())
        and ((select app_role()) = 'admin' and (select app_region()) is null
             or (select app_role()) in ('admin', 'desk') and %2$s));
      alter policy updates on %1$I using (
        county = (select app_county())
        and ((select app_role()) = 'admin' and (select app_region()) is null
             or (select app_role()) in ('admin', 'desk') and %2$s))
      with check (
        county = (select app_county())
        and ((select app_role()) = 'admin' and (select app_region()) is null
             or (select app_role()) in ('admin', 'desk') and %2$s))
      $policy$, kept.column1, kept.column2);
  end loop;
end $policies$;

-- ---------------------------------------------------------------- history
-- What was done to single things, and what that changed: of a change the fields that differ, of the rest all of them.
-- `version` is the thing's afterwards. What is done together stands under one `change_set`.
create table thing_change (
  county       county_code not null,
  id           bigint generated always as identity,
  change_set   uuid not null,
  at           timestamptz not null default clock_timestamp(),
  account      text,
  account_name text not null default '',
  thing        text not null check (thing in ('compound', 'building', 'site', 'organization', 'party_org')),
  thing_id     bigint not null,
  action       text not null check (action in ('create', 'change', 'move', 'retire', 'restore')),
  before       jsonb,
  after        jsonb,
  version      integer not null,
  undoes       bigint,                               -- the change that this one takes back
  cause        text not null check (cause in ('hand', 'table', 'import', 'ogc')),
  import       uuid,
  place        geometry(Point, 4326),                -- of the thing, for whose history it is
  primary key (county, id)
);
create index thing_change_thing on thing_change (county, thing, thing_id, id);
create index thing_change_set on thing_change (county, change_set);
create index thing_change_undone on thing_change (county, undoes) where undoes is not null;
create trigger append_only before update or delete on thing_change for each row execute function refuse_change();
create trigger append_only_truncate before truncate on thing_change for each statement execute function refuse_change();

alter table thing_change enable row level security;
grant select, insert on thing_change to tongxin_app;
create policy reads on thing_change for select to tongxin_app
  using (county = (select app_county())
         and ((select app_role()) in ('admin', 'leader') and (select app_region()) is null
              or (select app_role()) in ('admin', 'leader', 'desk') and in_own_region(place)));
create policy inserts on thing_change for insert to tongxin_app
  with check (county = (select app_county()) and (select app_role()) in ('admin', 'desk')
              and account is not distinct from (select app_account()));

-- Takes a thing that is seen out of use, or brings a retired one back. A policy could not: whoever hides a row has to
-- see it afterwards. It gives the new version; null = not there, not of this version, or not one's own.
create function retire_thing(of_thing text, of_id bigint, at_version integer) returns integer
language plpgsql security definer set search_path = tongxin, public, pg_temp as $$
declare
  new_version integer;
begin
  if not is_own_thing(of_thing, of_id) then return null; end if;
  execute format('update %1$I set load = $1, version = version + 1
                   where county = $2 and id = $3 and version = $4
                     and load not in (select id from thing_load where county = $2 and thing = %1$L and state <> ''standing'')
                  returning version', of_thing)
     into new_version using retired_load(of_thing), app_county(), of_id, at_version;
  return new_version;
end $$;
create function restore_thing(of_thing text, of_id bigint, at_version integer) returns integer
language plpgsql security definer set search_path = tongxin, public, pg_temp as $$
declare
  new_version integer;
begin
  if not is_own_thing(of_thing, of_id) then return null; end if;
  execute format('update %I set load = $1, version = version + 1
                   where county = $2 and id = $3 and version = $4 and load = $5 returning version', of_thing)
     into new_version using hand_load(of_thing), app_county(), of_id, at_version, retired_load(of_thing);
  return new_version;
end $$;

-- ---------------------------------------------------------------- where a changed thing lies, and what is counted there
-- The block that a located thing lies in at a fabric number, as far as it is known.
create function block_known(of_thing text, of_id bigint, at_seq integer) returns bigint
language sql stable security definer set search_path = tongxin, public, pg_temp as $$
  select block from located
   where county = app_county() and thing = of_thing and from_seq <= at_seq
     and (more = 0 and id = of_id or more > 0 and int8range(id, id + more, '[]') @> of_id)
   order by from_seq desc, more limit 1
$$;

-- Counts blocks of a fabric anew, and every region above them in the divisions on it: a region from its blocks and from
-- the regions right below it. Each building of a block is looked up by its id: as a join, the planner takes a block to
-- hold any number of them and reads all buildings of the county (70 ms for a block of 600 among 240,000, against 200 to 600).
create function recount_blocks(in_fabric bigint, at_seq integer, changed bigint[]) returns void
language plpgsql security definer set search_path = tongxin, public, pg_temp as $$
declare
  in_county constant county_code := app_county();
  on_fabric record;
  level record;
begin
  with unseen as materialized (
    select id from thing_load where county = in_county and thing = 'building' and state <> 'standing'
  ), inside as materialized (
    select place.block, things.id
      from located place
     cross join lateral things_at(place, at_seq) things
     where place.county = in_county and place.thing = 'building' and place.block = any (changed) and place.from_seq <= at_seq
  ), counted as (
    select inside.block, sum(households) as households, sum(residents) as residents, count(*) as buildings,
           bool_or(estimated) as estimated
      from inside
     cross join lateral (
       select households, residents, estimated, load from building
        where building.county = in_county and building.id = inside.id limit 1) own
     where load not in (select id from unseen)
     group by inside.block
  )
  update block
     set households = coalesce(counted.households, 0), residents = coalesce(counted.residents, 0),
         buildings = coalesce(counted.buildings, 0), estimated = coalesce(counted.estimated, false)
    from unnest(changed) as given (id) left join counted on counted.block = given.id
   where block.county = in_county and block.fabric = in_fabric and block.id = given.id
     and (block.households, block.residents, block.buildings, block.estimated)
         is distinct from (coalesce(counted.households, 0), coalesce(counted.residents, 0),
                           coalesce(counted.buildings, 0), coalesce(counted.estimated, false));

  for on_fabric in select id from division where county = in_county and fabric = in_fabric loop
    for level in
      with recursive touched (region, height) as (
        select distinct region, 0 from division_block
         where county = in_county and division = on_fabric.id and block = any (changed)
        union
        select upper.region, touched.height + 1
          from touched
         cross join lateral (
           select parent as region from region_version
            where county = in_county and division = on_fabric.id and region_version.region = touched.region
              and parent is not null
           union all
           select grouping_region from grouping_member
            where county = in_county and division = on_fabric.id and community = touched.region) upper
      )
      select region, max(height) as height from touched group by region order by 2
    loop
      update region_version
         set households = sums.households, residents = sums.residents, buildings = sums.buildings,
             estimated = sums.estimated
        from (select coalesce(sum(part.households), 0) as households, coalesce(sum(part.residents), 0) as residents,
                     coalesce(sum(part.buildings), 0) as buildings, coalesce(bool_or(part.estimated), false) as estimated
                from (select block.households, block.residents, block.buildings, block.estimated
                        from division_block
                        join block on block.county = in_county and block.fabric = in_fabric and block.id = division_block.block
                       where division_block.county = in_county and division_block.division = on_fabric.id
                         and division_block.region = level.region
                      union all
                      select below.households, below.residents, below.buildings, below.estimated
                        from region_version below
                       where below.county = in_county and below.division = on_fabric.id and below.parent = level.region
                      union all
                      select member.households, member.residents, member.buildings, member.estimated
                        from grouping_member
                        join region_version member on member.county = in_county and member.division = on_fabric.id
                                                  and member.region = community
                       where grouping_member.county = in_county and grouping_member.division = on_fabric.id
                         and grouping_region = level.region) part) sums
       where region_version.county = in_county and region_version.division = on_fabric.id
         and region_version.region = level.region
         and (region_version.households, region_version.residents, region_version.buildings, region_version.estimated)
             is distinct from (sums.households, sums.residents, sums.buildings, sums.estimated);
    end loop;
  end loop;
end $$;

-- After things of a kind were changed: says in which block each lies, in the fabric of every division (past ones and
-- those to come, and those that plans stand on), when it may lie elsewhere now, and counts the blocks that they left and
-- came to. Within the same transaction; in the order of the fabrics. Where things lay is read of all fabrics before anything
-- is written: a row holds until a newer one, so what is written for one fabric changes what is known of those after it.
create function settle_things(of_thing text, ids bigint[], moved boolean) returns void
language plpgsql security definer set search_path = tongxin, public, pg_temp as $$
declare
  in_county constant county_code := app_county();
  grounds bigint[];          -- the fabrics of all divisions (and of those that plans stand on), in their order
  left_blocks jsonb := '{}';  -- by fabric: the blocks that hold the things until now
  ground record;
  each bigint;
  place geometry;
  new_block bigint;
  changed bigint[];
begin
  if coalesce(app_role(), '') not in ('admin', 'desk') then raise insufficient_privilege; end if;
  if of_thing = 'party_org' then return; end if;
  grounds := array(
    select fabric.id from fabric
     where fabric.county = in_county
       and exists (select from division
                    where division.county = in_county and division.fabric = fabric.id
                      and (valid is not null
                           or exists (select from plan where plan.county = in_county and plan.base = division.id)))
     order by fabric.seq);
  for ground in select id, seq from fabric where county = in_county and id = any (grounds) loop
    left_blocks := left_blocks || jsonb_build_object(ground.id, array(
      select distinct block_known(of_thing, thing, ground.seq) from unnest(ids) as thing));
  end loop;
  for ground in select id, seq from fabric where county = in_county and id = any (grounds) order by seq loop
    changed := array(select block::bigint from jsonb_array_elements_text(left_blocks -> ground.id::text) as block
                      where block is not null);
    if moved then
      foreach each in array ids loop
        place := place_of(of_thing, each);
        new_block := (select id from block
                       where county = in_county and fabric = ground.id and geom && place and st_covers(geom, place)
                       order by id limit 1);
        if new_block is distinct from block_known(of_thing, each, ground.seq) or not exists (
             select from located
              where county = in_county and thing = of_thing and from_seq <= ground.seq
                and (more = 0 and id = each or more > 0 and int8range(id, id + more, '[]') @> each)) then
          insert into located (county, thing, id, from_seq, fabric, block)
          values (in_county, of_thing, each, ground.seq, ground.id, new_block)
              on conflict (county, thing, id, more, from_seq) do update set fabric = excluded.fabric, block = excluded.block;
        end if;
        changed := changed || new_block;
      end loop;
    end if;
    changed := array(select distinct block from unnest(changed) as block where block is not null);
    if of_thing = 'building' and cardinality(changed) > 0 then
      perform recount_blocks(ground.id, ground.seq, changed);
    end if;
  end loop;
end $$;

-- ---------------------------------------------------------------- planned estates
alter table compound
  add column stage text not null default 'built' check (stage in ('planned', 'building', 'built')),
  add column expected_households integer check (expected_households >= 0),
  add column expected_on date;

drop function tile_compound(county_code, bigint, bigint, integer, integer, integer);
drop function layer_compound(county_code, bigint, bigint, geometry);
create function layer_compound(in_county county_code, in_division bigint, in_fabric bigint, box geometry)
returns table (id bigint, min_zoom integer, name text, management text, households integer, stage text, geom geometry)
language sql stable as $$
  select id, 13, nullif(name, ''), management, households, nullif(stage, 'built'), geom
    from compound
   where county = in_county and geom && box
     and load not in (select id from thing_load where county = in_county and thing = 'compound' and state <> 'standing')
$$;
create function tile_compound(in_county county_code, in_division bigint, in_fabric bigint, z integer, x integer, y integer)
returns bytea language plpgsql stable as $$
declare
  frame geometry := st_tileenvelope(z, x, y);
  box geometry := tile_box(z, x, y);
  unit float8 := 40075016.6855785 / 4096 / (1 << z);
  tile bytea;
begin
  select st_asmvt(t, 'compound', 4096, 'geom', 'id') into tile
    from (select s.id, s.name, s.management, s.households, s.stage,
                 st_asmvtgeom(case when z < 16 then st_simplify(st_transform(s.geom, 3857), unit)
                              else st_transform(s.geom, 3857) end, frame, 4096, 64, true) as geom
            from layer_compound(in_county, in_division, in_fabric, box) s
           where s.min_zoom <= z
           order by s.id) t;
  return tile;
end $$;

-- ---------------------------------------------------------------- photographs
-- The files lie in the data folder under their hashes, without what cameras write into them.
create table photo (
  county      county_code not null references county,
  id          text not null check (id ~ '^[0-9a-f]{64}$'),   -- SHA-256 of the file
  media_type  text not null check (media_type in ('image/jpeg', 'image/png', 'image/webp')),
  width       integer not null check (width > 0),
  height      integer not null check (height > 0),
  bytes       integer not null check (bytes > 0),
  at          timestamptz not null default now(),
  account     text,
  primary key (county, id)
);
create table thing_photo (
  county        county_code not null references county,
  thing         text not null check (thing in ('compound', 'building', 'site', 'organization', 'party_org')),
  thing_id      bigint not null,
  photo         text not null,
  caption       text not null default '',
  at            timestamptz not null default clock_timestamp(),
  account       text,
  primary key (county, thing, thing_id, photo),
  foreign key (county, photo) references photo
);
create index thing_photo_photo on thing_photo (county, photo);
alter table photo enable row level security;
alter table thing_photo enable row level security;
grant select, insert, delete on photo to tongxin_app;
grant select, insert, update, delete on thing_photo to tongxin_app;
create policy reads on photo for select to tongxin_app using (county = (select app_county()));
create policy inserts on photo for insert to tongxin_app
  with check (county = (select app_county()) and (select app_role()) in ('admin', 'desk')
              and account is not distinct from (select app_account()));
create policy deletes on photo for delete to tongxin_app  -- what a thing still shows, the foreign key keeps
  using (county = (select app_county()) and (select app_role()) in ('admin', 'desk'));
create policy reads on thing_photo for select to tongxin_app using (county = (select app_county()));
create policy inserts on thing_photo for insert to tongxin_app
  with check (county = (select app_county()) and (select app_role()) in ('admin', 'desk')
              and is_own_thing(thing, thing_id) and account is not distinct from (select app_account()));
create policy updates on thing_photo for update to tongxin_app
  using (county = (select app_county()) and (select app_role()) in ('admin', 'desk') and is_own_thing(thing, thing_id))
  with check (county = (select app_county()) and is_own_thing(thing, thing_id));
create policy deletes on thing_photo for delete to tongxin_app
  using (county = (select app_county()) and (select app_role()) in ('admin', 'desk') and is_own_thing(thing, thing_id));

-- ---------------------------------------------------------------- tallies
create index tally_entry on tally (county, block, period);

-- Enters a count of a block of the division in force, in place of the one of the same subject, class and period, if there
-- is one. It tells whether the block was 'entered', is 'no-block', or 'not-own'; of any number it tells nothing.
create function enter_tally(of_subject text, of_class text, of_period text, of_block bigint, amount integer) returns text
language plpgsql security definer set search_path = tongxin, public, pg_temp as $$
declare
  in_county constant county_code := app_county();
  lowest record;
begin
  if coalesce(app_role(), '') not in ('admin', 'desk') then raise insufficient_privilege; end if;
  select division_block.fabric, division_block.region into lowest
    from division
    join division_block on division_block.county = division.county and division_block.division = division.id
   where division.county = in_county and valid @> (now() at time zone 'Asia/Shanghai')::date
     and division_block.block = of_block;
  if not found then return 'no-block'; end if;
  if not is_own_region(lowest.region) then return 'not-own'; end if;
  delete from tally
   where county = in_county and block = of_block and period = of_period and subject = of_subject and class = of_class;
  insert into tally (county, subject, class, period, fabric, block, n)
  values (in_county, of_subject, of_class, of_period, lowest.fabric, of_block, amount);
  return 'entered';
end $$;

-- ---------------------------------------------------------------- who may call
revoke all on function hand_load, retired_load, is_importing, in_own_region, is_own_region, place_of, is_own_anchor,
  is_own_thing, retire_thing, restore_thing, block_known, recount_blocks, settle_things, enter_tally from public;
grant execute on function hand_load, retired_load, is_importing, in_own_region, is_own_region, place_of, is_own_anchor,
  is_own_thing, retire_thing, restore_thing, settle_things, enter_tally to tongxin_app;

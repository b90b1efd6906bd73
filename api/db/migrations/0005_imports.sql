-- Imports: signs of life, so that what a killed process left half-staged can be told from what is still being read;
-- a county that an import is creating; and the population that a file gives for a region, kept apart from what is
-- counted in its buildings.

alter table import_batch
  add column alive_at timestamptz not null default now(),
  add column progress real not null default 0 check (progress between 0 and 1);

-- One import of a county is written at a time.
create unique index import_batch_one_switching on import_batch (county) where status = 'switching';
-- Whether the county stood when the import was opened: one for a county that did not is its author's alone, for ever.
alter table import_batch add column county_stood boolean not null default true;

-- The import that is creating the county; null once it has switched. Nobody has a grant in it before.
alter table county add column staged_by uuid;

-- The import that staged a division, or withdrew it; the import that staged a fabric, until it comes into force.
-- Null = something else did, which clears its own leavings away.
alter table division add column staged_by uuid;
alter table fabric add column staged_by uuid;

-- Fabrics that nothing names: no division, no place, no tally, no cell, no lineage. As its owner, because tallies are
-- read by nobody.
create function loose_fabrics(in_county county_code) returns setof bigint
language sql stable security definer set search_path = tongxin, public, pg_temp as $$
  select id from fabric
   where county = in_county
     and not exists (select from division where division.county = fabric.county and division.fabric = fabric.id)
     and not exists (select from located where located.county = fabric.county and located.fabric = fabric.id)
     and not exists (select from tally where tally.county = fabric.county and tally.fabric = fabric.id)
     and not exists (select from cell_block where cell_block.county = fabric.county and cell_block.fabric = fabric.id)
     and not exists (select from block_lineage
                      where block_lineage.county = fabric.county
                        and (block_lineage.old_fabric = fabric.id or block_lineage.new_fabric = fabric.id))
$$;
revoke execute on function loose_fabrics(county_code) from public;

-- The same for the county of the scope.
create function own_loose_fabrics() returns setof bigint
language sql stable security definer set search_path = tongxin, public, pg_temp as $$
  select loose_fabrics(app_county())
$$;
revoke execute on function own_loose_fabrics() from public;
grant execute on function own_loose_fabrics() to tongxin_app;

-- Figures given for a region as a whole. They are shared out over its buildings by floor area (shown as estimated)
-- whenever the buildings or the region's border change.
create table region_population (
  county      county_code not null,
  region      bigint not null,
  residents   integer not null check (residents >= 0),
  households  integer check (households >= 0),
  source      text not null default '',
  primary key (county, region),
  foreign key (county, region) references region on delete cascade
);
call protect('region_population', '{admin,approver}');

-- Whether an import is being written at this moment.
create function is_switching(in_county county_code, batch uuid) returns boolean
language sql stable set search_path = tongxin, public, pg_temp as $$
  select exists (select from import_batch where county = in_county and id = batch and status = 'switching')
$$;
revoke execute on function is_switching(county_code, uuid) from public;

-- Takes away what imports that are over (and the one named) staged and did not put in force, or withdrew: divisions
-- without dates, fabrics.
create function discard_staged_divisions(in_county county_code, failed uuid default null) returns void
language plpgsql security definer set search_path = tongxin, public, pg_temp as $$
declare
  staged bigint[] := array(
    select id from division
     where county = in_county and valid is null and staged_by is not null
       and (staged_by is not distinct from failed or not is_switching(in_county, staged_by)));
  grounds bigint[] := array(select fabric from division where county = in_county and id = any (staged));
  never_in_force bigint[] := array(
    select id from fabric
     where county = in_county and staged_by is not null
       and (staged_by is not distinct from failed or not is_switching(in_county, staged_by)));
  loose bigint[];
begin
  delete from grouping_member where county = in_county and division = any (staged);
  delete from division_block where county = in_county and division = any (staged);
  delete from region_version where county = in_county and division = any (staged);
  delete from division where county = in_county and id = any (staged);
  delete from located where county = in_county and fabric = any (never_in_force);
  loose := array(select id from loose_fabrics(in_county) as id where id = any (grounds || never_in_force));
  delete from arc where county = in_county and fabric = any (loose);
  delete from block where county = in_county and fabric = any (loose);
  delete from fabric where county = in_county and id = any (loose);
end $$;
revoke execute on function discard_staged_divisions(county_code, uuid) from public;

-- Takes a county away that an import began to create and did not finish.
create function discard_staged_county(in_county county_code, import uuid) returns void
language plpgsql security definer set search_path = tongxin, public, pg_temp as $$
begin
  if not exists (select from county where code = in_county and staged_by = import) then return; end if;
  perform discard_staged_divisions(in_county, import);
  delete from region_population where county = in_county;
  delete from region_code where county = in_county;
  delete from region where county = in_county;
  delete from county where code = in_county;
end $$;
revoke execute on function discard_staged_county(county_code, uuid) from public;

-- The same for the county of the scope, after a failed import.
create function discard_own_staged_county(import uuid) returns void
language plpgsql security definer set search_path = tongxin, public, pg_temp as $$
begin
  if app_role() = 'admin' then perform discard_staged_county(app_county(), import); end if;
end $$;
revoke execute on function discard_own_staged_county(uuid) from public;
grant execute on function discard_own_staged_county(uuid) to tongxin_app;

-- Ends batches whose process has been silent for as long as given: one that was being read has failed, one that was
-- being switched changed nothing (the switch is one transaction) and is a preview again. What they had staged goes,
-- and rows that nobody will need again. Runs past the policies, because it tidies up all counties; it tells how many
-- batches it ended and nothing else.
create function end_interrupted_imports(silent_for interval) returns integer
language plpgsql security definer set search_path = tongxin, public, pg_temp as $$
declare
  ended integer;
  place record;
begin
  update import_batch
     set status = case status when 'switching' then 'preview' else 'failed' end,
         progress = case status when 'switching' then 1 else progress end,
         report = case status when 'switching' then report else report || jsonb_build_object('message',
           'The program was stopped while it read the file; nothing was changed, import the file again') end,
         finished_at = case status when 'switching' then null else now() end
   where status in ('reading', 'switching') and alive_at <= now() - silent_for;
  get diagnostics ended = row_count;
  -- A preview that nobody came back to for a week, and its uploaded file, are given up.
  update import_batch set status = 'rejected', finished_at = now()
   where status = 'preview' and alive_at < now() - interval '7 days';
  delete from import_row
   using import_batch
   where import_batch.county = import_row.county and import_batch.id = import_row.batch
     and import_batch.status in ('done', 'rejected', 'failed');
  for place in
    select code, staged_by from county where staged_by is not null and not is_switching(code, staged_by)
  loop
    perform discard_staged_county(place.code, place.staged_by);
  end loop;
  for place in
    select county as code from division
     where valid is null and staged_by is not null and not is_switching(county, staged_by)
     union
    select county from fabric
     where staged_by is not null and not is_switching(county, staged_by)
  loop
    perform discard_staged_divisions(place.code);
  end loop;
  return ended;
end $$;
revoke execute on function end_interrupted_imports(interval) from public;
grant execute on function end_interrupted_imports(interval) to tongxin_app;

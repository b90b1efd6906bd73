-- Imports: signs of life, so that what a killed process left half-staged can be told from what is still being read;
-- a county that an import is creating; and the population that a file gives for a region, kept apart from what is
-- counted in its buildings.

alter table import_batch
  add column alive_at timestamptz not null default now(),
  add column progress real not null default 0 check (progress between 0 and 1);

-- The import that is creating the county; null once it has switched. Nobody has a grant in it before.
alter table county add column staged_by uuid;

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

-- Takes away what was staged before a moment and is in force nowhere: divisions without dates, fabrics under none.
create function discard_staged_divisions(in_county county_code, before timestamptz) returns void
language plpgsql security definer set search_path = tongxin, public, pg_temp as $$
declare
  staged bigint[] := array(select id from division where county = in_county and valid is null and created_at <= before);
  loose bigint[];
begin
  delete from grouping_member where county = in_county and division = any (staged);
  delete from division_block where county = in_county and division = any (staged);
  delete from region_version where county = in_county and division = any (staged);
  delete from division where county = in_county and id = any (staged);
  -- Places of things in a fabric that was not to come into force after all.
  delete from located
   where county = in_county
     and from_seq > (select coalesce(max(seq), 0) from fabric
                      where county = in_county
                        and exists (select from division where division.county = in_county and division.fabric = fabric.id
                                                          and valid is not null));
  loose := array(
    select id from fabric
     where county = in_county and created_at <= before
       and not exists (select from division where division.county = fabric.county and division.fabric = fabric.id)
       and not exists (select from located where located.county = fabric.county and located.fabric = fabric.id));
  delete from arc where county = in_county and fabric = any (loose);
  delete from block where county = in_county and fabric = any (loose);
  delete from fabric where county = in_county and id = any (loose);
end $$;
revoke execute on function discard_staged_divisions(county_code, timestamptz) from public;

-- Takes a county away that an import began to create and did not finish.
create function discard_staged_county(in_county county_code) returns void
language plpgsql security definer set search_path = tongxin, public, pg_temp as $$
begin
  if not exists (select from county where code = in_county and staged_by is not null) then return; end if;
  perform discard_staged_divisions(in_county, 'infinity');
  delete from region_population where county = in_county;
  delete from region_code where county = in_county;
  delete from region where county = in_county;
  delete from county where code = in_county;
end $$;
revoke execute on function discard_staged_county(county_code) from public;

-- The same for the county of the scope, after a failed import.
create function discard_own_staged_county() returns void
language plpgsql security definer set search_path = tongxin, public, pg_temp as $$
begin
  if app_role() = 'admin' then perform discard_staged_county(app_county()); end if;
end $$;
revoke execute on function discard_own_staged_county() from public;
grant execute on function discard_own_staged_county() to tongxin_app;

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
    select code, staged_by is not null as unfinished from county
     where not exists (select from import_batch where import_batch.county = county.code and status = 'switching')
       and (staged_by is not null
            or exists (select from division where division.county = county.code and valid is null)
            or exists (select from fabric where fabric.county = county.code
                        and not exists (select from division where division.county = fabric.county and division.fabric = fabric.id)))
  loop
    if place.unfinished then perform discard_staged_county(place.code);
    else perform discard_staged_divisions(place.code, now() - silent_for);
    end if;
  end loop;
  return ended;
end $$;
revoke execute on function end_interrupted_imports(interval) from public;
grant execute on function end_interrupted_imports(interval) to tongxin_app;

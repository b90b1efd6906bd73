-- People, as the administrator of a county keeps them.

-- ---------------------------------------------------------------- a role for several regions
-- A role is for the whole county (region null), or for one region or more.
alter table account_grant drop constraint account_grant_pkey;
create unique index account_grant_county on account_grant (county, account, role) where region is null;
create unique index account_grant_region on account_grant (county, account, role, region) where region is not null;

-- The regions that the scope is limited to: null = the whole county.
create function app_regions() returns bigint[] language sql stable parallel safe
  return string_to_array(nullif(current_setting('app.region', true), ''), ',')::bigint[];
grant execute on function app_regions() to tongxin_app;
-- Only whether there is such a limit is asked of it any more; where there is, it is the first.
create or replace function app_region() returns bigint language sql stable parallel safe
  return (string_to_array(nullif(current_setting('app.region', true), ''), ','))[1]::bigint;

create or replace function in_own_region(place geometry) returns boolean
language sql stable security definer set search_path = tongxin, public, pg_temp as $$
  select app_regions() is null
      or exists (select from division
                   join region_version on region_version.county = division.county and region_version.division = division.id
                  where division.county = app_county() and valid @> (now() at time zone 'Asia/Shanghai')::date
                    and region_version.region = any (app_regions()) and st_covers(region_version.geom, place))
$$;

create or replace function is_own_region(asked bigint) returns boolean
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
  select app_regions() is null or exists (select from above where region = any (app_regions()))
$$;

-- A plan is one's own when it lies as a whole in one of the regions.
create function area_within_any(in_county county_code, in_division bigint, area bigint[], tops bigint[]) returns boolean
language sql stable set search_path = tongxin, public, pg_temp as $$
  select exists (select from unnest(tops) top where area_within(in_county, in_division, area, top))
$$;
alter policy reads on plan
  using (county = (select app_county()) and (select app_role()) in ('planner', 'approver', 'admin')
         and ((select app_regions()) is null or area_within_any(county, base, area, (select app_regions()))));
alter policy inserts on plan
  with check (county = (select app_county()) and (select app_role()) in ('planner', 'admin')
              and author is not distinct from (select app_account())
              and ((select app_regions()) is null or area_within_any(county, base, area, (select app_regions()))));
alter policy updates on plan
  using (county = (select app_county()) and (select app_role()) in ('planner', 'approver', 'admin')
         and ((select app_regions()) is null or area_within_any(county, base, area, (select app_regions()))));

-- ---------------------------------------------------------------- passwords that somebody else has seen
-- An account in here has a password that an administrator made: it may do nothing until it has set one of its own.
create table auth.must_change (
  account  text primary key references auth."user" on delete cascade,
  since    timestamptz not null default now()
);
-- Every server process keeps in memory what an account may.
create function auth.tell_must_change() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  perform pg_catalog.pg_notify('grant', case when tg_op = 'DELETE' then old.account else new.account end);
  return null;
end $$;
create trigger tell_must_change after insert or delete on auth.must_change
  for each row execute function auth.tell_must_change();
revoke all on function auth.tell_must_change() from public;

-- ---------------------------------------------------------------- looking through the audit log
create index audit_account on audit (county, account, id);
create index audit_action on audit (county, action, id);

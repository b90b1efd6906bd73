-- Access control: one application role, a scope in settings of the transaction, a policy on every table with a county.
--
-- The program enters the role at the start of each transaction (`set local role`) and says on whose behalf it acts
-- (`set_config('app.county', …, true)` and so on). Without a scope the functions below give null and no row matches.
--
-- Row-level security is enabled, not forced: FORCE would bind the owner too, and the owner's functions (public layers,
-- change counters, sign-in) are the doors that must pass the policies and add the county themselves.

do $$
begin
  if not exists (select from pg_roles where rolname = 'tongxin_app') then
    create role tongxin_app nologin nosuperuser nobypassrls nocreatedb nocreaterole;
  end if;
exception
  when duplicate_object or unique_violation then null;  -- another database of this server was quicker
end $$;

-- Always: whoever made the role is a member from PostgreSQL 16 on, but by an implicit grant that does not let it enter.
-- An administrator who made the role beforehand gave it already, and then the owner may lack the right to give it.
do $$
begin
  execute format('grant tongxin_app to %I', current_user);
exception
  when insufficient_privilege then
    if not pg_has_role(current_user, 'tongxin_app', 'member') then raise; end if;
end $$;

revoke create on schema public from public;
grant usage on schema tongxin to tongxin_app;
create schema auth;
revoke all on schema auth from public;
revoke all on table migration from public;

-- ---------------------------------------------------------------- the scope
create function app_county() returns text language sql stable parallel safe
  return nullif(current_setting('app.county', true), '');
create function app_account() returns text language sql stable parallel safe
  return nullif(current_setting('app.account', true), '');
create function app_role() returns text language sql stable parallel safe
  return nullif(current_setting('app.role', true), '');
create function app_region() returns bigint language sql stable parallel safe
  return nullif(current_setting('app.region', true), '')::bigint;
grant execute on function app_county(), app_account(), app_role(), app_region() to tongxin_app;

-- ---------------------------------------------------------------- the usual policies
-- Everybody of the county reads; `writers` insert, update and delete. Later migrations call it for their tables.
-- The calls stand in sub-selects, so that they are made once for a statement and not once for a row.
create procedure protect(target regclass, writers text[]) language plpgsql as $$
begin
  execute format('alter table %s enable row level security', target);
  execute format('grant select, insert, update, delete on %s to tongxin_app', target);
  execute format('create policy reads on %s for select to tongxin_app using (county = (select app_county()))', target);
  execute format('create policy inserts on %s for insert to tongxin_app
                    with check (county = (select app_county()) and (select app_role()) = any (%L::text[]))', target, writers);
  execute format('create policy updates on %s for update to tongxin_app
                    using (county = (select app_county()) and (select app_role()) = any (%L::text[]))
                    with check (county = (select app_county()))', target, writers);
  execute format('create policy deletes on %s for delete to tongxin_app
                    using (county = (select app_county()) and (select app_role()) = any (%L::text[]))', target, writers);
end $$;
revoke execute on procedure protect(regclass, text[]) from public;

-- Geometry of the county and its divisions: the approver's publication writes them, and the admin's imports.
call protect('fabric', '{admin,approver}');
call protect('block', '{admin,approver}');
call protect('arc', '{admin,approver}');
call protect('block_lineage', '{admin,approver}');
call protect('region', '{admin,approver}');
call protect('region_code', '{admin,approver}');
call protect('division', '{admin,approver}');
call protect('region_version', '{admin,approver}');
call protect('division_block', '{admin,approver}');
call protect('grouping_member', '{admin,approver}');
call protect('located', '{admin,approver}');

-- A division without dates is staged: only who can publish it sees it.
alter policy reads on division
  using (county = (select app_county()) and (valid is not null or (select app_role()) in ('admin', 'approver')));

-- Things on the ground.
call protect('compound', '{admin}');
call protect('building', '{admin}');
call protect('road', '{admin}');
call protect('railway', '{admin}');
call protect('water', '{admin}');
call protect('landuse', '{admin}');
call protect('site', '{admin}');
call protect('organization', '{admin}');
call protect('party_org', '{admin}');
call protect('published_figure', '{admin}');

-- ---------------------------------------------------------------- the county itself
alter table county enable row level security;
grant select, insert, update on county to tongxin_app;
create policy reads on county for select to tongxin_app using (code = (select app_county()));
create policy inserts on county for insert to tongxin_app
  with check (code = (select app_county()) and (select app_role()) = 'admin');
create policy updates on county for update to tongxin_app
  using (code = (select app_county()) and (select app_role()) = 'admin')
  with check (code = (select app_county()));

-- ---------------------------------------------------------------- members: written, never read
-- No privilege to select at all, for no role: until disclosure control publishes the vector, nobody reads a tally or a
-- number made from one. Insertion (and its foreign keys) needs none.
alter table tally enable row level security;
alter table cell enable row level security;
alter table cell_block enable row level security;
grant insert on tally, cell, cell_block to tongxin_app;
create policy inserts on tally for insert to tongxin_app
  with check (county = (select app_county()) and (select app_role()) = 'admin');
create policy inserts on cell for insert to tongxin_app
  with check (county = (select app_county()) and (select app_role()) = 'admin');
create policy inserts on cell_block for insert to tongxin_app
  with check (county = (select app_county()) and (select app_role()) = 'admin');

-- ---------------------------------------------------------------- accounts
-- The admin keeps those of the county; everybody reads what is their own.
alter table account enable row level security;
alter table account_grant enable row level security;
grant select, insert, update, delete on account, account_grant to tongxin_app;
create policy admin_keeps on account for all to tongxin_app
  using (county = (select app_county()) and (select app_role()) = 'admin')
  with check (county = (select app_county()) and (select app_role()) = 'admin');
create policy own on account for select to tongxin_app using (id = (select app_account()));
create policy admin_keeps on account_grant for all to tongxin_app
  using (county = (select app_county()) and (select app_role()) = 'admin')
  with check (county = (select app_county()) and (select app_role()) = 'admin');
create policy own on account_grant for select to tongxin_app using (account = (select app_account()));

-- ---------------------------------------------------------------- audit
-- Whoever acts in a county adds lines, in their own name only; the admin reads them; nobody changes them, the owner
-- of the table included. Adding takes no `returning`, since most may not read what they add.
alter table audit enable row level security;
grant select, insert on audit to tongxin_app;
create policy adds on audit for insert to tongxin_app
  with check (county = (select app_county()) and account is not distinct from (select app_account())
              and role is not distinct from (select app_role()));
create policy reads on audit for select to tongxin_app
  using (county = (select app_county()) and (select app_role()) = 'admin');

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% is append-only', tg_table_name using errcode = 'restrict_violation';
end $$;
create trigger append_only before update or delete on audit for each row execute function refuse_change();
create trigger append_only_truncate before truncate on audit for each statement execute function refuse_change();

-- ---------------------------------------------------------------- imports: the admin's alone
alter table import_batch enable row level security;
alter table import_row enable row level security;
grant select, insert, update, delete on import_batch, import_row to tongxin_app;
create policy admin_keeps on import_batch for all to tongxin_app
  using (county = (select app_county()) and (select app_role()) = 'admin')
  with check (county = (select app_county()) and (select app_role()) = 'admin');
create policy admin_keeps on import_row for all to tongxin_app
  using (county = (select app_county()) and (select app_role()) = 'admin')
  with check (county = (select app_county()) and (select app_role()) = 'admin');

-- ---------------------------------------------------------------- change counters: written by the owner's triggers
alter table layer_change enable row level security;
grant select on layer_change to tongxin_app;
create policy reads on layer_change for select to tongxin_app using (county = (select app_county()));

-- Numbers for rows that are written in bulk are drawn beforehand.
grant usage on all sequences in schema tongxin to tongxin_app;

-- ---------------------------------------------------------------- statistics
-- Only its owner may analyze a table, and the embedded database does so never by itself: without statistics a join of
-- ten thousand fresh rows is planned for ten.
create function refresh_statistics() returns void
language plpgsql security definer set search_path = tongxin, public, pg_temp as $$
declare
  target regclass;
begin
  for target in select oid::regclass from pg_class where relnamespace = 'tongxin'::regnamespace and relkind = 'r' loop
    execute format('analyze %s', target);
  end loop;
end $$;
revoke execute on function refresh_statistics() from public;
grant execute on function refresh_statistics() to tongxin_app;

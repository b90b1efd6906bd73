-- Layers on their way out: files that are being written, or wait for a day to be fetched, each its asker's alone.

-- Unlogged: the files lie beside the database and are of no use a day later.
create unlogged table export_job (
  county         county_code not null references county,
  id             uuid not null,
  account        text not null,
  wish           jsonb not null,                       -- contract/layer-exports.ts layerExport
  status         text not null default 'waiting' check (status in ('waiting', 'running', 'ready', 'failed')),
  progress       real not null default 0 check (progress between 0 and 1),
  rows           integer,
  file_name      text,
  media_type     text,
  bytes          bigint,
  losses         jsonb not null default '[]',
  datum_unknown  boolean not null default false,
  problem        jsonb,
  created_at     timestamptz not null default now(),
  alive_at       timestamptz not null default now(),
  finished_at    timestamptz,
  primary key (county, id)
);
create index export_job_account on export_job (county, account, created_at);

alter table export_job enable row level security;
grant select, insert, update, delete on export_job to tongxin_app;
create policy own on export_job for all to tongxin_app
  using (county = (select app_county()) and account = (select app_account()))
  with check (county = (select app_county()) and account = (select app_account()));

-- Ends what a killed process left behind, and forgets what is a day old, in all counties; it tells nothing of them.
create function sweep_exports(silent_for interval, kept_for interval) returns void
language sql security definer set search_path = tongxin, public, pg_temp as $$
  delete from export_job where coalesce(finished_at, alive_at) < now() - kept_for;
  update export_job
     set status = 'failed', finished_at = now(),
         problem = jsonb_build_object('type', 'busy', 'reason', 'export-stopped',
           'detail', 'The program was stopped while it wrote the file; export it again')
   where status in ('waiting', 'running') and alive_at <= now() - silent_for;
$$;
revoke execute on function sweep_exports(interval, interval) from public;
grant execute on function sweep_exports(interval, interval) to tongxin_app;

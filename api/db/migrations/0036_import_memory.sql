-- How files of a county were taken in: what their fields were mapped to, and what their rows were joined to, by the names of
-- the fields; written when an import lands, for the next file that has the same.
create table import_memory (
  county    county_code not null references county,
  target    text not null,
  fields    text not null,                           -- hash of the names of the file's fields: fieldsKey of db/import-memory.ts
  mapping   jsonb not null,                          -- attribute → field; '' = left empty
  constants jsonb not null,
  joined    jsonb,                                   -- ImportJoin of contract/import-matches.ts
  updates   boolean not null,
  used_at   timestamptz not null default now(),
  account   text,
  primary key (county, target, fields)
);
alter table import_memory enable row level security;
grant select, insert, update, delete on import_memory to tongxin_app;
create policy admin_keeps on import_memory for all to tongxin_app
  using (county = (select app_county()) and (select app_role()) = 'admin')
  with check (county = (select app_county()) and (select app_role()) = 'admin');

-- Tables without coordinates: what their words were joined to, and what of that somebody settled by hand.

-- One row for each spelling of an open import; goes with the import's rows.
create table import_match (
  county     county_code not null,
  batch      uuid not null,
  thing      text not null,                          -- what it was joined to, and
  by         text not null check (by in ('code', 'name', 'address')), -- by what: a decision holds for these alone
  key        integer not null check (key > 0),       -- in the order of the file
  words      text not null,
  within     text not null default '',
  plain      text not null,                          -- both without what is only spelling: the key of match_memory
  row_count  integer not null check (row_count > 0),
  first_row  integer not null,
  state      text not null check (state in ('matched', 'doubtful', 'unmatched', 'left-out')),
  decided_by text not null default 'words' check (decided_by in ('words', 'memory', 'hand')),
  chosen     jsonb,                                  -- {id, label, detail, at, score}: MatchCandidate of contract/import-matches.ts
  candidates jsonb not null default '[]',
  round      uuid not null,                          -- of checking the rows: what an earlier one alone has found goes
  primary key (county, batch, plain),
  foreign key (county, batch) references import_batch on delete cascade,
  check ((state = 'matched') = (chosen is not null))
);
create index import_match_state on import_match (county, batch, state, key);

-- What was settled by hand in imports that landed, for those to come.
create table match_memory (
  county   county_code not null references county,
  thing    text not null,
  by       text not null check (by in ('code', 'name', 'address')),
  plain    text not null,
  thing_id bigint not null,
  at       timestamptz not null default now(),
  account  text,
  primary key (county, thing, by, plain)
);

do $$
declare
  kept text;
begin
  foreach kept in array array['import_match', 'match_memory'] loop
    execute format('alter table %I enable row level security', kept);
    execute format('grant select, insert, update, delete on %I to tongxin_app', kept);
    execute format('create policy admin_keeps on %I for all to tongxin_app
                      using (county = (select app_county()) and (select app_role()) = ''admin'')
                      with check (county = (select app_county()) and (select app_role()) = ''admin'')', kept);
  end loop;
end $$;

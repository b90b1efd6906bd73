-- Sign-in: the tables of the sign-in library in a schema of their own, which the application role cannot enter.
-- Names and types are the library's (a test compares them with what it would make itself).

create table auth."user" (
  id                 text primary key,
  name               text not null,
  email              text not null unique,            -- the library wants one: <username>@accounts.invalid
  "emailVerified"    boolean not null default false,
  image              text,
  "createdAt"        timestamptz not null default now(),
  "updatedAt"        timestamptz not null default now(),
  username           text unique,                     -- lower case, what one signs in with
  "displayUsername"  text
);

create table auth.session (
  id           text primary key,
  "expiresAt"  timestamptz not null,
  token        text not null unique,                  -- worthless without the server's secret, which signs the cookie
  "createdAt"  timestamptz not null default now(),
  "updatedAt"  timestamptz not null default now(),
  "ipAddress"  text,
  "userAgent"  text,
  "userId"     text not null references auth."user" on delete cascade
);
create index "session_userId_idx" on auth.session ("userId");
create index session_expires on auth.session ("expiresAt");

create table auth.account (
  id                       text primary key,
  "accountId"              text not null,
  "providerId"             text not null,
  "userId"                 text not null references auth."user" on delete cascade,
  "accessToken"            text,
  "refreshToken"           text,
  "idToken"                text,
  "accessTokenExpiresAt"   timestamptz,
  "refreshTokenExpiresAt"  timestamptz,
  scope                    text,
  password                 text,                      -- scrypt, salt included
  "createdAt"              timestamptz not null default now(),
  "updatedAt"              timestamptz not null default now(),
  unique ("providerId", "accountId")
);
create index "account_userId_idx" on auth.account ("userId");

create table auth.verification (
  id           text primary key,
  identifier   text not null,
  value        text not null,
  "expiresAt"  timestamptz not null,
  "createdAt"  timestamptz not null default now(),
  "updatedAt"  timestamptz not null default now()
);
create index verification_identifier_idx on auth.verification (identifier);

-- Sign-in attempts in the running window, by account and by address; shared by all server processes.
create table auth.attempt (
  key    text primary key,
  count  integer not null,
  since  timestamptz not null
);

-- ---------------------------------------------------------------- what counties know of accounts
-- An account stands in every county where it has a grant; disabled = nothing in this county any more.
alter table account add foreign key (id) references auth."user" on delete cascade;
alter table account_grant add foreign key (county, account) references account on delete cascade;
create index account_id on account (id);
create index account_grant_account on account_grant (account);

-- Every server process keeps sessions and grants in memory; these tell it what to forget, at once.
create function auth.tell_session_ended() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  perform pg_catalog.pg_notify('session', old.id);
  return null;
end $$;
create trigger tell_session_ended after delete on auth.session
  for each row execute function auth.tell_session_ended();

create function auth.tell_grant_changed() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  perform pg_catalog.pg_notify('grant', case when tg_op = 'DELETE' then old.account else new.account end);
  return null;
end $$;
create trigger tell_grant_changed after insert or update or delete on tongxin.account_grant
  for each row execute function auth.tell_grant_changed();

-- An account that no county keeps enabled has no sessions.
create function auth.end_sessions_of_disabled() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  who text := old.id;
begin
  perform pg_catalog.pg_notify('grant', who);
  if not exists (select from tongxin.account a where a.id = who and not a.disabled) then
    delete from auth.session s where s."userId" = who;
  end if;
  return null;
end $$;
create trigger end_sessions_of_disabled after update of disabled or delete on tongxin.account
  for each row execute function auth.end_sessions_of_disabled();

-- A division came into force: the county can be shown, and a demo county gets its demo accounts.
create function auth.tell_division_in_force() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  perform pg_catalog.pg_notify('division', new.county);
  return null;
end $$;
create trigger tell_division_in_force after insert or update of valid on tongxin.division
  for each row when (new.valid is not null) execute function auth.tell_division_in_force();

revoke all on all functions in schema auth from public;

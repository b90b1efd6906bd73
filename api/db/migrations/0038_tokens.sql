-- Tokens of programs (QGIS, GDAL), which have no page to sign in on: each is one account's, for one county. The token itself
-- is shown once and not kept.
create table auth.token (
  id            uuid primary key default gen_random_uuid(),
  hash          text not null unique check (hash ~ '^[0-9a-f]{64}$'),   -- SHA-256
  "userId"      text not null references auth."user" on delete cascade,
  county        tongxin.county_code not null references tongxin.county on delete cascade,
  name          text not null check (name <> ''),
  may_write     boolean not null default false,
  created_at    timestamptz not null default now(),
  last_used_at  timestamptz
);
create index token_user on auth.token ("userId");
create index token_county on auth.token (county);

-- Every server process keeps in memory what a token may; this tells it to ask again.
create function auth.tell_token_ended() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  perform pg_catalog.pg_notify('grant', old."userId");
  return null;
end $$;
revoke all on function auth.tell_token_ended() from public;
create trigger tell_token_ended after delete on auth.token
  for each row execute function auth.tell_token_ended();

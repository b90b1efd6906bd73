-- Whether there is a county that is no demo. It tells nothing else of counties that the scope does not name.
create function has_own_county() returns boolean
language sql stable security definer set search_path = tongxin, public, pg_temp as $$
  select exists (select from county where not demo)
$$;
revoke execute on function has_own_county() from public;
grant execute on function has_own_county() to tongxin_app;

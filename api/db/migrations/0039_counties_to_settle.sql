-- Counties in which imports have left something to be done (settle_imports, settle_changes): where to look when it cannot be.
create function counties_to_settle() returns setof text
language sql stable security definer set search_path = tongxin, public, pg_temp as $$
  select county::text from due_change
  union select county::text from due_figure
  union select county::text from thing_load where state = 'replaced'
  order by 1
$$;
revoke all on function counties_to_settle() from public;
grant execute on function counties_to_settle() to tongxin_app;

-- Grants for regions that a new division does not have any more, for who publishes it: others' grants are the admin's.
create function grants_for(regions bigint[]) returns table (account text, name text, role text, region bigint)
language sql stable security definer set search_path = tongxin, public, pg_temp as $$
  select account_grant.account, account.name, account_grant.role, account_grant.region
    from account_grant join account on account.county = account_grant.county and account.id = account_grant.account
   where account_grant.county = app_county() and account_grant.region = any (regions)
     and app_role() in ('approver', 'admin')
   order by account.name, account_grant.role
$$;
revoke execute on function grants_for(bigint[]) from public;
grant execute on function grants_for(bigint[]) to tongxin_app;

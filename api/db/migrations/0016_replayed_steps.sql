-- A rebase does the steps of a plan again, in the names and at the times of those who drew them. Each names the step
-- that it does again, the first one when that was done again itself; so it can be told what became of a step that is
-- sent once more.
alter table plan_step add column replay_of uuid;
alter table plan_step add foreign key (county, plan, replay_of) references plan_step (county, plan, id);
create index plan_step_replay on plan_step (county, plan, replay_of) where replay_of is not null;

-- Whether that step stands on an earlier base of the plan and was done by that person at that time. As owner: a policy
-- cannot ask the table that it is on.
create function is_replay(in_county county_code, in_plan bigint, original uuid, by text, by_name text, done_at timestamptz)
returns boolean language sql stable security definer set search_path = tongxin, public, pg_temp as $$
  select exists (select from plan_step join plan on plan.county = plan_step.county and plan.id = plan_step.plan
                  where plan_step.county = in_county and plan_step.plan = in_plan and plan_step.id = original
                    and seq <= base_seq and account is not distinct from by and account_name = by_name and at = done_at)
$$;

-- In their own name, or again in that of who drew it.
alter policy inserts on plan_step
  with check (county = (select app_county())
              and plan in (select id from plan where county = (select app_county()))
              and case when replay_of is null then account is not distinct from (select app_account())
                       else is_replay(county, plan, replay_of, account, account_name, at) end);

revoke all on function is_replay from public;
grant execute on function is_replay to tongxin_app;

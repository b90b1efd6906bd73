-- The steps of a copy are those of the plan it is a copy of, in the names and at the times of those who drew them: who
-- copies a plan has not recorded the consent that somebody else recorded there.

-- Whether the plan that this one is a copy of has that very step. As owner: a policy cannot ask the table that it is on.
create function is_copied(in_county county_code, in_plan bigint, step_id uuid, same_step jsonb, same_delta jsonb, by text,
                          by_name text, done_at timestamptz)
returns boolean language sql stable security definer set search_path = tongxin, public, pg_temp as $$
  select exists (select from plan join plan_step on plan_step.county = plan.county and plan_step.plan = plan.copy_of
                  where plan.county = in_county and plan.id = in_plan and plan_step.id = step_id
                    and step = same_step and delta = same_delta
                    and account is not distinct from by and account_name = by_name and at = done_at)
$$;

-- In their own name, again in that of who drew it, or as the plan has it that was copied.
alter policy inserts on plan_step
  with check (county = (select app_county())
              and plan in (select id from plan where county = (select app_county()))
              and case when replay_of is not null then is_replay(county, plan, replay_of, account, account_name, at)
                       else account is not distinct from (select app_account())
                            or is_copied(county, plan, id, step, delta, account, account_name, at) end);

revoke all on function is_copied from public;
grant execute on function is_copied to tongxin_app;

-- Steps that could not be done again when the plan was brought onto another base: what of the drawing was lost then.
alter table plan_event add column failed jsonb not null default '[]';

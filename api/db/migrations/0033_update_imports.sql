-- Imports that change what is there: rows that name a thing of the county change it, others are added, nothing goes. What is
-- to be changed waits until the import has switched and is written then, page after page, as a change by hand would be:
-- with its history and what is counted in its blocks and regions.
create table due_change (
  county    county_code not null references county,
  import    uuid not null,
  thing     text not null check (thing in ('compound', 'building', 'site', 'organization')),
  thing_id  bigint not null,
  data      jsonb not null,                          -- fields as in thing_change.after; those of `data` one by one
  primary key (county, import, thing, thing_id)
);
call protect('due_change', '{admin}');

-- The fields of a thing's history, what they are read of (of the row `t`), and what a due change makes of them.
create function changed_fields(of_thing text) returns table (field text, col text, read text, made text)
language sql immutable as $$
  select field, col, coalesce(given.read, 't.' || col), coalesce(given.made, format('(due.data ->> %L)::%s', field, type))
    from (values
      ('building', 'name', 'name', 'text', null, null),
      ('building', 'streetName', 'street_name', 'text', null, null),
      ('building', 'houseNumber', 'house_number', 'text', null, null),
      ('building', 'kind', 'kind', 'text', null, null),
      ('building', 'floors', 'floors', 'integer', null, null),
      ('building', 'heightM', 'height_m', 'real', null, null),
      ('building', 'households', 'households', 'integer', null, null),
      ('building', 'residents', 'residents', 'integer', null, null),
      ('building', 'estimated', 'estimated', 'boolean', null,  -- where households are still shared out, it stays an estimate
       '(due.data ->> ''estimated'')::boolean
        or t.estimated and not (t.households_counted or t.households = 0 or due.data ? ''householdsCounted'')'),
      ('building', 'householdsCounted', 'households_counted', 'boolean', null, null),
      ('building', 'geometry', 'geom', '', 'st_asgeojson(t.geom, 15)::jsonb',
       'st_multi(st_geomfromgeojson(due.data -> ''geometry''))'),
      ('building', 'innerPoint', 'inner_point', '', 'st_asgeojson(t.inner_point, 15)::jsonb',
       'st_geomfromgeojson(due.data -> ''innerPoint'')'),
      ('compound', 'name', 'name', 'text', null, null),
      ('compound', 'address', 'address', 'text', null, null),
      ('compound', 'manager', 'manager', 'text', null, null),
      ('compound', 'management', 'management', 'text', null, null),
      ('compound', 'households', 'households', 'integer', null, null),
      ('compound', 'builtYear', 'built_year', 'integer', null, null),
      ('compound', 'stage', 'stage', 'text', null, null),
      ('compound', 'expectedHouseholds', 'expected_households', 'integer', null, null),
      ('compound', 'expectedOn', 'expected_on', 'date', null, null),
      ('compound', 'geometry', 'geom', '', 'st_asgeojson(t.geom, 15)::jsonb',
       'st_multi(st_geomfromgeojson(due.data -> ''geometry''))'),
      ('site', 'name', 'name', 'text', null, null),
      ('site', 'address', 'address', 'text', null, null),
      ('site', 'data', 'data', '', 't.data', 't.data || (due.data -> ''data'')'),
      ('site', 'geometry', 'geom', '', 'st_asgeojson(t.geom, 15)::jsonb', 'st_geomfromgeojson(due.data -> ''geometry'')'),
      ('organization', 'name', 'name', 'text', null, null),
      ('organization', 'address', 'address', 'text', null, null),
      ('organization', 'data', 'data', '', 't.data', 't.data || (due.data -> ''data'')'),
      ('organization', 'geometry', 'geom', '', 'st_asgeojson(t.geom, 15)::jsonb',
       'st_geomfromgeojson(due.data -> ''geometry'')')
    ) as given (thing, field, col, type, read, made)
   where thing = of_thing
$$;

-- What somebody has corrected by hand and not taken back, by thing, and what they have said of a thing that they added: an
-- import leaves these fields alone. What was left open of a new thing it may fill.
create function corrected_by_hand(of_thing text) returns table (id bigint, fields text[])
language sql stable security definer set search_path = tongxin, public, pg_temp as $$
  select thing_id, array_agg(distinct field)
    from thing_change
   cross join lateral jsonb_each(coalesce(after, '{}')) as said (field, value)
   where county = app_county() and app_role() = 'admin' and app_region() is null
     and thing = of_thing and cause <> 'import' and action in ('create', 'change', 'move') and undoes is null
     and (action <> 'create' or value not in ('null', '""', '"unknown"', '0', 'false', '{}', '[]'))
     and not exists (select from thing_change inverse
                      where inverse.county = thing_change.county and inverse.undoes = thing_change.id
                        and not exists (select from thing_change again
                                         where again.county = inverse.county and again.undoes = inverse.id))
   group by thing_id
$$;

-- Whether an import is being written at this moment, or has landed and some of it waits to be written: what it counted
-- beforehand would be wrong after a change, and what it writes then would go over the change.
create or replace function is_importing() returns boolean
language sql stable security definer set search_path = tongxin, public, pg_temp as $$
  select exists (
    select from import_batch
     where county = app_county()
       and (status = 'switching' and alive_at > now() - interval '1 minute'
            or status = 'done' and (exists (select from due_figure due
                                             where due.county = import_batch.county and due.import = import_batch.id)
                                    or exists (select from due_change due
                                                where due.county = import_batch.county and due.import = import_batch.id))))
$$;

-- Writes some of the changes that are due, about `most`, in any county; those of an import that did not land go. It gives
-- how many things it dealt with; 0 = nothing is due. As the county's administrator for as long as it runs. Changes wait
-- for the figures that the same import shares out (settle_imports): what a block holds is counted when all of it is there.
create function settle_changes(most integer) returns integer
language plpgsql security definer set search_path = tongxin, public, pg_temp as $$
declare
  turn constant integer := 7460;  -- as who changes things by hand waits for: CHANGES_OF_THINGS of db/thing-edits.ts
  scope constant text[] := array[current_setting('app.county', true), current_setting('app.role', true),
                                 current_setting('app.region', true)];
  place record;
  ids bigint[];
  changed bigint[];
  moved boolean;
  reads text;
  sets text;
  n integer;
begin
  select due.county, due.import, due.thing, import_batch.status, import_batch.account,
         coalesce((select name from account where account.county = due.county and account.id = import_batch.account), '')
           as account_name
    into place
    from (select distinct county, import, thing from due_change) due
    left join import_batch on import_batch.county = due.county and import_batch.id = due.import
   where import_batch.status is distinct from 'switching'
     and not exists (select from due_figure figure where figure.county = due.county and figure.import = due.import) limit 1;
  if not found then return 0; end if;
  perform pg_advisory_xact_lock(turn, place.county::integer);
  ids := array(select thing_id from due_change
                where county = place.county and import = place.import and thing = place.thing order by thing_id limit most);
  n := cardinality(ids);

  if place.status = 'done' then
    perform set_config('app.county', place.county, true), set_config('app.role', 'admin', true),
            set_config('app.region', '', true), set_config('app.unnoted', 'on', true);  -- told once, after the last page
    select format('jsonb_build_object(%s)', string_agg(format('%L, %s', field, read), ', ')),
           string_agg(format('%I = case when due.data ? %L then %s else t.%1$I end', col, field, made), ', ')
      into reads, sets from changed_fields(place.thing);
    execute format($statement$
      with due as materialized (
        select thing_id, data from due_change where county = $1 and import = $2 and thing = $3 and thing_id = any ($4)
      ), old as materialized (
        select t.id, %2$s as fields
          from %1$I t
         where t.county = $1 and t.id = any ($4)
           and t.load not in (select id from thing_load where county = $1 and thing = $3 and state <> 'standing')
      ), differing as materialized (
        select due.thing_id as id, due.data, old.fields
          from due join old on old.id = due.thing_id
         where exists (select from jsonb_each(due.data) as given
                        where case when given.key = 'data' then not old.fields -> 'data' @> given.value
                                   else old.fields -> given.key is distinct from given.value end)
      ), written as (
        update %1$I t set %3$s, version = t.version + 1
          from differing due
         where t.county = $1 and t.id = any ($4) and t.id = due.id
        returning t.id, t.version, due.fields as before, %2$s as after, %4$s as name
      ), noted as (
        insert into thing_change (county, change_set, account, account_name, cause, import, thing, thing_id, name, action,
                                  before, after, version, place)
        select $1, $2, $5, $6, 'import', $2, $3, id, name,
               case when before -> 'geometry' is distinct from after -> 'geometry' then 'move' else 'change' end,
               (select jsonb_object_agg(key, value) from jsonb_each(before) where after -> key is distinct from value),
               (select jsonb_object_agg(key, value) from jsonb_each(after) where before -> key is distinct from value),
               version, place_of($3, id)
          from written order by id
        returning thing_id, action
      )
      select coalesce(array_agg(thing_id), '{}'), coalesce(bool_or(action = 'move'), false) from noted $statement$,
      place.thing, reads, sets,
      case place.thing when 'building' then 'coalesce(nullif(t.name, ''''), building_address(t.street_name, t.house_number))'
                       else 't.name' end)
      into changed, moved using place.county, place.import, place.thing, ids, place.account, place.account_name;
    perform set_config('app.unnoted', '', true);
    perform settle_things(place.thing, changed, moved);
    perform set_config('app.county', coalesce(scope[1], ''), true), set_config('app.role', coalesce(scope[2], ''), true),
            set_config('app.region', coalesce(scope[3], ''), true);
  end if;

  delete from due_change
   where county = place.county and import = place.import and thing = place.thing and thing_id = any (ids);
  if place.status = 'done' and not exists (
       select from due_change where county = place.county and import = place.import and thing = place.thing) then
    perform note_everywhere(place.county, case place.thing
      when 'compound' then array['compound', 'wall', 'gate', 'compound_label']
      when 'building' then array['building', 'building_label']
      when 'site' then array['site', 'site_area', 'building']
      else array[place.thing] end);
  end if;
  return n;
end $$;

revoke all on function changed_fields, corrected_by_hand, settle_changes from public;
grant execute on function corrected_by_hand, settle_changes to tongxin_app;

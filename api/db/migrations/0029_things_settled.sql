-- As before; but where things lay is read of all fabrics before anything is written: a row holds until a newer one, so
-- what is written for one fabric changes what is known of those after it.
create or replace function settle_things(of_thing text, ids bigint[], moved boolean) returns void
language plpgsql security definer set search_path = tongxin, public, pg_temp as $$
declare
  in_county constant county_code := app_county();
  grounds bigint[];          -- the fabrics of all divisions (and of those that plans stand on), in their order
  left_blocks jsonb := '{}';  -- by fabric: the blocks that hold the things until now
  ground record;
  each bigint;
  place geometry;
  new_block bigint;
  changed bigint[];
begin
  if coalesce(app_role(), '') not in ('admin', 'desk') then raise insufficient_privilege; end if;
  if of_thing = 'party_org' then return; end if;
  grounds := array(
    select fabric.id from fabric
     where fabric.county = in_county
       and exists (select from division
                    where division.county = in_county and division.fabric = fabric.id
                      and (valid is not null
                           or exists (select from plan where plan.county = in_county and plan.base = division.id)))
     order by fabric.seq);
  for ground in select id, seq from fabric where county = in_county and id = any (grounds) loop
    left_blocks := left_blocks || jsonb_build_object(ground.id, array(
      select distinct block_known(of_thing, thing, ground.seq) from unnest(ids) as thing));
  end loop;
  for ground in select id, seq from fabric where county = in_county and id = any (grounds) order by seq loop
    changed := array(select block::bigint from jsonb_array_elements_text(left_blocks -> ground.id::text) as block
                      where block is not null);
    if moved then
      foreach each in array ids loop
        place := place_of(of_thing, each);
        new_block := (select id from block
                       where county = in_county and fabric = ground.id and geom && place and st_covers(geom, place)
                       order by id limit 1);
        if new_block is distinct from block_known(of_thing, each, ground.seq) or not exists (
             select from located
              where county = in_county and thing = of_thing and from_seq <= ground.seq
                and (more = 0 and id = each or more > 0 and int8range(id, id + more, '[]') @> each)) then
          insert into located (county, thing, id, from_seq, fabric, block)
          values (in_county, of_thing, each, ground.seq, ground.id, new_block)
              on conflict (county, thing, id, more, from_seq) do update set fabric = excluded.fabric, block = excluded.block;
        end if;
        changed := changed || new_block;
      end loop;
    end if;
    changed := array(select distinct block from unnest(changed) as block where block is not null);
    if of_thing = 'building' and cardinality(changed) > 0 then
      perform recount_blocks(ground.id, ground.seq, changed);
    end if;
  end loop;
end $$;

-- As before; but each building of a block is looked up by its id: as a join, the planner took a block to hold any number
-- of them and read all buildings of the county. A block of 600 buildings among
-- 240,000 is counted in 70 ms, which took 200 to 600.
create or replace function recount_blocks(in_fabric bigint, at_seq integer, changed bigint[]) returns void
language plpgsql security definer set search_path = tongxin, public, pg_temp as $$
declare
  in_county constant county_code := app_county();
  on_fabric record;
  level record;
begin
  with unseen as materialized (
    select id from thing_load where county = in_county and thing = 'building' and state <> 'standing'
  ), inside as materialized (
    select place.block, things.id
      from located place
     cross join lateral things_at(place, at_seq) things
     where place.county = in_county and place.thing = 'building' and place.block = any (changed) and place.from_seq <= at_seq
  ), counted as (
    select inside.block, sum(households) as households, sum(residents) as residents, count(*) as buildings,
           bool_or(estimated) as estimated
      from inside
     cross join lateral (
       select households, residents, estimated, load from building
        where building.county = in_county and building.id = inside.id limit 1) own
     where load not in (select id from unseen)
     group by inside.block
  )
  update block
     set households = coalesce(counted.households, 0), residents = coalesce(counted.residents, 0),
         buildings = coalesce(counted.buildings, 0), estimated = coalesce(counted.estimated, false)
    from unnest(changed) as given (id) left join counted on counted.block = given.id
   where block.county = in_county and block.fabric = in_fabric and block.id = given.id
     and (block.households, block.residents, block.buildings, block.estimated)
         is distinct from (coalesce(counted.households, 0), coalesce(counted.residents, 0),
                           coalesce(counted.buildings, 0), coalesce(counted.estimated, false));

  for on_fabric in select id from division where county = in_county and fabric = in_fabric loop
    for level in
      with recursive touched (region, height) as (
        select distinct region, 0 from division_block
         where county = in_county and division = on_fabric.id and block = any (changed)
        union
        select upper.region, touched.height + 1
          from touched
         cross join lateral (
           select parent as region from region_version
            where county = in_county and division = on_fabric.id and region_version.region = touched.region
              and parent is not null
           union all
           select grouping_region from grouping_member
            where county = in_county and division = on_fabric.id and community = touched.region) upper
      )
      select region, max(height) as height from touched group by region order by 2
    loop
      update region_version
         set households = sums.households, residents = sums.residents, buildings = sums.buildings,
             estimated = sums.estimated
        from (select coalesce(sum(part.households), 0) as households, coalesce(sum(part.residents), 0) as residents,
                     coalesce(sum(part.buildings), 0) as buildings, coalesce(bool_or(part.estimated), false) as estimated
                from (select block.households, block.residents, block.buildings, block.estimated
                        from division_block
                        join block on block.county = in_county and block.fabric = in_fabric and block.id = division_block.block
                       where division_block.county = in_county and division_block.division = on_fabric.id
                         and division_block.region = level.region
                      union all
                      select below.households, below.residents, below.buildings, below.estimated
                        from region_version below
                       where below.county = in_county and below.division = on_fabric.id and below.parent = level.region
                      union all
                      select member.households, member.residents, member.buildings, member.estimated
                        from grouping_member
                        join region_version member on member.county = in_county and member.division = on_fabric.id
                                                  and member.region = community
                       where grouping_member.county = in_county and grouping_member.division = on_fabric.id
                         and grouping_region = level.region) part) sums
       where region_version.county = in_county and region_version.division = on_fabric.id
         and region_version.region = level.region
         and (region_version.households, region_version.residents, region_version.buildings, region_version.estimated)
             is distinct from (sums.households, sums.residents, sums.buildings, sums.estimated);
    end loop;
  end loop;
end $$;

-- Where a thing lies at a number was asked of all things of its kind at once, for each of them: 17,000 organizations took
-- longer than a request may, in a county twenty times as large. With `offset 0` it is asked by the id, through the index.
create or replace function things_at(place located, at_seq integer) returns table (id bigint) language sql stable as $$
  select member
    from generate_series(place.id, place.id + place.more) as member
   where not exists (
           select from located newer
            where newer.county = place.county and newer.thing = place.thing and newer.id = member and newer.more = 0
              and newer.from_seq <= at_seq and (newer.from_seq, newer.more = 0) > (place.from_seq, place.more = 0)
           offset 0)
     and not exists (
           select from located newer
            where newer.county::text = place.county::text and newer.thing = place.thing and newer.more > 0
              and int8range(newer.id, newer.id + newer.more, '[]') @> member
              and newer.from_seq > place.from_seq and newer.from_seq <= at_seq
           offset 0)
$$;

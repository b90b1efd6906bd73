-- Households of a building can be counted where its residents are shared out: whoever shares anew has to know which of
-- the two figures to keep.
alter table building add column households_counted boolean not null default false;

do $$
begin
  perform set_config('app.unnoted', 'on', true);  -- nothing that is seen changes
  update building set households_counted = true where households > 0 and not estimated;
  perform set_config('app.unnoted', '', true);
end $$;

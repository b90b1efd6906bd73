-- Days that are not as their weekday says: holidays, and weekend days on which everybody works (调休). A county that has
-- entered nothing for a year goes by what the State Council has published.
create table holiday_year (
  county   county_code not null references county,
  year     integer not null check (year between 2000 and 2100),
  source   text not null check (source <> ''),
  version  integer not null default 1,
  primary key (county, year)
);
create table holiday (
  county  county_code not null,
  year    integer not null,
  day     date not null,
  kind    text not null check (kind in ('holiday', 'workday')),
  name    text not null check (name <> ''),
  primary key (county, day),
  foreign key (county, year) references holiday_year on delete cascade,
  check (extract(year from day) = year)
);
call protect('holiday_year', '{admin}');
call protect('holiday', '{admin}');

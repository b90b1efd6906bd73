-- A network of communities, and a union, has rules, too: that it hangs together.
alter table division_rule drop constraint division_rule_level_check;
alter table division_rule add constraint division_rule_level_check check (level in ('grid', 'community', 'network', 'union'));

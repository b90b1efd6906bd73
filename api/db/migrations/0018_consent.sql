-- Communities join a union of their own will: a rule asks whether all its members have agreed.
alter table division_rule drop constraint division_rule_kind_check;
alter table division_rule add constraint division_rule_kind_check
  check (kind in ('one-parent', 'contiguous', 'assigned', 'consented', 'household-band', 'resident-ceiling',
                  'compound-whole', 'barrier', 'service-station', 'worker-band'));

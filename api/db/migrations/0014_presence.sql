-- Who has a plan open says also what they are drawing at: a region of the draft, so it may be no region of the county yet.
alter table plan_presence add column region bigint;

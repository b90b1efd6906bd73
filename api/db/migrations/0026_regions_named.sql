-- Which divisions have a region, and under which code: asked for every region and code that is taken away.
create index region_version_region on region_version (county, region, code);

-- Credit lines are said in the reader's language. Counties loaded before had both in one line.
alter table county add column attribution_en text not null default '';   -- '' = attribution stands for both

update county
   set attribution_en = regexp_replace(attribution, '^.* (Demo data:)', '\1'),
       -- credits of imports stand after both
       attribution = regexp_replace(attribution, ' Demo data:.*?(\.(; .*))?$', '\2')
 where demo and attribution ~ '^示例数据:.* Demo data:';

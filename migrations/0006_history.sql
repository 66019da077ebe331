-- What was applied at each generation: a row where an object is not what it was at the generation before; no spec: it was given up.
-- The state of a generation is the newest row of each object that is not newer.

create table pack_version (
  kind text not null,
  name text not null,
  generation bigint not null,
  pack text not null,
  source text not null,
  spec jsonb,
  primary key (kind, name, generation)
);

insert into pack_version (kind, name, generation, pack, source, spec)
select kind, name, (select max(generation) from pack_apply), pack, source, spec from pack_object
where exists (select from pack_apply);

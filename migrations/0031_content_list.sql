-- The list of all content: by each of its orders, and by what it is filtered by. It is read page by page from a known place on.
create index item_changed on item (changed desc, id desc) where stage_id = 'live';
create index item_created on item (created desc, id desc) where stage_id = 'live';
create index item_title on item (title, id) where stage_id = 'live';
create index item_type_changed on item (type, changed desc, id desc) where stage_id = 'live';
create index item_author_changed on item (author_id, changed desc, id desc) where stage_id = 'live';
create index item_unpublished_changed on item (changed desc, id desc) where stage_id = 'live' and status = 0;
create index item_title_words on item using gin (title gin_trgm_ops);

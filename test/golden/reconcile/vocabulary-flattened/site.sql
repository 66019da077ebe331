with child as (insert into category_tag (id, category_id, label) select gen_random_uuid(), id, 'Melodrama' from category returning id)
insert into category_tag_hierarchy select child.id, category_tag.id from child, category_tag where label = 'Drama';

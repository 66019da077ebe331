insert into category_tag (id, category_id, label, weight) select gen_random_uuid(), id, 'Western', 9 from category;
update category_tag set description = 'Very dark.' where label = 'Noir';
delete from category_tag where label = 'Satire';

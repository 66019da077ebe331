update item_type set label = 'Basic page';
insert into role_permission select id, 'delete own film content' from role;
delete from role_permission where permission = 'create film content';
delete from rate_limit;

update item_type set label = 'Basic page';
delete from rate_limit;
update role set label = 'Reviewer';

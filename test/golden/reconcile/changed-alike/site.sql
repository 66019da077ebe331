update item_type set label = 'Basic page';

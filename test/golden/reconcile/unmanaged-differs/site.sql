insert into menu values ('main', '{"label": "Menu", "links": {}}');

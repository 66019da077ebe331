insert into menu values ('main', '{"label": "Main", "links": {"films": {"label": "Films", "path": "/films"}, "about": {"label": "About", "path": "/about"}}}');
insert into role (id, name, label) values (gen_random_uuid(), 'critic', 'Critic');
insert into variable values ('slogan', '"Set by hand"');

update menu set spec = jsonb_set(spec, '{links,hand}', '{"label": "By hand", "path": "/hand"}');
update variable set value = '"Set by an editor"' where name = 'slogan';

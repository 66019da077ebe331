insert into form_submission (id, form, data) values (gen_random_uuid(), 'wishes', '{"wish": "A film"}');
update form set spec = jsonb_set(spec, '{label}', '"Write to us"') where name = 'contact';

insert into form_submission (id, form, data)
select gen_random_uuid(), 'contact', '{"message": "Hello"}' from generate_series(1, 1200);

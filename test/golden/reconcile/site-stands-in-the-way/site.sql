update gather set spec = jsonb_set(spec, '{displays}', (spec -> 'displays') - 1);

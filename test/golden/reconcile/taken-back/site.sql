update pack_object set owner = 'forgotten';

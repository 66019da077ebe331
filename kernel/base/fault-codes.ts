type FaultKind = {
  /** The HTTP status that it answers with, where it reaches a request. */
  readonly status: number;
  /** Meaning and remedy; `docs/errors.md` shows the same text. */
  readonly meaning: string;
};

/** Every fault code there is. A code is stable: scripts and runbooks may name it. */
export const FAULT_CODES = {
  "config.environment": { status: 500, meaning: "An environment variable has a value that cannot be used." },
  "config.missing_reference": {
    status: 500,
    meaning: "A `${NAME}` in the site's configuration names a variable that is not set and has no default.",
  },
  "config.invalid": {
    status: 500,
    meaning: "`config/site.yaml` or an environment file does not have the expected shape.",
  },

  "yaml.syntax": { status: 500, meaning: "A file is not YAML." },
  "yaml.duplicate_key": { status: 500, meaning: "A mapping gives the same key twice." },
  "yaml.too_large": { status: 500, meaning: "A file is too large, nests too deeply or expands too many aliases." },

  "pack.missing": { status: 500, meaning: "A pack that the site or another pack names is not there." },
  "pack.unreadable": { status: 500, meaning: "A file of a pack or theme cannot be read, or is not UTF-8." },
  "pack.cycle": { status: 500, meaning: "Packs require each other in a circle." },
  "pack.bad_name": { status: 500, meaning: "A file or key is not a machine name." },
  "pack.unknown_folder": { status: 500, meaning: "A folder of a pack is not the name of a kind." },
  "pack.unknown_key": { status: 500, meaning: "A key is not part of the schema of its kind." },
  "pack.invalid_value": { status: 500, meaning: "A value does not have the form that its schema asks for." },
  "pack.missing_key": { status: 500, meaning: "A key that the schema requires is missing." },
  "pack.declared_twice": { status: 500, meaning: "Two packs declare the same object and neither extends the other." },
  "pack.extends_nothing": {
    status: 500,
    meaning: "A file says `extends: true`, and no earlier pack declares the object.",
  },
  "pack.not_allowed": {
    status: 500,
    meaning:
      "A pack from npm declares what the site does not let it declare: roles, limits, formats, forms or plugins.",
  },
  "export.uncommitted": {
    status: 500,
    meaning: "An export would write over a file whose present text is in no commit; `--force` does it.",
  },
  "pack.idle_rename": {
    status: 500,
    meaning:
      "A `renamed_from` cannot have an effect: it names what is declared still, what something else was renamed from too, or the thing itself.",
  },
  "theme.missing": {
    status: 500,
    meaning: "The theme that the site names, or a file that a theme takes from a package, is not there.",
  },

  "type.unknown_vocabulary": { status: 500, meaning: "A reference field names a vocabulary that no pack declares." },
  "type.unknown_type": { status: 500, meaning: "An object names a content type that no pack declares." },
  "type.unknown_field": { status: 500, meaning: "A view mode names a field that its type does not have." },
  "type.unknown_format": { status: 500, meaning: "A field names a text format that no pack declares." },
  "type.bad_field": { status: 500, meaning: "A field's settings do not fit its field type." },
  "vocabulary.bad_tags": {
    status: 500,
    meaning: "The tags of a vocabulary do not fit its hierarchy, or one is given twice.",
  },
  "words.bad_sentence": {
    status: 500,
    meaning: "A sentence is not in ICU message format, or is filled with other things than the kernel's own.",
  },
  "gather.unknown_field": { status: 500, meaning: "A gather names a field that the type it lists does not have." },
  "gather.bad_operator": {
    status: 500,
    meaning: "A filter uses an operator that does not exist or does not fit its field.",
  },
  "gather.bad_display": {
    status: 500,
    meaning: "A display of a gather is not complete, or inherits from none.",
  },
  "gather.missing": { status: 404, meaning: "There is no such gather or display." },
  "role.unknown_permission": { status: 500, meaning: "A role names a permission that nothing declares." },
  "form.bad_element": { status: 500, meaning: "An element of a form has a name or settings that do not fit it." },
  "form.bad_action": { status: 500, meaning: "What a form does when it is sent lacks something, or has too much." },
  "form.missing": { status: 404, meaning: "There is no such form, and nothing was ever sent with one of that name." },
  "menu.bad_link": { status: 500, meaning: "A link of a menu is not a path of the site or an http(s) URL." },
  "address.bad_path": { status: 500, meaning: "A declared path is not well formed: nobody could ever ask for it." },
  "address.taken": {
    status: 500,
    meaning: "A gather, a form or a plugin declares a path that something else answers already, or the kernel itself.",
  },
  "address.nowhere": {
    status: 500,
    meaning: "The front page, a link of a menu or the redirect of a form leads to an address where nothing answers.",
  },
  "route.bad_path": { status: 500, meaning: "The path of a plugin's page, or its title, does not make sense." },
  "route.no_callback": { status: 500, meaning: "A plugin declares a page and does not export the function for it." },
  "import.unknown_field": { status: 500, meaning: "An import maps to a field that its target does not have." },
  "import.bad_source": { status: 500, meaning: "The source of an import cannot be found or read." },
  "import.failed": { status: 500, meaning: "An import stopped; what it had saved stays, and it can be run again." },

  "format.failed": {
    status: 500,
    meaning: "A text format broke over a text, or took too long; the text is shown as it was typed.",
  },

  "template.syntax": { status: 500, meaning: "A template does not parse." },
  "template.missing": { status: 500, meaning: "No template of any layer has one of the wanted names." },
  "template.failed": { status: 500, meaning: "A template failed while it was rendered." },

  "plugin.missing": { status: 500, meaning: "A pack names a plugin that is not there." },
  "plugin.bad_manifest": { status: 500, meaning: "A plugin's `.info.yaml` does not have the expected shape." },
  "plugin.wasm_missing": { status: 500, meaning: "A plugin has no `.wasm` file." },
  "plugin.bad_module": { status: 500, meaning: "A plugin's `.wasm` is not a module that the runtime accepts." },
  "plugin.integrity": { status: 500, meaning: "A plugin's `.wasm` is not the one that a pack pins by its hash." },
  "plugin.unknown_import": { status: 500, meaning: "A plugin imports a function that is not in the contract." },
  "plugin.unknown_tap": { status: 500, meaning: "A plugin's manifest names a tap that does not exist." },
  "plugin.tap_not_exported": { status: 500, meaning: "A plugin declares a tap and does not export it." },
  "plugin.bad_signature": {
    status: 500,
    meaning: "A plugin exports a tap with another signature than the contract's.",
  },
  "plugin.table_taken": {
    status: 500,
    meaning:
      "A table of a plugin has the name of another plugin's in the database, or one longer than Postgres allows.",
  },
  "plugin.missing_dependency": { status: 500, meaning: "A plugin depends on one that is not enabled." },
  "plugin.cycle": { status: 500, meaning: "Plugins depend on each other in a circle." },
  "plugin.trapped": { status: 500, meaning: "A plugin failed while it ran; its part is left out." },
  "plugin.out_of_fuel": { status: 500, meaning: "A plugin ran for longer than its fuel allows; its part is left out." },
  "plugin.timed_out": { status: 500, meaning: "A plugin ran for longer than its time; its part is left out." },
  "plugin.too_deep": { status: 500, meaning: "Plugin calls nest too deeply." },
  "plugin.busy": { status: 503, meaning: "More plugin calls wait at once than the process can hold." },
  "plugin.no_function": { status: 500, meaning: "A plugin has no such function for others to call." },
  "plugin.refused": { status: 500, meaning: "A plugin answered a step of its life with a failure." },
  "plugin.bad_argument": {
    status: 500,
    meaning: "A plugin passed the kernel something that the contract does not allow; its part is left out.",
  },
  "plugin.unavailable": {
    status: 500,
    meaning: "A plugin called the kernel where there is no request, or was called while it is left out.",
  },
  "plugin.bad_result": { status: 500, meaning: "A plugin returned something that the contract does not allow." },
  "plugin.bad_template": { status: 500, meaning: "A template of a plugin is not what the plugin declares." },
  "plugin.stale": { status: 500, meaning: "A plugin's `.wasm` is not what its source compiles to." },
  "plugin.build_failed": { status: 500, meaning: "A plugin's source does not compile." },

  "db.unavailable": { status: 503, meaning: "Postgres cannot be reached." },
  "db.bad_url": { status: 500, meaning: "DATABASE_URL cannot be used as it is." },
  "db.denied": { status: 500, meaning: "Postgres does not let the user of DATABASE_URL in, or do this." },
  "db.full": { status: 503, meaning: "Postgres has no room left: on its disk, in its memory, or for connections." },
  "db.locked": { status: 500, meaning: "Somebody else migrates the database, and did not end in time." },
  "db.no_place": { status: 500, meaning: "The embedded Postgres has no folder that it may write." },
  "db.pooler": {
    status: 500,
    meaning: "A pooler stands before Postgres that shares connections between transactions.",
  },
  "db.read_only": { status: 503, meaning: "Postgres takes no changes: it is a standby, or was made read-only." },
  "db.refused": { status: 500, meaning: "Postgres refused a statement." },
  "db.given_up": { status: 503, meaning: "A statement was given up, because nobody waits for its answer any longer." },
  "db.row_missing": { status: 500, meaning: "A row that must be there is not." },
  "db.pending": {
    status: 500,
    meaning:
      "The schema is older than this release, and the command only looks: `trovato migrate` brings it up to date.",
  },
  "db.migration_edited": { status: 500, meaning: "A migration that was applied has been edited since." },
  "db.migration_failed": { status: 500, meaning: "A migration failed; the database is as it was before it." },
  "db.version": { status: 500, meaning: "The Postgres server is older than 15." },
  "state.unavailable": {
    status: 503,
    meaning: "Redis, which `REDIS_URL` names, cannot be reached or refuses to work.",
  },

  "reconcile.blocked": {
    status: 409,
    meaning: "The plan holds changes that are not done until the files say how; nothing was applied.",
  },
  "reconcile.locked": { status: 409, meaning: "Another apply holds the lock." },
  "reconcile.config_locked": {
    status: 403,
    meaning: "The site keeps its configuration in files only (`config.locked`): change the file and apply it.",
  },
  "reconcile.stale": {
    status: 409,
    meaning: "The live state changed while the plan was being made or since it was saved.",
  },
  "reconcile.mismatch": {
    status: 500,
    meaning: "The generation in the database does not match the packs, and the site only verifies.",
  },
  "reconcile.bad_plan": { status: 400, meaning: "A file is not a plan that `plan --out` saved." },
  "reconcile.no_generation": {
    status: 404,
    meaning: "There is no generation of that number, or what it held was not kept.",
  },
  "reconcile.unknown_address": {
    status: 404,
    meaning: "No object has that address, or none that this can be done to.",
  },
  "reconcile.still_declared": {
    status: 409,
    meaning: "A pack declares the object, so it is managed; it can be forgotten once no pack does.",
  },
  "reconcile.owned_by_pack": {
    status: 409,
    meaning: "What is to be changed on the site is for a file of a pack to say.",
  },
  "reconcile.invalid": {
    status: 422,
    meaning: "A change of the configuration on the site does not fit the rest of it.",
  },
  "site.not_applied": { status: 503, meaning: "No generation was ever applied to this database." },
  "site.files_changed": {
    status: 503,
    meaning: "Templates, assets or bundles on this node are not those of the generation.",
  },

  "site.behind": {
    status: 503,
    meaning: "There is a newer generation than the one that a change was made for; it is tried again.",
  },

  "item.missing": { status: 404, meaning: "There is no such item, or the visitor may not know of it." },
  "item.changed": { status: 409, meaning: "An item was saved by somebody else since the form was opened." },
  "item.revision_missing": { status: 404, meaning: "An item has no such revision." },
  "item.revision_needed": {
    status: 409,
    meaning: "A revision is shown somewhere, on the site or in a stage, and stays.",
  },
  "item.invalid": { status: 422, meaning: "A field of an item has a value that its type does not allow." },
  "category.missing": { status: 404, meaning: "There is no such tag." },
  "account.invalid": { status: 422, meaning: "A name, mail address, password or role of an account cannot be used." },
  "account.link_over": { status: 410, meaning: "A link from a mail was used already, or its time is over." },
  "account.missing": { status: 404, meaning: "There is no such account." },
  "account.last_administrator": {
    status: 409,
    meaning: "It would leave the site without an active account that may do everything.",
  },
  "account.busy": { status: 503, meaning: "More people sign in at once than a node can check passwords of." },
  "mail.failed": { status: 503, meaning: "The mail server did not take a mail." },
  "access.denied": { status: 403, meaning: "The visitor may not do this." },
  "http.bad_address": {
    status: 400,
    meaning: "The address of the request cannot be read: it is too long, or not encoded as addresses are.",
  },
  "http.bad_body": { status: 400, meaning: "What was sent cannot be read." },
  "http.too_large": { status: 413, meaning: "More was sent than any form of the site takes." },
  "http.unsupported_media": {
    status: 415,
    meaning: "What was sent is neither a form (`application/x-www-form-urlencoded`) nor JSON.",
  },
  "http.forged": {
    status: 403,
    meaning:
      "What was sent does not carry the form token of its session: the form is too old, or another site made it.",
  },
  "http.cross_site": { status: 403, meaning: "Another site, or a browser that looks ahead, may not cause this." },
  "http.not_found": { status: 404, meaning: "There is no page at this address." },
  "http.method_not_allowed": { status: 405, meaning: "This address does not answer the method of the request." },
  "http.too_many_requests": {
    status: 429,
    meaning: "A rate limit of the site was reached; the answer says when to come back.",
  },
  "internal.unexpected": {
    status: 500,
    meaning: "Something failed that should not; the log has the details under the request id.",
  },
  "cli.usage": { status: 500, meaning: "A command was called with arguments that it does not know." },
} as const satisfies { readonly [code: string]: FaultKind };

/** The keys of Trovato's advisory locks; Postgres keeps those of each database apart, so two sites never share one. */
export const advisoryLocks = {
  /** Held by whoever migrates. */
  migration: 7_236_101,
  /** Held by an apply from its beginning to its end; polled, never queued for. */
  apply: 7_236_198,
  /**
   * Held shared by every write of content, and alone by an apply while it writes: no content is saved under a schema
   * that has passed.
   */
  generation: 7_236_200,
  /** Held while the roles of Postgres are settled in which plugins run statements of their own. */
  pluginRoles: 7_236_202,
  /** Held by whoever builds indexes; it stands in nobody's way but that of another who would build. */
  indexes: 7_236_201,
} as const;

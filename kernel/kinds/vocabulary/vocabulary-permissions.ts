/** The permissions that come with a vocabulary. */
export function permissionsOfVocabulary(vocabulary: string): readonly string[] {
  return ["create", "edit", "delete"].map((verb) => `${verb} ${vocabulary} tags`);
}

/** The name of the unique constraint that a statement would have broken; null for anything else that was thrown. */
export function violatedConstraint(error: unknown): string | null {
  if (typeof error !== "object" || error === null) return null;
  const { code, constraint, cause, context } = error as { [key: string]: unknown };
  if (code === UNIQUE_VIOLATION && typeof constraint === "string") return constraint;
  // The pool hands over an error of its own around that of the driver.
  return violatedConstraint(cause) ?? violatedConstraint(context);
}

const UNIQUE_VIOLATION = "23505";

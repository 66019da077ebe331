import { Compiler } from "assemblyscript";

const compileCall = Compiler.prototype.compileCallExpression;

/**
 * What the compiler finds wrong inside of the SDK while it compiles a call of the author's (a type that `Json.set` does not take) is said about
 * that call: the author's is the innermost one in a file of theirs. Installed once for the process; compiling does not wait in between.
 */
Compiler.prototype.compileCallExpression = function (expression, ...rest) {
  const before = this.diagnostics.length;
  const result = compileCall.call(this, expression, ...rest);
  const { range } = calleeOf(expression);
  if (range.source.isLibrary) return result;
  for (const message of this.diagnostics.slice(before)) {
    if (message.range?.source.isLibrary) message.range = range;
  }
  return result;
};

/** The name that is called: `set` of `Json.object().set(…)`. */
function calleeOf({ expression }) {
  return expression.property ?? expression;
}

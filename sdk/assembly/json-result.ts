import { liftText } from "./abi";
import { Failure, FailureCode } from "./failure";
import { Json } from "./json";
import { Result } from "./result";

/** A `result<json, failure>`. */
export function liftJson(): Result<Json> {
  const text = liftText();
  const failure = text.failure;
  if (failure !== null) return Result.failed<Json>(failure);
  const value = Json.parse(text.value);
  if (value !== null) return Result.of<Json>(value);
  return Result.failed<Json>(new Failure(FailureCode.Failed, "the answer is no JSON that can be read"));
}

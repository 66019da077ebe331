// @ts-ignore: decorator
@external("trovato:kernel/db@1.0.0", "select")
export declare function select(query: usize, queryLength: i32, result: usize): void;

// @ts-ignore: decorator
@external("trovato:kernel/db@1.0.0", "insert")
export declare function insert(table: usize, tableLength: i32, row: usize, rowLength: i32, result: usize): void;

// @ts-ignore: decorator
@external("trovato:kernel/db@1.0.0", "update")
export declare function update(
  table: usize,
  tableLength: i32,
  values: usize,
  valuesLength: i32,
  conditions: usize,
  conditionsLength: i32,
  result: usize,
): void;

// @ts-ignore: decorator
@external("trovato:kernel/db@1.0.0", "delete")
export declare function remove(
  table: usize,
  tableLength: i32,
  conditions: usize,
  conditionsLength: i32,
  result: usize,
): void;

// @ts-ignore: decorator
@external("trovato:kernel/db@1.0.0", "query-raw")
export declare function queryRaw(
  statement: usize,
  statementLength: i32,
  parameters: usize,
  parametersLength: i32,
  result: usize,
): void;

// @ts-ignore: decorator
@external("trovato:kernel/db@1.0.0", "execute-raw")
export declare function executeRaw(
  statement: usize,
  statementLength: i32,
  parameters: usize,
  parametersLength: i32,
  result: usize,
): void;

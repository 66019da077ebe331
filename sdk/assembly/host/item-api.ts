// @ts-ignore: decorator
@external("trovato:kernel/item-api@1.0.0", "get-id")
export declare function getId(item: i32, result: usize): void;

// @ts-ignore: decorator
@external("trovato:kernel/item-api@1.0.0", "get-type")
export declare function getType(item: i32, result: usize): void;

// @ts-ignore: decorator
@external("trovato:kernel/item-api@1.0.0", "get-title")
export declare function getTitle(item: i32, result: usize): void;

// @ts-ignore: decorator
@external("trovato:kernel/item-api@1.0.0", "set-title")
export declare function setTitle(item: i32, title: usize, titleLength: i32, result: usize): void;

// @ts-ignore: decorator
@external("trovato:kernel/item-api@1.0.0", "get-author-id")
export declare function getAuthorId(item: i32, result: usize): void;

// @ts-ignore: decorator
@external("trovato:kernel/item-api@1.0.0", "is-published")
export declare function isPublished(item: i32): i32;

// @ts-ignore: decorator
@external("trovato:kernel/item-api@1.0.0", "set-published")
export declare function setPublished(item: i32, published: i32, result: usize): void;

// @ts-ignore: decorator
@external("trovato:kernel/item-api@1.0.0", "has-field")
export declare function hasField(item: i32, field: usize, fieldLength: i32): i32;

// @ts-ignore: decorator
@external("trovato:kernel/item-api@1.0.0", "get-field-string")
export declare function getFieldString(item: i32, field: usize, fieldLength: i32, result: usize): void;

// @ts-ignore: decorator
@external("trovato:kernel/item-api@1.0.0", "get-field-int")
export declare function getFieldInt(item: i32, field: usize, fieldLength: i32, result: usize): void;

// @ts-ignore: decorator
@external("trovato:kernel/item-api@1.0.0", "get-field-float")
export declare function getFieldFloat(item: i32, field: usize, fieldLength: i32, result: usize): void;

// @ts-ignore: decorator
@external("trovato:kernel/item-api@1.0.0", "get-field-bool")
export declare function getFieldBool(item: i32, field: usize, fieldLength: i32, result: usize): void;

// @ts-ignore: decorator
@external("trovato:kernel/item-api@1.0.0", "get-field-json")
export declare function getFieldJson(item: i32, field: usize, fieldLength: i32, result: usize): void;

// @ts-ignore: decorator
@external("trovato:kernel/item-api@1.0.0", "set-field-string")
export declare function setFieldString(
  item: i32,
  field: usize,
  fieldLength: i32,
  value: usize,
  valueLength: i32,
  result: usize,
): void;

// @ts-ignore: decorator
@external("trovato:kernel/item-api@1.0.0", "set-field-int")
export declare function setFieldInt(item: i32, field: usize, fieldLength: i32, value: i64, result: usize): void;

// @ts-ignore: decorator
@external("trovato:kernel/item-api@1.0.0", "set-field-float")
export declare function setFieldFloat(item: i32, field: usize, fieldLength: i32, value: f64, result: usize): void;

// @ts-ignore: decorator
@external("trovato:kernel/item-api@1.0.0", "set-field-bool")
export declare function setFieldBool(item: i32, field: usize, fieldLength: i32, value: i32, result: usize): void;

// @ts-ignore: decorator
@external("trovato:kernel/item-api@1.0.0", "set-field-json")
export declare function setFieldJson(
  item: i32,
  field: usize,
  fieldLength: i32,
  value: usize,
  valueLength: i32,
  result: usize,
): void;

// @ts-ignore: decorator
@external("trovato:kernel/item-api@1.0.0", "load")
export declare function load(id: usize, idLength: i32, result: usize): void;

// @ts-ignore: decorator
@external("trovato:kernel/item-api@1.0.0", "create")
export declare function create(item: usize, itemLength: i32, result: usize): void;

// @ts-ignore: decorator
@external("trovato:kernel/item-api@1.0.0", "save")
export declare function save(item: i32, logMessage: usize, logMessageLength: i32, result: usize): void;

// @ts-ignore: decorator
@external("trovato:kernel/item-api@1.0.0", "delete")
export declare function remove(item: i32, result: usize): void;

// @ts-ignore: decorator
@external("trovato:kernel/item-api@1.0.0", "gather")
export declare function gather(
  name: usize,
  nameLength: i32,
  display: usize,
  displayLength: i32,
  input: usize,
  inputLength: i32,
  result: usize,
): void;

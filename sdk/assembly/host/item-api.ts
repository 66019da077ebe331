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
@external("trovato:kernel/item-api@1.0.0", "get-author-id")
export declare function getAuthorId(item: i32, result: usize): void;

// @ts-ignore: decorator
@external("trovato:kernel/item-api@1.0.0", "is-published")
export declare function isPublished(item: i32): i32;

// @ts-ignore: decorator
@external("trovato:kernel/item-api@1.0.0", "has-field")
export declare function hasField(item: i32, field: usize, length: i32): i32;

// @ts-ignore: decorator
@external("trovato:kernel/item-api@1.0.0", "get-field-string")
export declare function getFieldString(item: i32, field: usize, length: i32, result: usize): void;

// @ts-ignore: decorator
@external("trovato:kernel/item-api@1.0.0", "get-field-int")
export declare function getFieldInt(item: i32, field: usize, length: i32, result: usize): void;

// @ts-ignore: decorator
@external("trovato:kernel/item-api@1.0.0", "get-field-float")
export declare function getFieldFloat(item: i32, field: usize, length: i32, result: usize): void;

// @ts-ignore: decorator
@external("trovato:kernel/item-api@1.0.0", "get-field-bool")
export declare function getFieldBool(item: i32, field: usize, length: i32, result: usize): void;

// @ts-ignore: decorator
@external("trovato:kernel/item-api@1.0.0", "get-field-json")
export declare function getFieldJson(item: i32, field: usize, length: i32, result: usize): void;

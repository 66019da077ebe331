// @ts-ignore: decorator
@external("trovato:kernel/user-api@1.0.0", "current-user-id")
export declare function currentUserId(result: usize): void;

// @ts-ignore: decorator
@external("trovato:kernel/user-api@1.0.0", "current-user-name")
export declare function currentUserName(result: usize): void;

// @ts-ignore: decorator
@external("trovato:kernel/user-api@1.0.0", "current-user-has-permission")
export declare function currentUserHasPermission(permission: usize, permissionLength: i32): i32;

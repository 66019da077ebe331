(module (func (export "tap-item-vew") (param i32) (result i32) (i32.const 16)) (func (export "cabi_realloc") (param i32 i32 i32 i32) (result i32) (i32.const 64)) (memory (export "memory") 1))

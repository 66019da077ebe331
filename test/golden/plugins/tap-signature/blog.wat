(module (func (export "tap-item-view") (param i32 i64) (i32.const 16) (drop)) (func (export "cabi_realloc") (param i32 i32 i32 i32) (result i32) (i32.const 64)) (memory (export "memory") 1))

(module (func (export "tap-item-view") (param i32) (result i32) (i32x4.extract_lane 0 (v128.const i32x4 1 2 3 4))) (memory (export "memory") 1))

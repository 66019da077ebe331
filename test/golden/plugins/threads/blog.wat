(module (func (export "tap-item-view") (param i32) (result i32) (i32.atomic.load (i32.const 0))) (memory (export "memory") 1))

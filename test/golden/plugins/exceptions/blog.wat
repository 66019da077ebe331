(module (tag $e) (func (export "tap-item-view") (param i32) (result i32) (throw $e)) (memory (export "memory") 1))

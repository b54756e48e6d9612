;; Masking (RFC 6455 §5.3), 64 bytes a turn. scripts/assemble-simd.js makes src/frame/mask-simd-code.ts of it.
(module
  ;; One page: a tile of 16 KiB that begins anywhere in the first 4 KiB, and the rest of its last turn.
  (memory (export "memory") 1)

  ;; Masks from $at to $end, and on to the end of the last turn. The lowest byte of $key meets the first byte.
  (func (export "mask") (param $at i32) (param $end i32) (param $key i32)
    (local $keys v128)
    (local.set $keys (i32x4.splat (local.get $key)))
    (loop $turn
      (v128.store
        (local.get $at)
        (v128.xor (v128.load (local.get $at)) (local.get $keys)))
      (v128.store offset=16
        (local.get $at)
        (v128.xor (v128.load offset=16 (local.get $at)) (local.get $keys)))
      (v128.store offset=32
        (local.get $at)
        (v128.xor (v128.load offset=32 (local.get $at)) (local.get $keys)))
      (v128.store offset=48
        (local.get $at)
        (v128.xor (v128.load offset=48 (local.get $at)) (local.get $keys)))
      (local.set $at (i32.add (local.get $at) (i32.const 64)))
      (br_if $turn (i32.lt_u (local.get $at) (local.get $end))))))

;; Masking (RFC 6455 §5.3): long payloads, and whole frames that lie one behind the other.
;; scripts/assemble-simd.js makes src/frame/mask-simd-code.ts of it.
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
      (br_if $turn (i32.lt_u (local.get $at) (local.get $end)))))

  ;; Unmasks the whole frames from $at on whose length takes 7 or 16 bits, and gives the place behind the last of
  ;; them. Passes over frames without a mask, and stops where one is longer or goes beyond $end. Judges nothing:
  ;; whoever reads the headers does.
  (func (export "maskFrames") (param $at i32) (param $end i32) (result i32)
    (local $length i32) (local $payload i32) (local $next i32) (local $last i32) (local $key i32)
    (local $keys v128) (local $tail v128) (local $second i32)
    (block $stop
      (loop $frame
        (br_if $stop (i32.gt_u (i32.add (local.get $at) (i32.const 2)) (local.get $end)))
        (local.set $second (i32.load8_u offset=1 (local.get $at)))
        (local.set $length (i32.and (local.get $second) (i32.const 0x7f)))
        ;; Behind two bytes, and four of the key when bit 7 says that there is one.
        (local.set $payload
          (i32.add
            (i32.add (local.get $at) (i32.const 2))
            (i32.shr_u (i32.and (local.get $second) (i32.const 0x80)) (i32.const 5))))
        (if (i32.ge_u (local.get $length) (i32.const 126))
          (then
            (br_if $stop (i32.eq (local.get $length) (i32.const 127)))
            (local.set $payload (i32.add (local.get $payload) (i32.const 2)))
            (br_if $stop (i32.gt_u (local.get $payload) (local.get $end)))
            (local.set $length
              (i32.or
                (i32.shl (i32.load8_u offset=2 (local.get $at)) (i32.const 8))
                (i32.load8_u offset=3 (local.get $at))))))
        (local.set $next (i32.add (local.get $payload) (local.get $length)))
        (br_if $stop (i32.gt_u (local.get $next) (local.get $end)))
        (local.set $at (local.get $next))
        (br_if $frame (i32.lt_u (local.get $second) (i32.const 0x80)))
        (local.set $key (i32.load align=1 (i32.sub (local.get $payload) (i32.const 4))))
        (local.set $keys (i32x4.splat (local.get $key)))
        (if (i32.ge_u (local.get $length) (i32.const 16))
          (then
            ;; The last 16 bytes, with the key in their phase: read first and written last, because the turns may
            ;; reach into them.
            (local.set $last (i32.sub (local.get $next) (i32.const 16)))
            (local.set $tail
              (v128.xor
                (v128.load align=1 (local.get $last))
                (i32x4.splat
                  (i32.rotr (local.get $key) (i32.shl (local.get $length) (i32.const 3))))))
            (block $turned
              (loop $turn
                (br_if $turned (i32.ge_u (local.get $payload) (local.get $last)))
                (v128.store align=1
                  (local.get $payload)
                  (v128.xor (v128.load align=1 (local.get $payload)) (local.get $keys)))
                (local.set $payload (i32.add (local.get $payload) (i32.const 16)))
                (br $turn)))
            (v128.store align=1 (local.get $last) (local.get $tail)))
          (else
            (if (i32.and (local.get $length) (i32.const 8))
              (then
                (i64.store align=1
                  (local.get $payload)
                  (i64.xor
                    (i64.load align=1 (local.get $payload))
                    (i64x2.extract_lane 0 (local.get $keys))))
                (local.set $payload (i32.add (local.get $payload) (i32.const 8)))))
            (if (i32.and (local.get $length) (i32.const 4))
              (then
                (i32.store align=1
                  (local.get $payload)
                  (i32.xor (i32.load align=1 (local.get $payload)) (local.get $key)))
                (local.set $payload (i32.add (local.get $payload) (i32.const 4)))))
            (if (i32.and (local.get $length) (i32.const 2))
              (then
                (i32.store16 align=1
                  (local.get $payload)
                  (i32.xor (i32.load16_u align=1 (local.get $payload)) (local.get $key)))
                (local.set $payload (i32.add (local.get $payload) (i32.const 2)))
                (local.set $key (i32.shr_u (local.get $key) (i32.const 16)))))
            (if (i32.and (local.get $length) (i32.const 1))
              (then
                (i32.store8
                  (local.get $payload)
                  (i32.xor (i32.load8_u (local.get $payload)) (local.get $key)))))))
        (br $frame)))
    (local.get $at)))

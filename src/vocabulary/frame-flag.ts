/**
 * The four upper bits of a frame's first byte as a visitor of `FrameDecoder.drain` gets them, for tests such as
 * `(flags & FrameFlag.Fin) !== 0`. The reserved bits have the values that they have in `Rsv`.
 *
 * @see RFC 6455 §5.2
 */
export const FrameFlag = { Fin: 8, Rsv1: 4, Rsv2: 2, Rsv3: 1 } as const;

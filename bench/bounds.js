/**
 * What bounds the targets that are missed, in words for bench/README.md.
 */

export const MASK_CALL = 'So few bytes take less time than checking the arguments and the call.';
export const MASK_WORDS =
  'Below the length from which WebAssembly pays, 32-bit words in JavaScript stand against 128-bit instructions.';
export const MASK_PASSES =
  'WebAssembly reaches its own memory only: a payload is copied there and back, tile by tile, where native code masks it as it lies.';
export const ENCODE_ALLOCATES =
  'The result has a buffer of its own, zeroed before use, and making one is most of the time; ws takes a piece of a memory that others share. encodeFrameInto is spared it.';
export const ENCODE_FRESH_MEMORY =
  'Fresh memory is zeroed by the engine before it is written, which Buffer.allocUnsafe spares ws. encodeFrameInto is spared it too.';
export const INTO_SHORT = 'What is left is checking the fields, and for text encoding it as UTF-8.';
export const INTO_LONG =
  'What is left is copying the payload, and masking it or encoding it as UTF-8.';
export const DECODE_LONG =
  'Unmasking is most of it: three passes by way of WebAssembly, where native code needs one. A frame longer than its chunks is gathered as well.';
export const DECODE_COPIED =
  'Every chunk is copied once, so that the caller’s bytes stay as they were; ws unmasks where the chunk lies. Handing chunks over spares the copy.';
export const VISITS =
  'What is left is reading the header, unmasking so few bytes and calling the visitor.';
export const FRAMES =
  'A result, a frame and a view of its payload are made for each frame, and cost more than reading it.';
export const EVENTS =
  'An event and a payload, or a string, are made for each message; what remains of the time is theirs.';
export const HTTP =
  'Node’s parser is native code that splits a head; this one is JavaScript, and also judges and takes apart what RFC 6455 §4.2.1 asks for.';
export const ECHO =
  'The system’s calls to read and to write are the same for both, and most of what is left.';
export const IDLE = 'A connection makes its parts at once: window, reader, assembler, queue.';
export const SIZE_OF_ALL =
  'This is all of it at once: Connection, both handshakes, and the message of every violation. A bundle has only what is imported.';
export const SIZE_OF_DECODING =
  'The table of violations, with a message and a section for each, weighs most.';

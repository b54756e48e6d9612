/**
 * What bounds the targets that are missed, in words for bench/README.md.
 */

export const MASK_CALL = 'So few bytes take less time than checking the arguments and the call.';
export const MASK_SHORT =
  'The payload goes into the memory of WebAssembly and out again with two calls of set, which alone take most of what native code needs in all. Words behind a view take twice as long.';
export const MASK_PASSES =
  'WebAssembly reaches its own memory only: a payload is copied there and back, tile by tile, where native code masks it as it lies. The two copies alone (see the plain copy) leave no time for the XOR. Tiles of 4 to 16 KiB were tried, and views kept from tile to tile.';
export const ENCODE_ALLOCATES =
  'The result has a buffer of its own, zeroed before use, and making one is most of the time; ws takes a piece of a memory that others share. encodeFrameInto is spared it.';
export const ENCODE_VIEWS =
  'The result is a view of a slab, and making a view costs about what ws pays for a piece of its pool; checking the fields of the frame, which ws trusts, and masking are the rest.';
export const ENCODE_FRESH_MEMORY =
  'Fresh memory is zeroed by the engine before it is written, which Buffer.allocUnsafe spares ws. encodeFrameInto is spared it too.';
export const INTO_SHORT = 'What is left is checking the fields, and for text encoding it as UTF-8.';
export const INTO_LONG =
  'What is left is copying the payload, and masking it or encoding it as UTF-8. Where payload and place are alike in their lowest twelve bits, as two large arrays are that begin with their memory, processors copy at a fraction of their speed: that is the row of 16 KiB.';
export const DECODE_LONG =
  'Unmasking is most of it: three passes by way of WebAssembly, where native code needs one. A frame longer than its chunks is gathered as well.';
export const DECODE_COPIED =
  'Every chunk is copied once into fresh memory, so that the caller’s bytes stay as they were; ws unmasks where the chunk lies. Fresh memory costs several times the copy, because the system makes its pages anew. takeOwnership spares both.';
export const VISITS =
  'Some twenty nanoseconds a frame are left: WebAssembly walks from header to header and unmasks, and JavaScript reads and judges each header and calls the visitor. From run to run the ratio lies on either side of what is wanted. Not tried: a table of frames made by WebAssembly, which would spare reading the header twice.';
export const FRAMES =
  'A result, a frame and a payload of its own are made for each frame: that alone takes about half of the time, without reading anything. Views instead of copies for payloads of up to 24 bytes were tried and made no difference.';
export const EVENTS =
  'An event and a payload, or a string, are made for each message; what remains of the time is theirs. A text of more than 32 bytes costs a call of TextDecoder and a view for it, where ws only validates and gives bytes; beside ws with toString it is a quarter more (see the table). Strings of fixed pieces were tried up to 125 bytes: from 33 on they are slower. Decoding many messages at once and cutting the string would keep all of it for each piece.';
export const DRIP =
  'A byte that comes alone costs a fraction of a microsecond, most of it an array for the chunk; what differs from size to size is how much garbage is there to be collected meanwhile.';
export const HTTP =
  'Node’s parser is native code that splits a head; this one is JavaScript, and also judges and takes apart what RFC 6455 §4.2.1 asks for. Tried and kept: one pass over the bytes by a table, one string that is cut into fields, usual names recognised in the bytes. A third of what is left is that pass, a third making strings and pairs, a third judging Host, key and lists.';
export const ECHO =
  'The system’s calls to read and to write are the same for both, and most of what is left.';
export const IDLE = 'What is left is the connection, its phase and an empty output.';
export const SIZE_OF_ALL =
  'This is all of it at once: Connection, FrameDecoder and FrameEncoder, both handshakes, the ways past slow views and calls, and the message of every violation. A bundle has only what is imported; npm run check:size holds each use to a budget.';
export const SIZE_OF_DECODING =
  'The table of violations that a frame can show, with a message and a section for each, weighs most.';

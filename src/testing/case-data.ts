/**
 * The form in which cases stand in `conformance.json` and `attacks.json`: plain JSON, so that a tester in any
 * language can read them. `case.schema.json` says the same as a JSON Schema.
 */

/**
 * Bytes as data: hexadecimal digits with blanks between them as one likes, text in UTF-8, something over and over,
 * or several of these one behind the other.
 */
export type ByteData =
  | string
  | { readonly utf8: string }
  | { readonly repeat: ByteData; readonly times: number }
  /** Repeated and cut to so many bytes. */
  | { readonly repeat: ByteData; readonly length: number }
  /**
   * Bytes by chance that everybody gets alike, from a seed above 0. The seed is the first state; for each byte the
   * state x becomes x ^= x << 13, x ^= x >>> 17, x ^= x << 5 in 32 bits without a sign. The byte is x modulo 256, or,
   * with `from`, the byte of it at x modulo its length.
   */
  | { readonly random: number; readonly length: number; readonly from?: ByteData }
  /** What stands under this name in `data` of the file. */
  | { readonly data: string }
  /** So many bytes out of a circle, which each round goes on with where the last ended: round 0 from its byte 0. */
  | { readonly walk: ByteData; readonly length: number }
  /** In what a client is answered: the `Sec-WebSocket-Accept` for its key, or that with its letters' case changed. */
  | { readonly accept: 'right' | 'other-case' }
  | readonly ByteData[];

/** A frame that the tester sends, masked as its role demands. */
export interface FrameData {
  readonly opcode: number;
  /** Nothing, when left out. */
  readonly payload?: ByteData;
  /** True, when left out. */
  readonly fin?: boolean;
  /** RSV1, RSV2 and RSV3 as one number: 4, 2 and 1. 0, when left out. */
  readonly rsv?: number;
  /**
   * The length that the header declares, true or not, in place of the shortest form of the right one: hexadecimal
   * digits of 1, 2 or 8 bytes, which also say the form (2 bytes stand behind 126, 8 behind 127).
   */
  readonly length?: string;
  /** Whether it is masked, in place of what the tester's role demands. */
  readonly masked?: boolean;
}

/** How bytes reach the subject: all of a step at once, frame by frame, or each frame so many bytes at a time. */
export type CutData = 'whole' | 'frames' | number;

/** What the tester does next. */
export type StepData =
  | { readonly frames: readonly FrameData[]; readonly times?: number; readonly cut?: CutData }
  /** As they are, whatever they mean. */
  | { readonly bytes: ByteData; readonly cut?: CutData }
  /**
   * One message in full fragments of so many bytes and a last one with the rest, which is empty when nothing is
   * left.
   */
  | { readonly fragments: FrameData; readonly bytesEach: number; readonly cut?: CutData }
  /** One message as permessage-deflate makes it, in such fragments if what it became is longer than one. */
  | { readonly compressed: FrameData; readonly bytesEach?: number; readonly cut?: CutData }
  /** The header of a frame, and so many bytes of its payload. */
  | { readonly begin: FrameData; readonly bytes: number }
  /** So many more bytes of that payload. */
  | { readonly more: number }
  /**
   * Silence, for so many milliseconds at most. With a name, it counts as a reply `{ waited: name }` when it passes
   * and the subject has not begun to close.
   */
  | { readonly wait: number; readonly name?: string }
  /** The end of the stream, without a Close. */
  | { readonly end: true };

/** What the subject must send, in this order: echoes of messages, and pongs; and the silence that it must keep. */
export type ReplyData =
  | { readonly text: ByteData; readonly times?: number }
  | { readonly binary: ByteData; readonly times?: number }
  | { readonly pong: ByteData; readonly times?: number }
  | { readonly waited: string };

/** How the connection must end. */
export interface EndData {
  /**
   * Who sends the first Close or ends the connection. The tester sends it in the last step or, where no step has one,
   * when it has all replies. Where the subject must be first, a Close among the steps is a frame like others.
   */
  readonly by: 'tester' | 'subject' | 'anyone';
  /** Codes that the subject's Close may carry. Any, when left out. */
  readonly codes?: readonly number[];
  /** Those of them that are strict; all, when left out. With another of them, or with none, the behaviour is `allowed`. */
  readonly strictCodes?: readonly number[];
  /**
   * Whether a Close without a code is wrong, because it would be the answer to a Close that is right. To end the
   * connection without any Close is still to fail it. False, when left out.
   */
  readonly needsCode?: boolean;
  /** Whether both must have sent a Close before the server ends the connection. False, when left out. */
  readonly clean?: boolean;
}

/** Data of a case about the opening handshake: the tester sends these bytes in place of its own. */
export interface OpeningData {
  readonly bytes: ByteData;
  readonly cut?: CutData;
  /**
   * The status codes that a server may answer with; with 101 among them it may accept, and with nothing else it
   * must. To hang up without an answer is to refuse. 101, when left out.
   */
  readonly status?: readonly number[];
  /** Whether a client must go on after this answer, or hang up without a byte. True, when left out. */
  readonly accepted?: boolean;
  /** The name of an extension or of a parameter: the case says nothing about a client that offers it. */
  readonly unoffered?: string;
}

/** permessage-deflate as the opening handshake is to agree on it (RFC 7692 §7.1). */
export interface DeflateData {
  /** What the tester asks of the subject's compressor, the dearest wish first. */
  readonly asks: readonly {
    /** To begin each message without the window of the last. False, when left out. */
    readonly noContextTakeover?: boolean;
    /** To reach back no further than 2 to this power, 8 to 15. No such wish, when left out. */
    readonly maxWindowBits?: number;
  }[];
  /**
   * The tester's own messages refer to those before them: the case says nothing about a subject that does not keep
   * the tester's window. False, when left out.
   */
  readonly keepsContext?: boolean;
}

/** One case. */
export interface CaseData {
  readonly id: string;
  /** What it is about, in a sentence. */
  readonly title: string;
  /** Roles of the subject that it is for; both, when left out. */
  readonly roles?: readonly ('client' | 'server')[];
  /** Where the rule stands that the case is about. */
  readonly section?: string;
  /** The row of `docs/attacks.md` that the case is for, where it is an attack. */
  readonly row?: string;
  /** Ids of published advisories about the flaw (CVE, GHSA). */
  readonly advisories?: readonly string[];
  /** The longest message that the subject must be set up to accept, in bytes, where the case is about that limit. */
  readonly maxMessageBytes?: number;
  readonly opening?: OpeningData;
  /** The case is about compressed messages, and says nothing about a subject that does not agree to them. */
  readonly deflate?: DeflateData;
  /** How often the steps are gone through, each time after all replies to the last; once, when left out. */
  readonly rounds?: number;
  /** None, when left out. */
  readonly steps?: readonly StepData[];
  /** To each round. None, when left out. */
  readonly replies?: readonly ReplyData[];
  /** Replies that are right too, though less strict. */
  readonly alsoAllowed?: readonly ReplyData[];
  /** Pongs are not compared: of many pings only the newest need be answered (RFC 6455 §5.5.3). */
  readonly anyPongs?: boolean;
  /** No two frames of a client may have the same masking key (RFC 6455 §5.3). False, when left out. */
  readonly freshMasks?: boolean;
  /** Nothing is right or wrong but that the connection ends, in whatever way, and no rule of the wire is broken. */
  readonly informational?: boolean;
  /** The tester closes with 1000 and it ends cleanly, when left out. */
  readonly end?: EndData;
}

/** A file of cases. */
export interface CaseFile {
  readonly $schema?: string;
  readonly title: string;
  /** Bytes that several cases use, by name. */
  readonly data?: Readonly<Record<string, ByteData>>;
  readonly cases: readonly CaseData[];
}

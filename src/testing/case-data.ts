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
}

/** How bytes reach the subject: all of a step at once, frame by frame, or so many bytes at a time. */
export type CutData = 'whole' | 'frames' | number;

/** What the tester does next. */
export type StepData =
  | { readonly frames: readonly FrameData[]; readonly times?: number; readonly cut?: CutData }
  /** As they are, whatever they mean. */
  | { readonly bytes: ByteData; readonly cut?: CutData }
  /** One message in fragments of so many bytes, the last with the rest. */
  | { readonly fragments: FrameData; readonly bytesEach: number }
  /** The header of a frame, and so many bytes of its payload. */
  | { readonly begin: FrameData; readonly bytes: number }
  /** So many more bytes of that payload. */
  | { readonly more: number }
  /** Silence, for so many milliseconds. */
  | { readonly wait: number }
  /** The end of the stream, without a Close. */
  | { readonly end: true };

/** What the subject must send, in this order: echoes of messages, and pongs. */
export type ReplyData =
  | { readonly text: ByteData }
  | { readonly binary: ByteData }
  | { readonly pong: ByteData };

/** How the connection must end. */
export interface EndData {
  /** Who sends the first Close or ends the connection. */
  readonly by: 'tester' | 'subject' | 'anyone';
  /** Codes that the subject's Close may carry; one without a code is always right. */
  readonly codes: readonly number[];
  /** Whether both must have sent a Close before the server ends the connection. */
  readonly clean: boolean;
}

/** Data of a case about the opening handshake: the tester sends these bytes in place of its own. */
export interface OpeningData {
  readonly bytes: ByteData;
  /** The status codes that a server may answer with (101: it must accept); towards a client, whether it goes on. */
  readonly status?: readonly number[];
  readonly accepted?: boolean;
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
  /** Ids of published advisories about the flaw (CVE, GHSA). */
  readonly advisories?: readonly string[];
  readonly opening?: OpeningData;
  /** How often the steps are gone through, each time after all replies to the last; once, when left out. */
  readonly rounds?: number;
  readonly steps: readonly StepData[];
  readonly replies: readonly ReplyData[];
  /** Replies that are right too, though less strict. */
  readonly alsoAllowed?: readonly ReplyData[];
  readonly end: EndData;
}

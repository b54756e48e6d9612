/**
 * websocket-codec: a pure, sans-I/O WebSocket codec. Bytes in, values out; values in, bytes out.
 */

export type { RandomSource } from './bytes/random.js';
export { Connection } from './connection/connection.js';
export type { ConnectionEvent } from './connection/connection-event.js';
export type { ConnectionOptions } from './connection/connection-options.js';
export type {
  SendBinaryOptions,
  SendFragmentOptions,
  SendOptions,
} from './connection/send-options.js';
export type { ConnectionState, TransportState } from './connection/transitions.js';
export {
  type ClosePayload,
  decodeClosePayload,
  encodeClosePayload,
} from './frame/close-payload.js';
export { decodeFrame } from './frame/decode-frame.js';
export { decodeFrameHeader } from './frame/decode-frame-header.js';
export { encodeFrame, encodeFrameInto, type FrameInit } from './frame/encode-frame.js';
export {
  type EncodeFrameHeaderOptions,
  encodeFrameHeader,
  type FrameHeaderInit,
  type LengthForm,
  type UncheckedFrameHeaderInit,
} from './frame/encode-frame-header.js';
export type { Frame, FrameHeader, FrameRules } from './frame/frame.js';
export { FrameDecoder, type FrameDecoderOptions, type FramePart } from './frame/frame-decoder.js';
export {
  FrameEncoder,
  type FrameEncoderOptions,
  type UnmaskedFrameInit,
} from './frame/frame-encoder.js';
export { maskInPlace, unmask } from './frame/mask.js';
export type { UnmaskInPlace } from './frame/unmask-in-place.js';
export type { FrameVisitor } from './frame/visit-frames.js';
export { computeAccept, generateKey } from './handshake/accept-key.js';
export {
  encodeHandshakeRequest,
  type HandshakeRequestInit,
} from './handshake/encode-handshake-request.js';
export {
  encodeHandshakeResponse,
  type HandshakeResponseOptions,
} from './handshake/encode-handshake-response.js';
export {
  encodeRejection,
  type Rejection,
  type RejectionOptions,
} from './handshake/encode-rejection.js';
export type {
  Extension,
  ExtensionOffer,
  NegotiatedExtension,
  Offered,
} from './handshake/extension.js';
export type {
  MessageDecoder,
  MessageEncodeOptions,
  MessageEncoder,
  MessageTransform,
  TransformContext,
} from './handshake/message-transform.js';
export { negotiateExtensions } from './handshake/negotiate-extensions.js';
export { parseHandshake } from './handshake/parse-handshake.js';
export {
  type HandshakeExpectation,
  type HandshakeFailure,
  type HandshakeResponse,
  parseHandshakeResponse,
} from './handshake/parse-handshake-response.js';
export type { AgreedTerms, OfferedTerms } from './handshake/read-answer.js';
export {
  type HandshakeError,
  type HandshakeRequest,
  readHandshake,
} from './handshake/read-handshake.js';
export { selectProtocol } from './handshake/select-protocol.js';
export type { RequestHead, ResponseHead } from './http/head.js';
export { HeadBuffer } from './http/head-buffer.js';
export type { HeadLimits } from './http/head-lines.js';
export { type HeaderList, headerValues } from './http/header-list.js';
export type { Message } from './message/message-assembler.js';
export { CloseCode, isValidCloseCode } from './vocabulary/close-code.js';
export { FrameFlag } from './vocabulary/frame-flag.js';
export type { HandshakeFailureCode } from './vocabulary/handshake-failure.js';
export type { HandshakeViolationCode } from './vocabulary/handshake-violation.js';
export { defaultLimits } from './vocabulary/limits.js';
export { Opcode } from './vocabulary/opcode.js';
export type { Complete, DecodeResult, Incomplete, Invalid } from './vocabulary/result.js';
export { Rsv } from './vocabulary/rsv.js';
export type { ProtocolError, ViolationCode } from './vocabulary/violation.js';

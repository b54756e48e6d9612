/**
 * websocket-codec/testing: conformance cases and attacks as data, and what runs them against any implementation.
 */

export type {
  ByteData,
  CaseData,
  CaseFile,
  CutData,
  DeflateData,
  EndData,
  FrameData,
  OpeningData,
  ReplyData,
  StepData,
} from './testing/case-data.js';

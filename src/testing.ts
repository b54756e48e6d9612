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
export { casesOf } from './testing/case-file.js';
export type { CaseEnd, CaseResult, WireEntry } from './testing/case-result.js';
export { attackCases, conformanceCases } from './testing/cases.js';
export { type MakeSubject, type MemorySubject, runInMemory } from './testing/run-in-memory.js';
export {
  type ConnectSubject,
  runOverStream,
  type SubjectStream,
} from './testing/run-over-stream.js';
export { CaseTester } from './testing/tester.js';
export type { TesterAction, TesterOptions } from './testing/tester-options.js';

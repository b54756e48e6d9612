export type {
  ByteData,
  CaseData,
  CutData,
  EndData,
  FrameData,
  OpeningData,
  ReplyData,
  StepData,
} from './testing/case-data.js';

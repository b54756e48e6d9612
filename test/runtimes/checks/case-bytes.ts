/**
 * How long a case is before it is played, from its data alone.
 */

type CaseData = import('../../../src/testing.js').CaseData;
type ByteData = import('../../../src/testing.js').ByteData;
type StepData = import('../../../src/testing.js').StepData;

/** Of header and key, and whatever else a frame or a step costs that has no payload. */
const FRAME_BYTES = 8;

/** About as many bytes as the tester makes for one round: plain ones, before they are compressed. */
export function roundBytes({ opening, steps = [] }: CaseData): number {
  const first = opening === undefined ? 0 : lengthOf(opening.bytes);
  return sum(steps, stepBytes) + first;
}

function stepBytes(step: StepData): number {
  if ('frames' in step) {
    const { frames, times = 1 } = step;
    return times * sum(frames, ({ payload = '' }) => lengthOf(payload) + FRAME_BYTES);
  }
  if ('fragments' in step) return fragmentBytes(step.fragments.payload, step.bytesEach);
  if ('compressed' in step) return fragmentBytes(step.compressed.payload, step.bytesEach);
  if ('bytes' in step) return typeof step.bytes === 'number' ? step.bytes : lengthOf(step.bytes);
  return 'more' in step ? step.more : FRAME_BYTES;
}

function fragmentBytes(payload: ByteData = '', bytesEach = 65_536): number {
  const length = lengthOf(payload);
  return length + FRAME_BYTES * (Math.floor(length / bytesEach) + 1);
}

function lengthOf(data: ByteData): number {
  if (typeof data === 'string') return data.replaceAll(' ', '').length / 2;
  if (Array.isArray(data)) return sum(data, lengthOf);
  const form = data as Exclude<ByteData, string | readonly ByteData[]>;
  // A character may take more, but no long text stands there literally.
  if ('utf8' in form) return form.utf8.length;
  if ('times' in form) return lengthOf(form.repeat) * form.times;
  return 'length' in form ? form.length : FRAME_BYTES;
}

function sum<T>(list: readonly T[], bytes: (item: T) => number): number {
  return list.reduce((total, item) => total + bytes(item), 0);
}

/**
 * The examples of RFC 7692 §7.2.3, byte for byte: what the frames of each message carry, and what they say.
 */

import { hex } from './bits.js';

export interface DeflateVector {
  readonly section: string;
  readonly title: string;
  /** Messages of one connection, in order; each as the payloads of its frames. */
  readonly messages: readonly (readonly Uint8Array[])[];
  readonly texts: readonly string[];
  /**
   * What a sender gives zlib to get these bytes, message by message and fragment by fragment; null where no
   * implementation of it makes them.
   */
  readonly sent: readonly (readonly string[])[] | null;
  /** Settings of the sender's compressor. */
  readonly level?: number;
}

const hello = hex('f2 48 cd c9 c9 07 00');

export const rfc7692Vectors: readonly DeflateVector[] = [
  {
    section: '7.2.3.1',
    title: 'a message in one frame',
    messages: [[hello]],
    texts: ['Hello'],
    sent: [['Hello']],
  },
  {
    section: '7.2.3.1',
    title: 'the same in two frames, cut anywhere',
    messages: [[hex('f2 48 cd'), hex('c9 c9 07 00')]],
    texts: ['Hello'],
    sent: null,
  },
  {
    section: '7.2.3.2',
    title: 'two messages that share the window',
    messages: [[hello], [hex('f2 00 11 00 00')]],
    texts: ['Hello', 'Hello'],
    sent: [['Hello'], ['Hello']],
  },
  {
    section: '7.2.3.2',
    title: 'two messages that could share the window and do not',
    messages: [[hello], [hello]],
    texts: ['Hello', 'Hello'],
    sent: null,
  },
  {
    section: '7.2.3.3',
    title: 'a block without compression',
    messages: [[hex('00 05 00 fa ff 48 65 6c 6c 6f 00')]],
    texts: ['Hello'],
    sent: [['Hello']],
    level: 0,
  },
  {
    section: '7.2.3.4',
    title: 'a final block, and the header of an empty one',
    messages: [[hex('f3 48 cd c9 c9 07 00 00')], [hex('f2 00 11 00 00')]],
    texts: ['Hello', 'Hello'],
    sent: null,
  },
  {
    section: '7.2.3.5',
    title: 'two blocks in one message',
    messages: [[hex('f2 48 05 00 00 00 ff ff ca c9 c9 07 00')]],
    texts: ['Hello'],
    sent: null,
  },
  {
    section: '7.2.3.5',
    title: 'the same blocks in a frame each',
    messages: [[hex('f2 48 05 00 00 00 ff ff'), hex('ca c9 c9 07 00')]],
    texts: ['Hello'],
    sent: [['He', 'llo']],
  },
  {
    section: '7.2.3.6',
    title: 'an empty block at the end',
    messages: [[hex('f2 48 cd c9 c9 07 00 00 00 ff ff'), hex('00')]],
    texts: ['Hello'],
    sent: [['Hello', '']],
  },
  {
    section: '7.2.3.6',
    title: 'an empty message',
    messages: [[hex('00')]],
    texts: [''],
    sent: [['']],
  },
];

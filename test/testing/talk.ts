/**
 * A tester, and what a subject says to it in hexadecimal.
 */

import { bytesOf, toHex, toLatin1 } from '../../src/testing/byte-data.js';
import { parseExtensions } from '../../src/testing/extension-field.js';
import { acceptFor, requestText, responseText } from '../../src/testing/opening-head.js';
import { type CaseData, CaseTester, type TesterOptions } from '../../src/testing.js';

export const echo: CaseData = {
  id: 'echo',
  title: 'A text is echoed',
  steps: [{ frames: [{ opcode: 1, payload: { utf8: 'Hello' } }] }],
  replies: [{ text: { utf8: 'Hello' } }],
};
export const refusal: CaseData = {
  id: 'refusal',
  title: 'A reserved opcode',
  steps: [{ frames: [{ opcode: 3 }] }],
  end: { by: 'subject', codes: [1002] },
};

export const KEY = 'dGhlIHNhbXBsZSBub25jZQ==';
export const HELLO = '81 05 48656c6c6f';
export const CLOSE_1000 = '88 02 03e8';
export const CLOSE_1002 = '88 02 03ea';

interface TalkOptions extends Partial<TesterOptions> {
  /** What the subject names in its head. */
  readonly extensions?: string;
  /** Right behind its head. */
  readonly behind?: string;
}

/** The subject is a server, unless the options say another thing. */
export class Talk {
  readonly tester: CaseTester;
  readonly written: string[] = [];
  ended = false;

  constructor(testCase: CaseData, talkOptions: TalkOptions = {}) {
    const { extensions = '', behind = '', ...options } = talkOptions;
    this.tester = new CaseTester(testCase, { role: 'server', ...options });
    this.goOn();
    const head =
      options.role === 'client'
        ? requestText(KEY, parseExtensions(extensions))
        : responseText(this.#accept(), parseExtensions(extensions));
    this.tester.receive(bytesOf([{ utf8: head }, behind]));
    this.goOn();
  }

  #accept(): string {
    return acceptFor(toLatin1(bytesOf(this.written.splice(0).join('')))) ?? '';
  }

  /** Does what the tester asks for, until it waits or is done; says for how long it waits. */
  goOn(): number {
    for (;;) {
      const action = this.tester.next();
      if (action.type === 'wait') return action.milliseconds;
      if (action.type === 'done') return 0;
      if (action.type === 'end') this.ended = true;
      else this.written.push(toHex(action.bytes));
    }
  }

  /** What came of it after these bytes, one chunk after another, and the end if there is one. */
  after(...chunks: (string | 'end' | 'silence')[]) {
    for (const chunk of chunks) {
      if (chunk === 'end') this.tester.receiveEnd();
      else if (chunk === 'silence') this.tester.expire();
      else this.tester.receive(bytesOf(chunk));
      this.goOn();
    }
    return this.tester.result;
  }
}

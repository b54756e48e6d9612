/**
 * Exact messages through whole connections: UTF-8 and its mistakes, close codes, and the examples of RFC 7692 §7.2.3.
 */

import { join, toHex } from '../../vectors/bits.js';
import { mayBeOnTheWire, notCloseCodes } from '../../vectors/close-codes.js';
import { rfc7692Vectors } from '../../vectors/rfc7692.js';
import { invalidTexts, validTexts } from '../../vectors/utf8.js';
import { abnormal, peerOf, type Role, receiveAll, roles, type Subject } from './subject.js';
import { same, type Tally, throws } from './tally.js';

/** A frame on its way to a connection of this role, masked as its peer must. */
function frameTo(
  { codec }: Subject,
  role: Role,
  frame: Parameters<Subject['codec']['encodeFrame']>[0],
): Uint8Array {
  const maskingKey = role === 'server' ? Uint8Array.of(1, 2, 3, 4) : null;
  return codec.encodeFrame({ ...frame, maskingKey });
}

/** Whole, and byte by byte. */
function chunkings(bytes: Uint8Array): Uint8Array[][] {
  return [[bytes], Array.from(bytes, (byte) => Uint8Array.of(byte))];
}

export function checkMessageVectors(tally: Tally, subject: Subject): void {
  for (const role of roles) {
    checkTexts(tally, subject, role);
    checkCloses(tally, subject, role);
    checkDeflate(tally, subject, role);
  }
  tally.check('a close code is valid or not as in RFC 6455 §7.4', () => {
    for (let code = 0; code < 66_000; code++) {
      same(subject.codec.isValidCloseCode(code), mayBeOnTheWire(code), `close code ${code}`);
    }
    for (const code of notCloseCodes) same(subject.codec.isValidCloseCode(code), false, `${code}`);
  });
}

function checkTexts(tally: Tally, subject: Subject, role: Role): void {
  const { Connection, Opcode } = subject.codec;
  for (const [payload, data] of validTexts) {
    tally.check(`a ${role} reads the UTF-8 ${toHex(payload)} and writes it`, () => {
      for (const chunks of chunkings(frameTo(subject, role, { opcode: Opcode.Text, payload }))) {
        const events = receiveAll(new Connection({ role }), chunks);
        same(events, [{ type: 'text', data }, abnormal]);
      }
      const sender = new Connection({ role });
      sender.sendText(data);
      const sent = subject.codec.decodeFrame(join(...sender.takeOutput()), { role: peerOf(role) });
      same(sent.status === 'complete' && sent.value.payload, payload, 'what it writes');
    });
  }
  for (const [payload] of invalidTexts) {
    tally.check(`a ${role} refuses the UTF-8 ${toHex(payload)}`, () => {
      for (const chunks of chunkings(frameTo(subject, role, { opcode: Opcode.Text, payload }))) {
        const [first, ...rest] = receiveAll(new Connection({ role }), chunks);
        same(first?.type === 'error' && first.error.code, 'text-not-utf8');
        same(first?.type === 'error' && first.error.closeCode, 1007);
        same(rest, [abnormal]);
      }
    });
  }
}

function checkCloses(tally: Tally, subject: Subject, role: Role): void {
  const { Connection, Opcode, encodeClosePayload } = subject.codec;
  for (const code of [999, 1000, 1003, 1004, 1005, 1006, 1011, 1014, 1015, 2999, 3000, 4999]) {
    tally.check(`a ${role} is sent a Close with ${code}`, () => {
      const payload = join(Uint8Array.of(code >> 8, code & 0xff), Uint8Array.of(0x62, 0x79, 0x65));
      const connection = new Connection({ role });
      connection.receive(frameTo(subject, role, { opcode: Opcode.Close, payload }));
      const event = connection.nextEvent();
      if (mayBeOnTheWire(code)) {
        same(event, { type: 'close', code, reason: 'bye', wasClean: true });
        same(encodeClosePayload(code, 'bye'), payload, 'its payload');
      } else {
        same(event?.type === 'error' && event.error.code, 'close-code-invalid');
        throws(() => encodeClosePayload(code, 'bye'), `to close with ${code}`);
      }
    });
  }
}

function checkDeflate(tally: Tally, subject: Subject, role: Role): void {
  const { codec, deflate, compressors } = subject;
  const connect = (compressor: ReturnType<(typeof compressors)[0]['make']>) => {
    const extension = deflate.permessageDeflate({ compressor });
    const words = { name: 'permessage-deflate', parameters: [] };
    const agreed = role === 'server' ? extension.negotiate(words) : extension.accept(words);
    if (agreed === null) throw new Error('nothing was agreed on');
    return new codec.Connection({ role, extensions: [agreed] });
  };
  for (const { name, make } of compressors) {
    for (const { section, title, messages, texts, sent, level = 6 } of rfc7692Vectors) {
      const what = `RFC 7692 §${section}, ${title}, on ${name}`;
      tally.check(`a ${role} reads ${what}`, () => {
        const frames = messages.flatMap((payloads) =>
          payloads.map((payload, at) =>
            frameTo(subject, role, {
              opcode: at === 0 ? codec.Opcode.Text : codec.Opcode.Continuation,
              rsv1: at === 0,
              fin: at === payloads.length - 1,
              payload,
            }),
          ),
        );
        const expected = [...texts.map((data) => ({ type: 'text', data })), abnormal];
        for (const chunks of chunkings(join(...frames))) {
          same(receiveAll(connect(make()), chunks), expected);
        }
      });
      if (sent === null) continue;
      tally.check(`a ${role} writes ${what}`, () => {
        const connection = connect(make({ level }));
        for (const parts of sent) {
          parts.forEach((text, at) => {
            const fin = at === parts.length - 1;
            if (parts.length === 1) connection.sendText(text, { compress: true });
            else connection.sendFragment(text, { fin, compress: true });
          });
        }
        same(payloadsOf(subject, peerOf(role), join(...connection.takeOutput())), messages.flat());
      });
    }
  }
}

/** What the frames of a stream carry; the receiver's role. */
function payloadsOf({ codec }: Subject, role: Role, bytes: Uint8Array): Uint8Array[] {
  const decoder = new codec.FrameDecoder({ role, allowedRsv: codec.Rsv.Rsv1 });
  decoder.push(bytes);
  const payloads: Uint8Array[] = [];
  for (let next = decoder.next(); next.status === 'complete'; next = decoder.next()) {
    payloads.push(next.value.payload);
  }
  return payloads;
}

/**
 * Every code block of docs/testing.md runs, as a reader would save it.
 */

import { afterAll, beforeEach, expect, test } from 'vitest';
import { CodeBlocks, promisedOutput } from '../code-blocks.js';

const page = new CodeBlocks('docs/testing.md');

// The others import them.
beforeEach(() => {
  page.program('echo');
  page.program('transport');
});
afterAll(() => page.dispose());

test('every block is either run here or a shell command', () => {
  expect([...page.labels].sort()).toStrictEqual([
    'js again',
    'js broken',
    'js cases',
    'js echo',
    'js handshakes',
    'js machine',
    'js transport',
    'js valid',
    'sh',
  ]);
});

test.each(['valid', 'broken', 'handshakes', 'machine'])(
  'the properties of %s hold for the transport of the page',
  async (name) => {
    expect(await page.run(name)).toStrictEqual({ stdout: '', stderr: '' });
  },
);

test.each([
  [
    'valid',
    'loses byte order marks',
    'sendText(event.data)',
    "sendText(event.data.replaceAll('\\ufeff', ''))",
  ],
  ['broken', 'answers no ping', "role: 'server',", "role: 'server', autoPong: false,"],
  [
    'handshakes',
    'lets nobody in',
    'socket.write(codec.encodeHandshakeResponse(request.value));',
    "return socket.end(codec.encodeRejection({ httpStatus: 403, message: 'nobody' }));",
  ],
])('the properties of %s find a transport that %s', async (name, _mistake, right, wrong) => {
  const { code } = page.program('echo', (all) => all.replace(right, wrong));
  expect(code).toContain(wrong);
  await expect(page.run(name)).rejects.toThrow(/Property failed[\s\S]*seed: -?\d+, path: "/);
});

test('a failure is run again from its seed and path', async () => {
  const { stdout } = await page.run('again');
  expect(stdout.trim().split('\n')).toStrictEqual(promisedOutput(page.program('again').code));
});

test.each([[['7.7']], [['7.7', '4']], [['limit-']]])(
  'cases run through the same connection (%j)',
  async (args) => {
    const { stdout } = await page.run('cases', args);
    expect(stdout).toMatch(/^[1-9][0-9]* passed, 0 failed, 0 skipped\n$/);
  },
);

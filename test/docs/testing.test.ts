/**
 * Every code block of docs/testing.md runs, as a reader would save it.
 */

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { afterAll, beforeEach, expect, test } from 'vitest';
import type { HandshakeViolationCode } from '../../src/index.js';
import { CodeBlocks, promisedOutput } from '../code-blocks.js';
import { typeFaultsOf } from './type-faults.js';

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
    'js compressed',
    'js echo',
    'js handshakes',
    'js machine',
    'js transport',
    'js valid',
    'sh',
    'ts vitest',
  ]);
});

test.each(['valid', 'compressed', 'broken', 'handshakes', 'machine'])(
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
  [
    'compressed',
    'keeps no window',
    "connection = new codec.Connection({ role: 'server', extensions,",
    'const [answer] = extensions;\n' +
      '      const forgetful = permessageDeflate({ compressor: zlibCompressor(), clientNoContextTakeover: true });\n' +
      "      connection = new codec.Connection({ role: 'server', extensions: answer ? codec.negotiateExtensions(request.value.extensions, [forgetful]) : [],",
  ],
  ['broken', 'answers no ping', "role: 'server',", "role: 'server', autoPong: false,"],
  [
    'handshakes',
    'lets nobody in',
    'socket.write(codec.encodeHandshakeResponse(request.value, { extensions }));',
    "return socket.end(codec.encodeRejection({ httpStatus: 403, message: 'nobody' }));",
  ],
  [
    'handshakes',
    'refuses with a status that no RFC gives',
    'codec.encodeRejection(request.error)',
    'codec.encodeRejection({ ...request.error, httpStatus: 500 })',
  ],
])('the properties of %s find a transport that %s', async (name, _mistake, right, wrong) => {
  const { code } = page.program('echo', (all) => all.replace(right, wrong));
  expect(code).toContain(wrong);
  await expect(page.run(name)).rejects.toThrow(/Property failed[\s\S]*seed: -?\d+, path: "/);
});

test('a server that hangs up on a bad request is not wrong', async () => {
  page.program('echo', (all) => all.replace('codec.encodeRejection(request.error)', ''));
  expect(await page.run('handshakes')).toStrictEqual({ stdout: '', stderr: '' });
});

/** Rules that a server judges by itself, on whatever it is built. */
const ofWebSocket: readonly HandshakeViolationCode[] = [
  'method-not-get',
  'connection-upgrade-missing',
  'key-missing',
  'key-duplicate',
  'key-invalid',
  'version-duplicate',
  'protocol-malformed',
  'protocol-duplicate',
  'extensions-malformed',
  'field-not-ascii',
  'origin-duplicate',
  'http-version-unsupported',
  'head-too-large',
  'line-too-long',
  'too-many-headers',
];

test('another implementation is judged by the RFCs and not by this one', async () => {
  writeFileSync(
    join(page.folder, 'echo.mjs'),
    `import { createServer } from 'node:http';
    import { WebSocketServer } from 'ws';
    export function createEchoServer() {
      const server = createServer((_, response) => response.writeHead(404).end());
      new WebSocketServer({ server, perMessageDeflate: true });
      return server;
    }`,
  );
  const { file, code } = page.program('handshakes', (all) =>
    all
      .replace("const spelling = 'any';", "const spelling = 'usual';")
      .replace(
        'brokenHandshakeRequest({ spelling })',
        `brokenHandshakeRequest({ spelling, violations: ${JSON.stringify(ofWebSocket)} })`,
      ),
  );
  expect(code).toContain(`'usual'`);
  expect(code).toContain('key-duplicate');
  expect(await page.runFile(file)).toStrictEqual({ stdout: '', stderr: '' });
});

test('a failure is run again from its seed and path', async () => {
  const { stdout } = await page.run('again');
  expect(stdout.trim().split('\n')).toStrictEqual(promisedOutput(page.program('again').code));
});

test.each([[['7.7']], [['7.7', '4']], [['limit-']]])(
  'cases run through the same connection (%j)',
  async (args) => {
    const { stdout } = await page.run('cases', args);
    expect(stdout).toMatch(/^[1-9][0-9]* passed \(0 of them as allowed\), 0 failed, 0 skipped\n$/);
  },
);

test('whoever hangs up is seen to pass as allowed', async () => {
  page.program('echo', (all) =>
    all.replace(
      "if (event.type === 'text')",
      "if (event.type === 'error') return socket.destroy();\n        $&",
    ),
  );
  const { stdout } = await page.run('cases', ['4.1']);
  expect(stdout).toBe('5 passed (5 of them as allowed), 0 failed, 0 skipped\n');
});

test('a case that there is not is said to be none', async () => {
  await expect(page.run('cases', ['no-such-case'])).rejects.toThrow(
    'no case begins with no-such-case',
  );
});

test('a server that never answers is noticed', async () => {
  page.program('echo', (all) =>
    all
      .replace("socket.on('data'", "socket.on('nothing'")
      .replace("socket.on('end', end)", 'socket.resume()'),
  );
  page.program('transport', (all) => all.replace('5000', '100'));
  await expect(page.runFile('valid.mjs')).rejects.toThrow('neither answers nor ends');
});

test('in a test runner they compile and pass', async () => {
  const file = join(page.folder, 'kit.test.mts');
  writeFileSync(file, page.text('ts vitest'));
  writeFileSync(join(page.folder, 'vitest.config.mjs'), 'export default {};\n');
  const faults = typeFaultsOf([file], {
    target: ts.ScriptTarget.ES2022,
    lib: ['lib.es2023.d.ts'],
    types: ['node'],
    module: ts.ModuleKind.NodeNext,
    strict: true,
    allowJs: true,
    skipLibCheck: true,
    noEmit: true,
  });
  expect(faults).toStrictEqual([]);
  const runner = fileURLToPath(new URL('../../node_modules/vitest/vitest.mjs', import.meta.url));
  const { stdout } = await page.runFile(runner, ['run', '--root', page.folder, '--reporter=json']);
  expect(JSON.parse(stdout)).toMatchObject({
    success: true,
    numPassedTests: 14,
    numTotalTests: 14,
  });
});

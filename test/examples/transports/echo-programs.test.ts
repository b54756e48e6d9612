import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { afterTest } from './harness.js';

/** The programs run outside of the test runner, so they use the package as it has been built. */
function run(program: string, args: readonly string[] = [], env: Record<string, string> = {}) {
  const path = fileURLToPath(new URL(`../../../examples/transports/${program}`, import.meta.url));
  const child = spawn(process.execPath, [path, ...args], {
    env: { ...process.env, ...env },
    timeout: 20_000,
  });
  afterTest(() => child.kill('SIGKILL'));
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  let errors = '';
  child.stderr.on('data', (chunk) => {
    errors += chunk;
  });
  return {
    child,
    nextLine: async () => (await lines.next()).value ?? `ended: ${errors}`,
    errors: () => errors,
  };
}

async function exitCode(child: ChildProcess): Promise<number | null> {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  return child.exitCode;
}

test('the echo programs talk to each other, and end in peace', async () => {
  const server = run('echo-server.js', [], { PORT: '0' });
  const url = await server.nextLine();
  expect(url).toMatch(/^ws:\/\/127\.0\.0\.1:\d+\/$/);

  const client = run('echo-client.js', [url]);
  client.child.stdin.write('hello\nGrüße\n');
  expect([await client.nextLine(), await client.nextLine()]).toEqual(['hello', 'Grüße']);
  client.child.stdin.end('bye\n');
  expect(await client.nextLine()).toBe('bye');
  expect(await exitCode(client.child)).toBe(0);
  expect(client.errors()).toBe('closed: 1000 \n');

  server.child.kill('SIGTERM');
  expect(await exitCode(server.child)).toBe(0);
});

test('the echo client waits for its server, and tells why it has none', async () => {
  const server = run('echo-server.js', [], { PORT: '0' });
  const url = await server.nextLine();
  const client = run('echo-client.js', [url]);
  client.child.stdin.write('one\n');
  expect(await client.nextLine()).toBe('one');
  server.child.kill('SIGTERM');
  expect(await exitCode(server.child)).toBe(0);

  const again = run('echo-server.js', [], { PORT: new URL(url).port });
  expect(await again.nextLine()).toBe(url);
  // Whatever was said while nobody listened would be lost; what is typed later is not.
  while (!client.errors().includes('again in')) await new Promise((go) => setTimeout(go, 20));
  client.child.stdin.end('two\n');
  expect(await client.nextLine()).toBe('two');
  expect(await exitCode(client.child)).toBe(0);
  expect(client.errors()).toMatch(/^closed: 1001 the server is going away; again in \d+ ms\n/);
});

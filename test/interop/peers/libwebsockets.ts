/**
 * The test programs of libwebsockets. Neither is an echo: the server mirrors what it hears, as text and in
 * pieces of its own, or counts; the client draws circles for as long as it is let.
 */

import { type ChildProcess, spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../../free-port.js';

const SERVER = '/usr/bin/libwebsockets-test-server';
const CLIENT = '/usr/bin/libwebsockets-test-client';
const LIMIT_MS = 30_000;

export async function missing(): Promise<string | null> {
  try {
    for (const program of [SERVER, CLIENT]) accessSync(program, constants.X_OK);
    return null;
  } catch {
    return `${SERVER} is not there: apt-get install libwebsockets-test-server`;
  }
}

export async function startServer(): Promise<{ port: number; stop(): void }> {
  // One that was free a moment ago will do.
  const port = await freePort();
  const child = run(SERVER, [`--port=${port}`, '--interface=lo']);
  for (let attempt = 0; attempt < 100; attempt++) {
    if (child.exitCode !== null) break;
    if (await isListening(port)) return { port, stop: () => child.kill('SIGKILL') };
    await sleep(50);
  }
  child.kill('SIGKILL');
  throw new Error(`${SERVER} does not listen`);
}

export function startClient(port: number): { stop(): void } {
  const child = run(CLIENT, [`--port=${port}`, '127.0.0.1']);
  return { stop: () => child.kill('SIGKILL') };
}

function run(program: string, args: readonly string[]): ChildProcess {
  return spawn(program, args, { stdio: 'ignore', timeout: LIMIT_MS, killSignal: 'SIGKILL' });
}

function isListening(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.on('connect', () => resolve(true)).on('error', () => resolve(false));
    socket.on('connect', () => socket.destroy());
  });
}

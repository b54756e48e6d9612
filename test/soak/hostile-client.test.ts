/**
 * One attacker and one server, which the fault of the server must not escape.
 */

import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { attacks } from '../../soak/attacks.js';
import { attackOnce } from '../../soak/hostile-client.js';
import { SoakRandom } from '../../soak/random.js';

/** One that is in no hurry to wait. */
class Hasty extends SoakRandom {
  override below(): number {
    return 0;
  }
}

async function play(name: string, fault: string, stopAfterMs: number | null = null) {
  const attack = attacks.find((one) => one.name === name);
  if (attack === undefined) throw new Error(`no attack ${name}`);
  const server = fork(fileURLToPath(new URL('./faulty-server.js', import.meta.url)), {
    env: { ...process.env, SOAK_FAULT: fault },
    execArgv: [],
  });
  try {
    const [{ port }] = (await once(server, 'message')) as [{ port: number }];
    const stopping = new AbortController();
    if (stopAfterMs !== null) setTimeout(() => stopping.abort(), stopAfterMs);
    return await attackOnce(port, attack, new Hasty(1), stopping.signal);
  } finally {
    server.kill();
  }
}

describe('an attacker', () => {
  test('tells the code with which it is sent away', async () => {
    expect(await play('a fault, and nothing more', '')).toBe('Close 1002');
  });

  test('notices a message behind the Close', async () => {
    expect(await play('a fault, and nothing more', 'talks behind its Close')).toBe(
      'frames behind Close 1002',
    );
  });

  test('notices a second Close', async () => {
    expect(await play('messages behind a Close', 'closes twice')).toBe('frames behind Close 1000');
  });

  test('that is stopped has no outcome', async () => {
    expect(await play('silence behind the handshake', '', 50)).toBeNull();
  });
});

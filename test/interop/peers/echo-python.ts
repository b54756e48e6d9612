/**
 * Implementations in Python as echoes that compress. One process serves all connections: it is told line
 * by line where to listen and where to connect.
 */

import type { Wishes } from '../deflate/wishes.js';
import type { EchoHabits, EchoPeer } from './echo.js';
import { missingModule, type Script, startScript } from './python-script.js';

/** Longer than all tests with it; it ends by itself when nobody is there to tell it more. */
const LIMIT_MS = 300_000;

const common = {
  compresses: true,
  sendsParts: true,
  sendsPlain: false,
  hearsPingsInside: true,
  // Python's zlib deflates raw data with windows from here on.
  minWindowBits: 9,
} as const;

export const websockets: EchoPeer = python('websockets', common);
// With the versions that Debian has of these two, pings are left out of compressed messages.
export const wsproto: EchoPeer = python('wsproto', { ...common, hearsPingsInside: false });
export const aiohttp: EchoPeer = python('aiohttp', {
  ...common,
  sendsParts: false,
  hearsPingsInside: false,
});

function python(module: string, habits: EchoHabits & Pick<EchoPeer, 'minWindowBits'>): EchoPeer {
  let script: Script | null = null;
  const ask = async (command: object): Promise<unknown> => {
    script ??= startScript(`${module}_echo`, [], { limitMs: LIMIT_MS });
    script.tell(command);
    return script.report();
  };
  return {
    name: `${module} (Python)`,
    missing: () => missingModule(module),
    ...habits,
    async startServer(wishes) {
      const port = (await ask({ serve: inPython(wishes) })) as number;
      return {
        port,
        async close() {
          await ask({ close: port });
        },
      };
    },
    async startClient(port, wishes) {
      await ask({ connect: port, wishes: inPython(wishes) });
    },
    async stop() {
      script?.stop();
      script = null;
    },
  };
}

function inPython(wishes: Wishes): object {
  return {
    server_no_context_takeover: wishes.serverNoContextTakeover,
    client_no_context_takeover: wishes.clientNoContextTakeover,
    server_max_window_bits: wishes.serverMaxWindowBits,
    client_max_window_bits: wishes.clientMaxWindowBits,
    ...(wishes.isClientRestrictable === false ? { client_max_window_bits: false } : {}),
  };
}

/**
 * Implementations in Python, each in a script of its own that is told its role. A server's first line is
 * its port, the others are the Closes that it receives.
 */

import type { ClientReport, Implementation, RunningServer } from '../conversation.js';
import { missingModule, startScript } from './python-script.js';

export const websockets: Implementation = python('websockets');
export const wsproto: Implementation = python('wsproto');
export const aiohttp: Implementation = python('aiohttp');

function python(module: string): Implementation {
  const script = `${module}_peer`;
  return {
    name: `${module} (Python)`,
    clientPings: true,
    missing: () => missingModule(module),
    async startServer(): Promise<RunningServer> {
      const server = startScript(script, ['server']);
      return {
        port: (await server.report()) as number,
        nextEnd: async () => (await server.report()) as [number, string],
        close: async () => server.stop(),
      };
    },
    async runClient(port: number): Promise<ClientReport> {
      const client = startScript(script, ['client', String(port)]);
      try {
        return (await client.report()) as ClientReport;
      } finally {
        client.stop();
      }
    },
  };
}

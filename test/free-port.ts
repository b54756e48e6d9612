/**
 * A port that nobody listens on, for a program that must be told one.
 */

import { createServer } from 'node:net';

export async function freePort(): Promise<number> {
  const server = createServer().listen(0);
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

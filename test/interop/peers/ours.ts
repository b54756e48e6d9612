import type { Implementation } from '../conversation.js';
import { runConversation } from './our-client.js';
import { startServer } from './our-server.js';

export const ours: Implementation = {
  name: 'websocket-codec',
  missing: async () => null,
  clientPings: true,
  startServer,
  runClient: runConversation,
};

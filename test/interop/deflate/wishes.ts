/**
 * What may be wished for in permessage-deflate (RFC 7692 §7.1), and what follows from it.
 */

export interface Wishes {
  readonly serverNoContextTakeover: boolean;
  readonly clientNoContextTakeover: boolean;
  /** Null: no wish. */
  readonly serverMaxWindowBits: number | null;
  /** Null: no wish; a client says then that it lets the server restrict its window. */
  readonly clientMaxWindowBits: number | null;
  /** False: a client without a wish for its window does not say that. */
  readonly isClientRestrictable?: boolean;
}

export const noWishes: Wishes = {
  serverNoContextTakeover: false,
  clientNoContextTakeover: false,
  serverMaxWindowBits: null,
  clientMaxWindowBits: null,
};

/** How one side compresses. */
export interface Sending {
  readonly keepsContext: boolean;
  readonly windowBits: number;
}

/** How both sides compress; null: not at all. */
export interface Sendings {
  readonly server: Sending | null;
  readonly client: Sending | null;
}

const MAX_WINDOW_BITS = 15;

/**
 * How the sides compress under a server's answer. What a client has said of itself binds it too, repeated
 * in the answer or not (RFC 7692 §7.1.1.2, §7.1.2.2).
 */
export function sendingsUnder(answer: readonly string[] | null, clientWishes: Wishes): Sendings {
  if (answer === null) return { server: null, client: null };
  const bits = (name: string): number =>
    Number(
      answer.find((parameter) => parameter.startsWith(name))?.slice(name.length + 1) ??
        MAX_WINDOW_BITS,
    );
  return {
    server: {
      keepsContext: !answer.includes('server_no_context_takeover'),
      windowBits: bits('server_max_window_bits'),
    },
    client: {
      keepsContext:
        !clientWishes.clientNoContextTakeover && !answer.includes('client_no_context_takeover'),
      windowBits: Math.min(
        bits('client_max_window_bits'),
        clientWishes.clientMaxWindowBits ?? MAX_WINDOW_BITS,
      ),
    },
  };
}

/** The wishes as parameters on the wire, sorted. */
export function parametersOf(wishes: Wishes): readonly string[] {
  const parameters: string[] = [];
  if (wishes.serverNoContextTakeover) parameters.push('server_no_context_takeover');
  if (wishes.clientNoContextTakeover) parameters.push('client_no_context_takeover');
  const { serverMaxWindowBits, clientMaxWindowBits } = wishes;
  if (serverMaxWindowBits !== null)
    parameters.push(`server_max_window_bits=${serverMaxWindowBits}`);
  if (clientMaxWindowBits !== null)
    parameters.push(`client_max_window_bits=${clientMaxWindowBits}`);
  return parameters.sort();
}

const TAKEOVERS = [false, true];
const WINDOW_BITS = [null, 8, 9, 12, 15];

/** Every combination of keeping the window or not with a few sizes of it, for both sides. */
export const allWishes: readonly Wishes[] = TAKEOVERS.flatMap((serverNoContextTakeover) =>
  TAKEOVERS.flatMap((clientNoContextTakeover) =>
    WINDOW_BITS.flatMap((serverMaxWindowBits) =>
      WINDOW_BITS.map((clientMaxWindowBits) => ({
        serverNoContextTakeover,
        clientNoContextTakeover,
        serverMaxWindowBits,
        clientMaxWindowBits,
      })),
    ),
  ),
);

/** Each size of a window, kept and not kept, once for either side. */
export const someWishes: readonly Wishes[] = WINDOW_BITS.flatMap((serverMaxWindowBits, index) =>
  TAKEOVERS.map((isForgotten, shift) => ({
    serverNoContextTakeover: isForgotten,
    clientNoContextTakeover: !isForgotten,
    serverMaxWindowBits,
    clientMaxWindowBits: WINDOW_BITS[(index + 1 + shift) % WINDOW_BITS.length] ?? null,
  })),
);

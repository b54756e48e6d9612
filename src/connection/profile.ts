/**
 * What connections of the same options share, so that an idle one holds nothing of it: the options, and a
 * receiver that none of them is using.
 */

import type { UnmaskInPlace } from '../frame/unmask-in-place.js';
import {
  type ConnectionOptions,
  type ResolvedConnectionOptions,
  resolveConnectionOptions,
} from './connection-options.js';
import { Inbound } from './inbound.js';
import type { Lifecycle } from './lifecycle.js';

export type Profile = ResolvedConnectionOptions & {
  /** An idle receiver, which nobody else refers to. */
  spare: Inbound | null;
};

/** So many different options are remembered; programs have one or two. */
const MAX_PROFILES = 4;

/** Stands for the function of those that bring none. */
const NO_FUNCTION = {};

/**
 * The latest profiles by `unmaskInPlace`, the only thing of the caller's in them: they hold it no longer than
 * somebody else does.
 */
const profiles = /* @__PURE__ */ new WeakMap<UnmaskInPlace | typeof NO_FUNCTION, Profile[]>();

/**
 * The profile of these options, with the defaults filled in.
 *
 * @throws TypeError or RangeError if an option is not what it must be
 */
export function profileOf(options: ConnectionOptions): Profile {
  const resolved = resolveConnectionOptions(options);
  const key = resolved.unmaskInPlace ?? NO_FUNCTION;
  const known = profiles.get(key) ?? [];
  const found = known.find((profile) => isSame(profile, resolved));
  if (found !== undefined) return found;
  const profile: Profile = { ...resolved, spare: null };
  profiles.set(key, [profile, ...known.slice(0, MAX_PROFILES - 1)]);
  return profile;
}

/** A receiver for a connection that has none. */
export function takeReceiver(profile: Profile, life: Lifecycle): Inbound {
  const receiver = profile.spare ?? new Inbound(profile);
  profile.spare = null;
  receiver.allow(life.codecs.decoders.allowedBits);
  return receiver;
}

/**
 * What a connection must keep of its receiver: null when that is idle, for it is another's from now on, and
 * when all is over.
 */
export function keepReceiver(
  profile: Profile,
  receiver: Inbound | null,
  life: Lifecycle,
): Inbound | null {
  if (receiver === null) return null;
  if (!life.isReading) return receiver.hasEvents ? receiver : null;
  if (!receiver.isIdle) return receiver;
  // While an event is being made, the call that makes it still refers to the receiver.
  if (!receiver.isWorking) profile.spare = receiver;
  return null;
}

/** Of two with the same `unmaskInPlace`. */
function isSame(a: ResolvedConnectionOptions, b: ResolvedConnectionOptions): boolean {
  return (
    a.role === b.role &&
    a.simd === b.simd &&
    a.takeOwnership === b.takeOwnership &&
    a.streamMessages === b.streamMessages &&
    a.autoPong === b.autoPong &&
    a.fragmentBytes === b.fragmentBytes &&
    a.maxPayloadBytes === b.maxPayloadBytes &&
    a.maxMessageBytes === b.maxMessageBytes &&
    a.maxFragments === b.maxFragments &&
    a.maxPendingPongs === b.maxPendingPongs
  );
}

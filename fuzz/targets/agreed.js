/**
 * What two sides have agreed on, to be compared: what an extension brings along to transform messages is made anew each
 * time.
 */

/** @param {readonly import('websocket-codec').NegotiatedExtension[]} extensions */
export function plain(extensions) {
  return extensions.map(({ name, parameters, rsv = 0 }) => ({ name, parameters, rsv }));
}

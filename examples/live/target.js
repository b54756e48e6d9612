/**
 * The path of a request target exactly as it stands there, and its query.
 *
 * @param {string} target
 */
export function readTarget(target) {
  // An absolute URI must be understood as well (RFC 9112 §3.2.2).
  const local = target.replace(/^[a-z]+:\/\/[^/?]*/i, '');
  const [path = '', ...query] = local.split('?');
  return { path: path === '' ? '/' : path, query: new URLSearchParams(query.join('?')) };
}

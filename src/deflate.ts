/**
 * websocket-codec/deflate: permessage-deflate over a compressor of your choice (RFC 7692).
 */

export type { Compressor, CompressorSettings, Deflater, Inflater } from './extension/compressor.js';
export {
  type PermessageDeflate,
  type PermessageDeflateOptions,
  permessageDeflate,
} from './extension/permessage-deflate.js';

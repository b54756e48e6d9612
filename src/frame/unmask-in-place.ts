/** Unmasks a payload in place, such as a native add-on does; masking key of four bytes. */
export type UnmaskInPlace = (payload: Uint8Array, maskingKey: Uint8Array) => void;

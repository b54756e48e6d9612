/** Which frames may be read before they are whole. */
export const ReadMode = {
  /** None. */
  Whole: 0,
  /** All: the payload comes in the pieces that are there. */
  Parts: 1,
  /** Data frames come in pieces, control frames whole. */
  DataParts: 2,
} as const;

export type ReadMode = (typeof ReadMode)[keyof typeof ReadMode];

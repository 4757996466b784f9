/** @file Types of gif.mjs, for its test. */
export function encodeGif(clip: { size: number; frames: Uint8Array[]; palette: number[][]; delay: number }): Uint8Array<ArrayBuffer>;

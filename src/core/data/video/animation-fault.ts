/**
 * @file What the readers of animated pictures give, and what they throw: how a sentence about the file goes on. Turned into
 * a rejection with the file's name by `animation.ts`.
 */

export interface Animation {
  /** Size of the whole picture, in pixels. */
  width: number;
  height: number;
  /** How long each frame is shown, in milliseconds. */
  lengthsMs: number[];
}

export class AnimationFault extends Error {
  /** The file would be fine if it went on. */
  readonly isCutOff: boolean;
  constructor(is: string, isCutOff = false) {
    super(is);
    this.isCutOff = isCutOff;
  }
}

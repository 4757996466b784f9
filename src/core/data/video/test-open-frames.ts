/**
 * @file For tests: sees every frame that the browser's decoders give out and every decoder that is made, and says which were
 * left open. Imported by tests only.
 */

export interface OpenFrames {
  /** Words for each frame and decoder that is still open, after what is under way has had time to end. */
  leftOpen(): Promise<string[]>;
  restore(): void;
}

/** Watches from now on, until `restore`. */
export function countOpenFrames(): OpenFrames {
  const frames = new Set<VideoFrame>();
  const decoders = new Set<{ state?: string }>();
  const images = new Set<ImageDecoder>();
  const { VideoDecoder: PlainDecoder, VideoFrame: PlainFrame, ImageDecoder: PlainImages } = globalThis;
  globalThis.VideoDecoder = class extends PlainDecoder {
    constructor(init: VideoDecoderInit) {
      super({
        ...init,
        output: (frame) => {
          frames.add(frame);
          init.output(frame);
        },
      });
      decoders.add(this);
    }
  };
  globalThis.VideoFrame = new Proxy(PlainFrame, {
    construct(target, args) {
      const frame = new target(...(args as ConstructorParameters<typeof VideoFrame>));
      frames.add(frame);
      return frame;
    },
  });
  const { clone } = PlainFrame.prototype;
  PlainFrame.prototype.clone = function () {
    const frame = clone.call(this);
    frames.add(frame);
    return frame;
  };
  globalThis.ImageDecoder = class extends PlainImages {
    constructor(init: ImageDecoderInit) {
      super(init);
      images.add(this);
    }
    override async decode(options?: ImageDecodeOptions) {
      const result = await super.decode(options);
      frames.add(result.image);
      return result;
    }
    override close() {
      images.delete(this);
      super.close();
    }
  };
  const words = () => [
    // A closed frame has no format and no size.
    ...[...frames].filter((frame) => frame.codedWidth > 0).map(({ timestamp }) => `frame at ${timestamp}`),
    ...[...decoders].filter(({ state }) => state !== 'closed').map(({ state }) => `decoder ${state}`),
    ...[...images].map(() => 'image decoder'),
  ];
  return {
    async leftOpen() {
      for (let time = 0; time < 40 && words().length > 0; time++) await new Promise((resolve) => setTimeout(resolve, 50));
      return words();
    },
    restore() {
      Object.assign(globalThis, { VideoDecoder: PlainDecoder, VideoFrame: PlainFrame, ImageDecoder: PlainImages });
      PlainFrame.prototype.clone = clone;
    },
  };
}

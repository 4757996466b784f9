/**
 * @file A small WAV writer: mono, 8 bits a sample, as old voice recorders and game sounds have them. Quiet sounds take few
 * of the 256 values and pack well; 16 bits would not.
 */

/** @param {Float64Array} samples in [-1, 1]; louder is cut @param {number} sampleRate Hz @returns {Uint8Array} */
export function encodeWav(samples, sampleRate) {
  const bytes = Buffer.alloc(44 + samples.length + (samples.length & 1));
  bytes.write('RIFF', 0, 'latin1');
  bytes.writeUInt32LE(bytes.length - 8, 4);
  bytes.write('WAVEfmt ', 8, 'latin1');
  bytes.writeUInt32LE(16, 16);
  bytes.writeUInt16LE(1, 20); // linear
  bytes.writeUInt16LE(1, 22); // channels
  bytes.writeUInt32LE(sampleRate, 24);
  bytes.writeUInt32LE(sampleRate, 28); // bytes a second
  bytes.writeUInt16LE(1, 32); // bytes a frame
  bytes.writeUInt16LE(8, 34); // bits a sample
  bytes.write('data', 36, 'latin1');
  bytes.writeUInt32LE(samples.length, 40);
  samples.forEach((sample, at) => {
    bytes[44 + at] = 128 + Math.max(-128, Math.min(127, Math.round(sample * 127))); // 8 bits have no sign: 128 is silence
  });
  return new Uint8Array(bytes);
}

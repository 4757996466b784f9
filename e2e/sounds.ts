/** @file Sounds for the journeys, made in code: WAV files of 16 bits, one tone each. */

/** A second of one tone at 16 kHz, its loudness falling; `variant` shifts its phase. */
export function makeWav(hertz: number, variant: number): Buffer {
  const rate = 16_000;
  const data = Buffer.alloc(2 * rate);
  for (let at = 0; at < rate; at++) {
    const value = Math.sin((2 * Math.PI * hertz * at) / rate + variant) * Math.exp(-3 * (at / rate)) * 12_000;
    data.writeInt16LE(Math.round(value), 2 * at);
  }
  const header = Buffer.alloc(44);
  header.write('RIFF', 0, 'latin1');
  header.writeUInt32LE(36 + data.length, 4);
  header.write('WAVEfmt ', 8, 'latin1');
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(rate, 24);
  header.writeUInt32LE(2 * rate, 28);
  header.writeUInt16LE(2, 32);
  header.writeUInt16LE(16, 34);
  header.write('data', 36, 'latin1');
  header.writeUInt32LE(data.length, 40);
  return Buffer.concat([header, data]);
}

/** Two classes, `count` sounds each, in one outer folder. */
export function toneEntries(count: number): Record<string, Uint8Array> {
  const entries: Record<string, Uint8Array> = {};
  for (const [name, hertz] of [
    ['low', 220],
    ['high', 2200],
  ] as const)
    for (let at = 0; at < count; at++) entries[`tones/${name}/tone ${at + 1}.wav`] = makeWav(hertz * (1 + at / 20), at);
  return entries;
}

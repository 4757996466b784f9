/**
 * @file What people call the codecs that a video file names in four letters. Used for the sentence about a clip that this
 * browser cannot decode. Sources: the registries of MP4RA and Matroska.
 */

const NAMES: readonly [RegExp, string][] = [
  [/^(avc|avc[1-4]|V_MPEG4\/ISO\/AVC)$/, 'H.264'],
  [/^(hevc|hvc1|hev1|dvh[1e]|V_MPEGH\/ISO\/HEVC)$/, 'HEVC (H.265)'],
  [/^(av1|av01|V_AV1)$/, 'AV1'],
  [/^(vp8|vp08|V_VP8)$/, 'VP8'],
  [/^(vp9|vp09|V_VP9)$/, 'VP9'],
  [/^(prores|ap4[hxc]|apc[hnso]|V_PRORES)$/, 'Apple ProRes'],
  [/^(mp4v|V_MPEG4\/.*)$/, 'MPEG-4 Part 2'],
  [/^(jpeg|mjp[abg]|V_MJPEG)$/, 'Motion JPEG'],
  [/^V_MPEG[12]$|^m[12]v1$|^mpg[12]$/, 'MPEG-1 or MPEG-2'],
  [/^(vvc1|vvi1)$/, 'VVC (H.266)'],
  [/^(h263|s263)$/, 'H.263'],
  [/^AVd[nh]$/, 'Avid DNxHD'],
  [/^(V_THEORA)$/, 'Theora'],
  [/^(V_FFV1|FFV1)$/, 'FFV1'],
  [/^(V_UNCOMPRESSED|raw |2vuy|yuv2|v210)$/, 'uncompressed'],
  [/^(SVQ[13]|rle |cvid|V_QUICKTIME)$/, 'old QuickTime'],
];

/** Tracks whose samples are encrypted say so in place of their codec. */
export function isEncrypted(id: unknown): boolean {
  return id === 'encv';
}

/** @param id the container's own name for the codec @returns a name to go before “video”, safe to be shown */
export function codecName(id: unknown): string {
  if (typeof id !== 'string') return 'unknown';
  const known = NAMES.find(([pattern]) => pattern.test(id));
  if (known) return known[1];
  const letters = id.replace(/[^\w/. -]/g, '').trim();
  return letters ? `“${letters.slice(0, 24)}”` : 'unknown';
}

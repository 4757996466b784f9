/**
 * @file Sizes and small numbers as the page writes them, where plain text is not enough. The other formats
 * are in charts/format.ts.
 */

/** Bytes as `0.9 MB`, `214 MB`, `1.2 GB`; below 0.1 MB as kB. */
export function formatBytes(bytes: number): string {
  if (bytes < 1e5) return `${Math.max(1, Math.round(bytes / 1e3))} kB`;
  const mega = bytes / 1e6;
  if (mega < 999.5) return `${mega < 10 ? mega.toFixed(1) : Math.round(mega)} MB`;
  return `${(mega / 1e3).toFixed(1)} GB`;
}

/** 2.9e-6 as 2.9 × 10⁻⁶; zero as 0. */
export function Scientific({ value }: { value: number }) {
  if (value === 0) return <>0</>;
  const [mantissa = '', exponent = ''] = value.toExponential(1).split('e');
  return (
    <>
      {mantissa} × 10<sup>{exponent.replace('-', '−').replace('+', '')}</sup>
    </>
  );
}

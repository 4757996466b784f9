/**
 * @file Small numbers as the page writes them, where plain text is not enough. The other formats
 * are in charts/format.ts.
 */

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

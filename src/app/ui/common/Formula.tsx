/** @file W + λ·W_aux in the page's mathematical letters. */
export function Formula() {
  return (
    <span className="nowrap">
      <span className="mx">W</span> + <span className="mx">λ</span>·<span className="mx">W</span>
      <sub>aux</sub>
    </span>
  );
}

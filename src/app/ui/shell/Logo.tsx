/** @file The mark: target and auxiliary, joined by three cables. */
export function Logo() {
  return (
    <svg className="logo" viewBox="0 0 24 24" aria-hidden="true">
      <rect x="2" y="2" width="5" height="20" rx="1.5" />
      <rect className="o" x="17.75" y="2.75" width="3.5" height="18.5" rx="1" />
      <path className="l1" d="M8 6.5h8.5" />
      <path className="l2" d="M8 12h8.5" />
      <path className="l3" d="M8 17.5h8.5" />
    </svg>
  );
}

/**
 * @file The icon set: 16 px, 1.5 px strokes in the colour of the text. Icons never speak alone; the words
 * beside them or the button's label do.
 */
import type { ReactElement } from 'react';

const SHAPES = {
  audio: <path d="M2 8h1M4.5 5v6M7 2.5v11M9.5 5.5v5M12 4v8M14.2 7v2" />,
  camera: (
    <>
      <rect x="1.8" y="4.5" width="12.4" height="8.5" rx="1.5" />
      <circle cx="8" cy="8.7" r="2.3" />
      <path d="M5.5 4.5 6.5 3h3l1 1.5" />
    </>
  ),
  check: <path d="m3 8.5 3.2 3.2L13 4.8" />,
  chevron: <path d="m5 6.5 3 3 3-3" />,
  chip: (
    <>
      <rect x="4" y="4" width="8" height="8" rx="1" />
      <path d="M6.5 1.8v2.2M9.5 1.8v2.2M6.5 12v2.2M9.5 12v2.2M1.8 6.5H4M1.8 9.5H4M12 6.5h2.2M12 9.5h2.2" />
    </>
  ),
  close: <path d="m4 4 8 8M12 4l-8 8" />,
  copy: (
    <>
      <rect x="5.5" y="5.5" width="8" height="8" rx="1.3" />
      <path d="M3.8 10.5h-.3A1.3 1.3 0 0 1 2.2 9.2V3.8a1.3 1.3 0 0 1 1.3-1.3h5.4a1.3 1.3 0 0 1 1.3 1.3v.2" />
    </>
  ),
  download: <path d="M8 2.5V10M5 7.5l3 3 3-3M2.5 13.5h11" />,
  drop: <path d="M8 10V2.5M5 5l3-3 3 3M2.5 10v2A1.5 1.5 0 0 0 4 13.5h8a1.5 1.5 0 0 0 1.5-1.5v-2" />,
  help: (
    <>
      <circle cx="8" cy="8" r="6" />
      <path d="M6.2 6.3a1.9 1.9 0 1 1 2.7 1.7c-.6.3-.9.7-.9 1.3M8 11.3v.01" />
    </>
  ),
  image: (
    <>
      <rect x="2" y="2.5" width="12" height="11" rx="1.5" />
      <circle cx="5.8" cy="6" r="1.2" />
      <path d="M2.5 11.5 6.5 8.5l2.5 2 2-1.5 2.6 2.2" />
    </>
  ),
  link: (
    <path d="M6.8 9.2a2.6 2.6 0 0 0 3.7 0l2.2-2.2A2.6 2.6 0 0 0 9 3.3l-.7.7M9.2 6.8a2.6 2.6 0 0 0-3.7 0L3.3 9A2.6 2.6 0 0 0 7 12.7l.7-.7" />
  ),
  lock: (
    <>
      <rect x="3.5" y="7" width="9" height="6.5" rx="1.2" />
      <path d="M5.5 7V5.2a2.5 2.5 0 0 1 5 0V7" />
    </>
  ),
  microphone: (
    <>
      <rect x="5.8" y="1.8" width="4.4" height="7.4" rx="2.2" />
      <path d="M3.3 7.6a4.7 4.7 0 0 0 9.4 0M8 12.3v2" />
    </>
  ),
  more: <path d="M3.5 8v.01M8 8v.01M12.5 8v.01" strokeWidth="2.2" />,
  pause: <path d="M5.5 3.5v9M10.5 3.5v9" strokeWidth="2" />,
  pen: <path d="M2.5 13.5l.8-3.2 7.4-7.4a1.4 1.4 0 0 1 2 0l.4.4a1.4 1.4 0 0 1 0 2l-7.4 7.4zM9.5 4.1l2.4 2.4" />,
  play: <path d="M4.5 3v10l8-5z" fill="currentColor" />,
  plus: <path d="M8 3.5v9M3.5 8h9" />,
  point: (
    <>
      <path d="M8 1.8 13.5 5v6L8 14.2 2.5 11V5z" strokeDasharray=".1 2.75" strokeWidth="2" />
      <path d="M8 8v.01" strokeWidth="2" />
    </>
  ),
  redo: <path d="M10.5 3l2.7 2.7-2.7 2.7M13 5.7H6.8a3.9 3.9 0 0 0 0 7.8h2.7" />,
  stop: <rect x="4" y="4" width="8" height="8" rx="1" fill="currentColor" />,
  table: (
    <>
      <rect x="2" y="3" width="12" height="10" rx="1.5" />
      <path d="M2 6.3h12M2 9.7h12M6.5 3v10" />
    </>
  ),
  theme: (
    <>
      <circle cx="8" cy="8" r="5.7" />
      <path d="M8 2.3a5.7 5.7 0 0 1 0 11.4z" fill="currentColor" />
    </>
  ),
  undo: <path d="M5.5 3 2.8 5.7l2.7 2.7M3 5.7h6.2a3.9 3.9 0 0 1 0 7.8H6.5" />,
  video: (
    <>
      <rect x="2" y="3" width="12" height="10" rx="1.5" />
      <path d="M5 3v10M11 3v10M2 6.3h3M2 9.7h3M11 6.3h3M11 9.7h3" />
    </>
  ),
  warning: <path d="M8 2.2 14.3 13H1.7zM8 6.5v3M8 11.3v.01" />,
} satisfies Record<string, ReactElement>;

export type IconName = keyof typeof SHAPES;

export function Icon({ name }: { name: IconName }) {
  return (
    <svg
      className="ic"
      viewBox="0 0 16 16"
      aria-hidden="true"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      strokeLinecap="round"
      strokeLinejoin="round"
    >
      {SHAPES[name]}
    </svg>
  );
}

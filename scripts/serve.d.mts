/** Serves a built folder on 127.0.0.1; port 0 takes any free one. */
export function serve(options: { folder: string; port: number }): Promise<{ url: string; close: () => void }>;

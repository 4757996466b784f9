/** A private copy of a built folder; it is removed when the program ends. */
export function holdBuild(dist: string): string;
